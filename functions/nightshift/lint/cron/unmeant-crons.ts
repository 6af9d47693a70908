import { advice, type Finding } from '../../../maintenance/document/finding.ts';
import {
  type EpochDay,
  type WallDay,
  wallDay,
  writeEpochDay,
} from '../../../maintenance/foundation/time/day.ts';
import { dayMs, hourMs, minuteMs } from '../../../maintenance/foundation/time/duration.ts';
import { type WallTime, wallAt } from '../../../maintenance/foundation/time/wall-time.ts';
import type { ZoneOffset } from '../../../maintenance/foundation/time/zone.ts';
import { type CronFields, inMask } from '../../../maintenance/schedule/cron/cron-fields.ts';
import type { Job } from '../../../maintenance/schedule/schedule.ts';
import { daysAhead, daysFrom, eitherOf, rewrite, weekdayNames, writtenFields } from './cron-days.ts';
import { advised, type CronLint, type Suggestion } from './cron-lint.ts';
import { type EitherDays, lintEitherDays } from './either-days.ts';
import { lintUnevenSteps } from './uneven-steps.ts';

/** What is looked at of a job. */
type Timed = Pick<Job, 'name' | 'cron' | 'enabled' | 'timezone'>;

/** Crons that are legal and hardly mean what they say, each with what it says, in figures, and what was probably meant. */
export function lintCrons(
  { jobs }: { readonly jobs: readonly Timed[] },
  now: number,
  zoneOffset: ZoneOffset,
): Finding[] {
  const daysOf = new Map<string, readonly WallDay[]>();
  const eitherDays = new Map<string, EitherDays>();
  const firstDays = new Map<string, EpochDay | undefined>();
  return jobs.flatMap((job) => {
    const { name, cron, enabled, timezone } = job;
    if (!cron || !enabled) return [];
    const wall = wallAt(timezone, now, zoneOffset);
    const today = Math.floor(wall / dayMs);
    const known = daysOf.get(timezone) ?? daysFrom(today);
    daysOf.set(timezone, known);
    const days = isOverFor(cron, wall) ? known.slice(1) : known.slice(0, -1);
    return [
      ...lintEitherDays(cron, days, eitherDays),
      ...lintUnevenSteps(cron),
      ...lintEveryMinute(cron),
      ...lintForeignWeekdays(cron),
      ...lintShortMonths(cron),
      ...lintFarAway(cron, days, today, firstDays),
    ].map(({ code, found, expected }) => advice(['jobs', name, 'cron'], code, found, expected));
  });
}

/** Whether the first fire of a day would be behind a time of it. */
function isOverFor({ hourMask, minutes }: CronFields, wall: WallTime): boolean {
  const firstHour = 31 - Math.clz32(hourMask & -hourMask);
  return firstHour * hourMs + (minutes[0] ?? 0) * minuteMs < wall % dayMs;
}

/** Fires closer than this are a star or a step in the wrong field: what jobs do takes longer. */
const leastApart = 5;

function lintEveryMinute(cron: CronFields): readonly CronLint[] {
  const { minutes, everyHour } = cron;
  const gaps = minutes.slice(1).map((minute, index) => minute - (minutes[index] ?? 0));
  const least = Math.min(...gaps);
  if (least >= leastApart) return [];
  const { hour } = writtenFields(cron);
  const found = `fires ${minutes.length} times in ${everyHour ? 'every hour' : `hour ${hour}`}, ${least} ${least === 1 ? 'minute' : 'minutes'} apart`;
  const once = { text: rewrite(cron, { minute: `${minutes[0]}` }), why: 'for once an hour' };
  return [{ code: 'cron.every-minute', found, expected: advised([once], '') }];
}

/** A ? is Quartz's, and its weekdays are counted from Sunday = 1: 2-6 is MON-FRI there. */
function lintForeignWeekdays(cron: CronFields): readonly CronLint[] {
  const { day, weekday } = writtenFields(cron);
  if (day !== '?' || !/^[0-7](?:[-,][0-7])*$/.test(weekday)) return [];
  // Quartz has no 0: whoever writes one counts as here.
  if (weekday.includes('0')) return [];
  const [here, there] = [namedFrom(weekday, 0), namedFrom(weekday, 1)];
  const suggestions = [
    { text: rewrite(cron, { weekday: here }), why: 'for what it means here' },
    { text: rewrite(cron, { weekday: there }), why: 'for what it means in Quartz' },
  ];
  const found = `weekday ${weekday} is ${here} here and ${there} in Quartz, whose ? stands beside it`;
  return [{ code: 'cron.weekday', found, expected: advised(suggestions, '') }];
}

