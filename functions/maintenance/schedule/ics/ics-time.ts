import { calendarDay, type EpochDay, readEpochDay } from '../../foundation/time/day.ts';
import { dayMs } from '../../foundation/time/duration.ts';
import type { WallTime } from '../../foundation/time/wall-time.ts';
import type { ContentLine } from './content-lines.ts';
import { IcsFlaw, shown } from './ics-flaw.ts';

/** A clock on some wall: what it shows at an instant, and the instant at which it shows a time; in milliseconds. */
export type IcsClock = { wallAt(instant: number): WallTime; instantAt(wall: WallTime): number };

/** The clock that shows UTC. */
export const utcClock: IcsClock = { wallAt: (instant) => instant, instantAt: (wall) => wall };

/** Finds the clock of a `TZID`; throws `IcsFlaw` at the property when there is none. */
export type IcsClocks = (tzid: string, property: ContentLine) => IcsClock;

/**
 * A time as it is written: a whole day; what every clock shows, wherever it hangs; what the clock of a zone shows; or an
 * instant. Which clock a zone has is asked only where it matters.
 */
export type IcsTime =
  | { readonly is: 'day'; readonly day: EpochDay }
  | { readonly is: 'floating'; readonly wall: WallTime }
  | { readonly is: 'zoned'; readonly wall: WallTime; readonly zone: string; readonly clock: () => IcsClock }
  | { readonly is: 'utc'; readonly instant: number };

const times = 'a day such as 20261225, or a time such as 20261225T033000 or 20261225T033000Z';

/** The times of a property such as DTSTART or EXDATE. Throws `IcsFlaw`, also for a time that does not exist. */
export function timesOf(property: ContentLine, clocks: IcsClocks): IcsTime[] {
  const { parameters, value } = property;
  const type = (parameters.get('VALUE') ?? '').toUpperCase();
  if (!['', 'DATE', 'DATE-TIME'].includes(type))
    throw new IcsFlaw(property, `VALUE=${shown(type)}`, 'VALUE=DATE or VALUE=DATE-TIME');
  return value.split(',').map((each) => {
    const written = readTime(each);
    if (!written) throw new IcsFlaw(property, shown(each.trim()), times);
    if (written.is !== 'floating') return written;
    // Where both disagree, a day was meant: so do Exchange and others write it.
    if (type === 'DATE') return { is: 'day', day: Math.floor(written.wall / dayMs) };
    const zone = parameters.get('TZID') ?? '';
    if (zone === '') return written;
    let clock: IcsClock | undefined;
    return {
      is: 'zoned',
      wall: written.wall,
      zone,
      clock: () => {
        clock ??= clocks(zone, property);
        return clock;
      },
    };
  });
}

const pattern = /^(\d{4})(-?)(\d\d)\2(\d\d)(?:T(\d\d):?(\d\d)(?::?(\d\d))?(Z?))?$/;

/** Reads `20261110`, `20261110T033000` and the latter with Z; `undefined` for what is none, or does not exist. */
export function readTime(text: string): Exclude<IcsTime, { readonly is: 'zoned' }> | undefined {
  const [matched, year, , month, date, hour, minute, second = '00', utc] =
    pattern.exec(text.trim().toUpperCase()) ?? [];
  const written = `${year}-${month}-${date}`;
  if (matched === undefined || !calendarDay(written)) return undefined;
  const day = readEpochDay(written);
  if (hour === undefined) return { is: 'day', day };
  const [hours, minutes, seconds] = [hour, minute, second].map(Number) as [number, number, number];
  // 24:00 is the end of the day, and a leap second the only 60 there is.
  if (hours > 24 || minutes > 59 || seconds > 60 || (hours === 24 && minutes + seconds > 0)) return undefined;
  const wall = day * dayMs + ((hours * 60 + minutes) * 60 + Math.min(seconds, 59)) * 1_000;
  return utc === 'Z' ? { is: 'utc', instant: wall } : { is: 'floating', wall };
}

/** A length of time: of which the days are those of the wall's calendar, whatever happens to its clock meanwhile. */
export type IcsLength = { readonly days: number; readonly ms: number };

/** Reads `P1W`, `P1DT2H30M` or `PT24H`. Throws `IcsFlaw`. */
export function readLength(property: ContentLine): IcsLength {
  const match =
    /^\+?P(?:(\d{1,6})W)?(?:(\d{1,6})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,9})S)?)?$/.exec(
      property.value.toUpperCase(),
    );
  if (!match || match.slice(1).every((part) => part === undefined))
    throw new IcsFlaw(property, shown(property.value), 'a length of time such as P1D or PT2H30M');
  const [weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = match
    .slice(1)
    .map((part) => Number(part ?? 0));
  return { days: weeks * 7 + days, ms: ((hours * 60 + minutes) * 60 + seconds) * 1_000 };
}
