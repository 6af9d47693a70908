import type { EpochDay } from '../../foundation/time/day.ts';
import { dayMs } from '../../foundation/time/duration.ts';
import type { WallTime } from '../../foundation/time/wall-time.ts';
import { type IcsClock, type IcsTime, utcClock } from './ics-time.ts';

/**
 * How the times of one event are read together, whichever mixture of them it has. Its DTSTART says on which wall they
 * are: with a zone on that zone's, with Z on the one of UTC, else on that of who asks.
 */
export type SeriesClock = {
  readonly own: IcsClock;
  /** DTSTART there; of a day its midnight. */
  readonly start: WallTime;
  /** The day that people call it, of a time on that wall. */
  dayOf(wall: WallTime): EpochDay;
  /**
   * Where another time of the event is on that wall: an instant as the wall shows it; a day and a floating time as the
   * wall has them; a time of a zone by its instant, or as it is written where DTSTART has no zone either. Of a day it is the
   * midnight, and `day` tells that all of it is meant.
   */
  place(time: IcsTime): { readonly wall: WallTime; readonly day: EpochDay | undefined };
};

/** The clock of an event that begins at a time, where `here` is the clock of who asks. */
export function seriesClock(start: IcsTime, here: IcsClock): SeriesClock {
  switch (start.is) {
    case 'day':
      return {
        // Days are counted, not timed: no clock of theirs is ever set forward or back.
        own: utcClock,
        start: start.day * dayMs,
        dayOf,
        place: (time) => {
          const day =
            time.is === 'day' ? time.day : dayOf(time.is === 'utc' ? here.wallAt(time.instant) : time.wall);
          return { wall: day * dayMs, day };
        },
      };
    case 'floating':
      return {
        own: here,
        start: start.wall,
        dayOf,
        place: (time) =>
          placed(time, (other) => (other.is === 'utc' ? here.wallAt(other.instant) : other.wall)),
      };
    case 'zoned': {
      const own = start.clock();
      return {
        own,
        start: start.wall,
        dayOf,
        place: (time) =>
          placed(time, (other) => {
            if (other.is === 'floating' || (other.is === 'zoned' && other.zone === start.zone))
              return other.wall;
            return own.wallAt(other.is === 'utc' ? other.instant : other.clock().instantAt(other.wall));
          }),
      };
    }
    case 'utc':
      return {
        own: utcClock,
        start: start.instant,
        // Nobody lives by that wall: the days of such an event are those of who asks.
        dayOf: (wall) => dayOf(here.wallAt(wall)),
        place: (time) =>
          time.is === 'day'
            ? { wall: here.instantAt(time.day * dayMs), day: time.day }
            : placed(time, (other) => {
                if (other.is === 'utc') return other.instant;
                return (other.is === 'zoned' ? other.clock() : here).instantAt(other.wall);
              }),
      };
  }
}

function dayOf(wall: WallTime): EpochDay {
  return Math.floor(wall / dayMs);
}

function placed(time: IcsTime, wallOf: (time: Exclude<IcsTime, { readonly is: 'day' }>) => WallTime) {
  return time.is === 'day'
    ? { wall: time.day * dayMs, day: time.day }
    : { wall: wallOf(time), day: undefined };
}
