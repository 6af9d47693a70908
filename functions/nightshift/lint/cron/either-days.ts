import type { WallDay } from '../../../maintenance/foundation/time/day.ts';
import { type CronFields, inMask } from '../../../maintenance/schedule/cron/cron-fields.ts';
import {
  bothOf,
  daysAhead,
  eitherOf,
  readCron,
  rewrite,
  sameDays,
  weekdayNames,
  writtenFields,
} from './cron-days.ts';
import { advised, type CronLint, type Suggestion } from './cron-lint.ts';

/**
 * Day and weekday both given: either is enough here, and many write them for both. With how often that comes, and an
 * expression for what was probably meant, where there is one.
 */
export function lintEitherDays(cron: CronFields, days: readonly WallDay[]): readonly CronLint[] {
  if (!cron.dayRestricted || !cron.weekdayRestricted) return [];
  const { day, weekday } = writtenFields(cron);
  const [either, both] = [eitherOf, bothOf].map((rule) => days.filter(rule(cron)).length);
  return [
    {
      code: 'cron.either',
      found: `day ${day} and weekday ${weekday} together mean either: fires on ${either} of the next ${daysAhead} days, and where a cron wants both on ${both}`,
      expected: advised(meant(cron), 'only one of them, with * for the other'),
    },
  ];
}

/** What was probably meant: both, where that can be said; or what people try to say by it. */
function meant(cron: CronFields): readonly Suggestion[] {
  const both = forBoth(cron);
  if (both !== undefined) return [{ text: both, why: 'for both' }];
  const { day } = writtenFields(cron);
  const named = weekdaysOf(cron);
  const [only, ...others] = named;
  if (only === undefined || others.length > 0) return [];
  const write = (weekday: string) => rewrite(cron, { day: '*', weekday });
  const { days, first, last } = spanOf(cron);
  if (cron.lastDay ? days === 0 : first >= 22 && last === 31)
    return [{ text: write(`${only}L`), why: `for the last ${only} of a month` }];
  if (first === 1 && days === 1)
    return [{ text: write(`${only}#1`), why: `for the first ${only} of a month` }];
  const step = Number(/\/(\d+)$/.exec(day)?.[1]);
  if (step === 2 || (step >= 13 && step <= 16) || (first === 1 && days === 2 && last >= 14 && last <= 17))
    return [{ text: write(`${only}#1,${only}#3`), why: `for a ${only} twice a month` }];
  return [];
}

/** An expression that takes exactly the days on which both hold; `undefined` where five fields cannot say it. */
function forBoth(cron: CronFields): string | undefined {
  const wanted = bothOf(cron);
  const weekdays = weekdaysOf(cron);
  const nth = [1, 2, 3, 4, 5].flatMap((week) =>
    inMask(cron.dayMask, 7 * week - 6) ? weekdays.map((name) => `${name}#${week}`) : [],
  );
  const candidates = [
    rewrite(cron, { day: '*' }),
    rewrite(cron, { weekday: '*' }),
    ...(nth.length > 0 && nth.length <= longestList
      ? [rewrite(cron, { day: '*', weekday: nth.join() })]
      : []),
  ];
  return candidates.find((text) => {
    const read = readCron(text);
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
