import { type EpochDay, type WallDay, wallDay } from '../../../maintenance/foundation/time/day.ts';
import { type CronFields, matchesDay } from '../../../maintenance/schedule/cron/cron-fields.ts';
import { parseCron } from '../../../maintenance/schedule/cron/parse-cron.ts';

/** How many days ahead lints count, and how soon a job is expected to come at all. */
export const daysAhead = 400;

/** A day and those after it, as many as lints look ahead: whether it counts itself depends on the time of day. */
export function daysFrom(today: EpochDay): readonly WallDay[] {
  return Array.from({ length: daysAhead + 1 }, (_, index) => wallDay(today + index));
}

/** Says of a day whether a cron takes it. */
export type DayRule = (day: WallDay) => boolean;

/** What the month, day and weekday fields say together, as jobs go by it: of two that restrict, either is enough. */
export function eitherOf(cron: CronFields): DayRule {
  return (day) => matchesDay(cron, day);
}

/** What the two day fields would say if both had to hold, as they must in some other crons. */
export function bothOf(cron: CronFields): DayRule {
  const [day, weekday] = [ofDay(cron), ofWeekday(cron)];
  return (each) => day(each) && weekday(each);
}

/** What the month and the day field say. */
export function ofDay(cron: CronFields): DayRule {
  return eitherOf({ ...cron, weekdayRestricted: false });
}

/** What the month and the weekday field say. */
export function ofWeekday(cron: CronFields): DayRule {
  return eitherOf({ ...cron, dayRestricted: false, weekdayRestricted: true });
}

/** Whether two rules take the same days, whatever the year. */
export function sameDays(one: DayRule, other: DayRule): boolean {
  return everyKindOfDay.every((day) => one(day) === other(day));
}

/** Each day of each month, however long it is, on each day of the week. */
const everyKindOfDay: readonly WallDay[] = [
  [31],
  [28, 29],
  [31],
  [30],
  [31],
  [30],
  [31],
  [31],
  [30],
  [31],
  [30],
  [31],
]
  .flatMap((lengths, index) => lengths.map((daysInMonth) => ({ year: 2000, month: index + 1, daysInMonth })))
  .flatMap((month) =>
    Array.from({ length: month.daysInMonth * 7 }, (_, index) => ({
      ...month,
      day: Math.floor(index / 7) + 1,
      weekday: index % 7,
    })),
  );

/** The five fields of an expression as they are written. */
export type WrittenFields = {
  readonly minute: string;
  readonly hour: string;
  readonly day: string;
  readonly month: string;
  readonly weekday: string;
};

/** Takes an expression apart. */
export function writtenFields({ text }: CronFields): WrittenFields {
  const [minute = '', hour = '', day = '', month = '', weekday = ''] = text.trim().split(/\s+/);
  return { minute, hour, day, month, weekday };
}

/** An expression with some of its fields written anew. */
export function rewrite(cron: CronFields, fields: Partial<WrittenFields>): string {
  const { minute, hour, day, month, weekday } = { ...writtenFields(cron), ...fields };
  return [minute, hour, day, month, weekday].join(' ');
}

/** An expression read; `undefined` where it is none. */
export function readCron(text: string): CronFields | undefined {
  const parsed = parseCron(text);
  return parsed.ok ? parsed.fields : undefined;
}

/** The names of weekdays, from Sunday = 0. */
export const weekdayNames = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'] as const;
