import { calendarDay } from '../../foundation/time/day.ts';
import type { WallTime } from '../../foundation/time/wall-time.ts';
import { IcsFlaw, type IcsProperty } from './ics-component.ts';

/** The instant, in milliseconds since 1970, at which a clock shows a time. */
export type IcsClock = (wall: WallTime) => number;

/** Finds the clock of a `TZID`; throws `IcsFlaw` when there is none. */
export type IcsClocks = (tzid: string) => IcsClock;

/** A time of an event: a whole day, or a time that some clock shows. */
export type IcsTime = {
  readonly wall: WallTime;
  readonly allDay: boolean;
  /** `undefined` for days and floating times: they are what every clock shows, wherever it hangs. */
  readonly clock: IcsClock | undefined;
};

/** The clock of times written with Z. */
const utcClock: IcsClock = (wall) => wall;

/** The times of a property such as DTSTART or EXDATE. Throws `IcsFlaw`, also for a time that does not exist. */
export function timesOf({ name, type, parameters, values }: IcsProperty, clocks: IcsClocks): IcsTime[] {
  const title = name.toUpperCase();
  if (type !== 'date' && type !== 'date-time')
    throw new IcsFlaw(`${title} is a ${type}, which is not supported`);
  return values.map((value) => {
    const time = readTime(String(value));
    if (!time) throw new IcsFlaw(`${title} ${JSON.stringify(value)} is no time that exists`);
    const { wall, allDay, utc } = time;
    if (utc) return { wall, allDay, clock: utcClock };
    const { tzid } = parameters;
    return { wall, allDay, clock: allDay || typeof tzid !== 'string' ? undefined : clocks(tzid) };
  });
}

/** Reads `2026-11-10`, `2026-11-10T03:30:00` and the latter with Z. */
export function readTime(text: string): { wall: WallTime; allDay: boolean; utc: boolean } | undefined {
  const [, date = '', time, utc] = /^(.{10})(?:T(.{8})(Z?))?$/.exec(text) ?? [];
  if (!calendarDay(date)) return undefined;
  if (time === undefined) return { wall: Date.parse(`${date}T00:00:00Z`), allDay: true, utc: false };
  // A leap second is the only 60 there is.
  if (!/^([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)$/.test(time)) return undefined;
  return { wall: Date.parse(`${date}T${time.replace(/60$/, '59')}Z`), allDay: false, utc: utc === 'Z' };
}

/** The instant of a time; of days and floating times, which have none, their place on the wall, to count with. */
export function instantOf({ wall, clock }: IcsTime): number {
  return clock ? clock(wall) : wall;
}
