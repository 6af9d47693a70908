import type { WallDay } from '../../../maintenance/foundation/time/day.ts';
import { type CronFields, inMask } from '../../../maintenance/schedule/cron/cron-fields.ts';
import {
  bothOf,
  daysAhead,
  eitherOf,
  readCron,
  rewrite,
  sameDays,
  type WrittenFields,
  weekdayNames,
  writtenFields,
} from './cron-days.ts';
import { advised, type CronLint } from './cron-lint.ts';

/**
 * Day and weekday both given: either is enough here, and many write them for both. With how often that comes, and an
 * expression for what was probably meant, where there is one.
 */
export function lintEitherDays(
  cron: CronFields,
  days: readonly WallDay[],
  known: Map<string, EitherDays>,
): readonly CronLint[] {
  if (!cron.dayRestricted || !cron.weekdayRestricted) return [];
  const { day, month, weekday } = writtenFields(cron);
  const key = `${day} ${month} ${weekday} ${days[0]?.day}`;
  const seen = known.get(key) ?? lookAt(cron, days);
  known.set(key, seen);
  const suggestions = seen.meant.map(({ fields, why }) => ({ text: rewrite(cron, fields), why }));
  return [
    {
      code: 'cron.either',
      found: `day ${day} and weekday ${weekday} together mean either: fires on ${seen.either} of the next ${daysAhead} days, and where a cron wants both on ${seen.both}`,
      expected: advised(suggestions, 'only one of them, with * for the other'),
    },
  ];
}

/** What can be said of two day fields, whatever the time of day: jobs by the thousand share them. */
export type EitherDays = { readonly either: number; readonly both: number; readonly meant: readonly Meant[] };

/** Fields that may be meant, and what they are for. */
type Meant = { readonly fields: Partial<WrittenFields>; readonly why: string };

function lookAt(cron: CronFields, days: readonly WallDay[]): EitherDays {
  return {
    either: days.filter(eitherOf(cron)).length,
    both: days.filter(bothOf(cron)).length,
    meant: meant(cron),
  };
}

/** What was probably meant: both, where that can be said; or what people try to say by it. */
function meant(cron: CronFields): readonly Meant[] {
  const both = forBoth(cron);
  if (both !== undefined) return [{ fields: both, why: 'for both' }];
  const { day } = writtenFields(cron);
  const named = weekdaysOf(cron);
  const [only, ...others] = named;
  if (only === undefined || others.length > 0) return [];
  const write = (weekday: string) => ({ day: '*', weekday });
  const { days, first, last } = spanOf(cron);
  if (cron.lastDay ? days === 0 : first >= 22 && last === 31)
    return [{ fields: write(`${only}L`), why: `for the last ${only} of a month` }];
  if (first === 1 && days === 1)
    return [{ fields: write(`${only}#1`), why: `for the first ${only} of a month` }];
  const step = Number(/\/(\d+)$/.exec(day)?.[1]);
  if (step === 2 || (step >= 13 && step <= 16) || (first === 1 && days === 2 && last >= 14 && last <= 17))
    return [{ fields: write(`${only}#1,${only}#3`), why: `for a ${only} twice a month` }];
  return [];
}

/** The fields that take exactly the days on which both hold; `undefined` where five fields cannot say it. */
function forBoth(cron: CronFields): Partial<WrittenFields> | undefined {
  const wanted = bothOf(cron);
  const weekdays = weekdaysOf(cron);
  const nth = [1, 2, 3, 4, 5].flatMap((week) =>
    inMask(cron.dayMask, 7 * week - 6) ? weekdays.map((name) => `${name}#${week}`) : [],
  );
  const candidates = [
    { day: '*' },
    { weekday: '*' },
    ...(nth.length > 0 && nth.length <= longestList ? [{ day: '*', weekday: nth.join() }] : []),
  ];
  return candidates.find((fields) => {
    const read = readCron(rewrite(cron, fields));
    return read !== undefined && sameDays(eitherOf(read), wanted);
  });
}

/** Longer ones nobody reads. */
const longestList = 7;

function weekdaysOf({ weekdayMask }: CronFields): readonly string[] {
  return weekdayNames.filter((_, weekday) => inMask(weekdayMask, weekday));
}

function spanOf({ dayMask }: CronFields) {
  const days = Array.from({ length: 31 }, (_, index) => index + 1).filter((day) => inMask(dayMask, day));
  return { days: days.length, first: days[0] ?? 0, last: days.at(-1) ?? 0 };
}