/** Numbers of weekdays as names, counted from Sunday as 0 or 1; a range that would run over Saturday as a list. */
function namedFrom(weekday: string, sunday: 0 | 1): string {
  const nameOf = (digit: string | number) => weekdayNames[(Number(digit) - sunday + 7) % 7] ?? '';
  return weekday
    .split(',')
    .map((item) => {
      const [from = '', to = from] = item.split('-');
      const days = Array.from({ length: Number(to) - Number(from) + 1 }, (_, more) => Number(from) + more);
      const runsOver = days.some((day) => (day - sunday) % 7 === 6) && nameOf(to) !== 'SAT';
      return from === to
        ? nameOf(from)
        : runsOver
          ? days.map(nameOf).join()
          : `${nameOf(from)}-${nameOf(to)}`;
    })
    .join();
}

/** The last day of a month written as a number, which short months do not have; or as all that may be the last. */
function lintShortMonths(cron: CronFields): readonly CronLint[] {
  if (!cron.dayRestricted || cron.weekdayRestricted || cron.lastDay) return [];
  const { day } = writtenFields(cron);
  const [, from = '', to] = /^(28|29|30|31)(?:[-,](?:29,|30,|29,30,)?(30|31))?$/.exec(day) ?? [];
  const months = monthLengths.filter((_, index) => inMask(cron.monthMask, index + 1));
  const without = months.filter((length) => length < Number(from)).length;
  const last = { text: rewrite(cron, { day: 'L' }), why: 'for the last day of each month' };
  const expected = advised([last], '');
  if (to !== undefined) {
    const found = `day ${day} is up to ${Number(to) - Number(from) + 1} days of a month, not its last one`;
    return [{ code: 'cron.short-months', found, expected }];
  }
  if (without === 0 || months.length === without) return [];
  const found = `day ${day} comes in ${months.length - without} of ${months.length} months${day === '29' ? ', and in February of leap years' : ''}`;
  return [{ code: 'cron.short-months', found, expected }];
}

const monthLengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Any day that comes at all comes within 40 years. */
const farthestDays = 40 * 366;

/** A first fire that nobody waits for: 29 February, or a fifth Monday in it. */
function lintFarAway(
  cron: CronFields,
  days: readonly WallDay[],
  today: EpochDay,
  known: Map<string, EpochDay | undefined>,
): readonly CronLint[] {
  if (days.some(eitherOf(cron))) return [];
  const { day, month, weekday } = writtenFields(cron);
  const key = `${day} ${month} ${weekday} ${today}`;
  if (!known.has(key)) known.set(key, firstDay(cron, today + daysAhead));
  const first = known.get(key);
  if (first === undefined)
    return [
      { code: 'cron.rare', found: 'comes on no day of the next 40 years', expected: 'a day that comes' },
    ];
  const years = Math.floor((first - today) / 365.25);
  const when =
    years === 0 ? `in ${first - today} days` : `in ${years} ${years === 1 ? 'year' : 'years'} and more`;
  const found = `comes first on ${writeEpochDay(first)}, ${when}, and on none of the next ${daysAhead} days`;
  return [{ code: 'cron.rare', found, expected: advised(oftener(cron), 'a day that comes every year') }];
}

function firstDay(cron: CronFields, from: EpochDay): EpochDay | undefined {
  const takes = eitherOf(cron);
  for (let day = from; day < from + farthestDays; day += 1) if (takes(wallDay(day))) return day;
  return undefined;
}

function oftener(cron: CronFields): readonly Suggestion[] {
  const { weekday, day } = writtenFields(cron);
  const [, fifth] = /^([A-Z0-9]+)#5$/i.exec(weekday) ?? [];
  if (fifth !== undefined && !cron.dayRestricted)
    return [{ text: rewrite(cron, { weekday: `${fifth}L` }), why: 'for the last one of the month' }];
  return day === '29' && !cron.weekdayRestricted
    ? [{ text: rewrite(cron, { day: 'L' }), why: 'for the last day of the month' }]
    : [];
}
