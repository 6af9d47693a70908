import { type EpochDay, readEpochDay, wallDay } from '../../foundation/time/day.ts';
import { chinaYears } from './china-holidays.ts';
import { type DayReading, type DaySource, outside } from './day-reading.ts';

/** China's days off, or the days worked there. */
export type ChinaDays = 'holidays' | 'workdays';

/** A year that the schedule has, or has otherwise than this version: its days off, and those worked in exchange. */
export type GivenYear = { readonly year: number; readonly off: DaySource; readonly worked: DaySource };

/** The years whose holidays are known without being given. */
export const yearsCovered: readonly number[] = chinaYears.map(({ year }) => year);

/** How a year can be given that is not known; the tests hold its Chinese, in `report/wording`, to it. */
export function yearAdvice(year: number): string {
  return `a newer version, or { year: ${year}, holidays: […], workdays: […] } in a calendar`;
}

/**
 * Says whether a day is a day off by the State Council's notices, weekends inside the holidays included; or
 * whether it is worked: Monday to Friday that is no day off, and the days worked in exchange (调休). A day of a
 * year whose notice is neither here nor given is unknown, also a Sunday, which may be worked.
 */
export function chinaSource(days: ChinaDays, given: readonly GivenYear[]): DaySource {
  return {
    read: (day, zone) => readChinaDay(days, day, zone, given),
    // Notices come year by year; what is not known yet is no end.
    endBefore: () => undefined,
  };
}

function readChinaDay(days: ChinaDays, day: EpochDay, zone: string, given: readonly GivenYear[]): DayReading {
  const { year, weekday } = wallDay(day);
  const own = given.find((each) => each.year === year);
  if (!own && !yearsCovered.includes(year)) return unknownYear(year);
  // A notice may reach into the last days of the year before.
  const givers = given.filter((each) => each.year === year || each.year === year + 1);
  const readGiven = (part: 'off' | 'worked') => {
    let reading: DayReading = outside;
    for (const each of givers) {
      const read = each[part].read(day, zone);
      if (read.is === 'in') return read;
      if (read.is === 'unknown' && each.year === year) reading = read;
    }
    return reading;
  };
  const builtIn = (part: 'off' | 'worked'): DayReading => {
    const found = own ? undefined : known()[part].get(day);
    if (found === undefined) return outside;
    return { is: 'in', reason: part === 'off' ? found : `worked in exchange for ${found}` };
  };
  const [off, worked] = (['off', 'worked'] as const).map((part) => {
    const read = readGiven(part);
    return read.is === 'out' ? builtIn(part) : read;
  }) as [DayReading, DayReading];
  if (off.is === 'unknown' || days === 'holidays') return off;
  if (worked.is !== 'out') return worked;
  if (off.is === 'in' || weekday === 0 || weekday === 6) return outside;
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
    reason:
      `China's holidays of ${year} are not known to this version, which has ${first} to ${last}` +
      ` - expected ${yearAdvice(year)}`,
  };
}
