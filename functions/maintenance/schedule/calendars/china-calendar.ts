import { type EpochDay, readEpochDay, wallDay } from '../../foundation/time/day.ts';
import { chinaYears } from './china-holidays.ts';
import { type DayReading, outside } from './day-reading.ts';

/** China's days off, or the days worked there. */
type ChinaDays = 'holidays' | 'workdays';

/** The years whose holidays are known. */
export const yearsCovered: readonly number[] = chinaYears.map(({ year }) => year);

/**
 * Says whether a day is a day off by the State Council's notices, weekends inside the holidays included; or
 * whether it is worked: Monday to Friday that is no day off, and the days worked in exchange (调休). A day of a
 * year whose notice is not here is unknown, also a Sunday, which may be worked.
 */
export function readChinaDay(days: ChinaDays, day: EpochDay): DayReading {
  const { year, weekday } = wallDay(day);
  const { off, worked } = known();
  if (!yearsCovered.includes(year)) return unknownYear(year);
  const holiday = off.get(day);
  if (days === 'holidays') return holiday === undefined ? outside : { is: 'in', reason: holiday };
  const exchanged = worked.get(day);
  if (exchanged !== undefined) return { is: 'in', reason: `worked in exchange for ${exchanged}` };
  if (holiday !== undefined || weekday === 0 || weekday === 6) return outside;
  return { is: 'in', reason: 'a working day' };
}

/** The days off and the days worked in exchange, each with the name of its holiday. */
type KnownDays = {
  readonly off: ReadonlyMap<EpochDay, string>;
  readonly worked: ReadonlyMap<EpochDay, string>;
};

let memory: KnownDays | undefined;

function known(): KnownDays {
  if (memory) return memory;
  const [off, worked] = [new Map<EpochDay, string>(), new Map<EpochDay, string>()];
  for (const { name, from, to, worked: exchanged } of chinaYears.flatMap(({ holidays }) => holidays)) {
    for (let day = readEpochDay(from); day <= readEpochDay(to); day += 1) off.set(day, named(name));
    for (const day of exchanged) worked.set(readEpochDay(day), named(name));
  }
  memory = { off, worked };
  return memory;
}

function named(name: string): string {
  return `${name} (${name
    .split('、')
    .map((each) => english[each] ?? each)
    .join(', ')})`;
}

const english: Readonly<Record<string, string>> = {
  元旦: 'New Year',
  春节: 'Spring Festival',
  清明节: 'Tomb-Sweeping Day',
  劳动节: 'Labour Day',
  端午节: 'Dragon Boat Festival',
  中秋节: 'Mid-Autumn Festival',
  国庆节: 'National Day',
};

function unknownYear(year: number): DayReading {
  const [first, last] = [yearsCovered[0], yearsCovered.at(-1)];
  return {
    is: 'unknown',
    code: 'calendar.year-missing',
    reason: `China's holidays of ${year} are not known to this version, which has ${first} to ${last}`,
  };
}
