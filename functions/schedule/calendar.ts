import type { Job, Schedule } from './schedule.ts';
import type { CalendarEntry } from './schema.ts';

/** A day of the calendar, without a zone. */
export type CalendarDay = { readonly year: number; readonly month: number; readonly day: number };

/** Why a fire does not run, for machines and for people. */
export type SkipReason = { readonly code: 'override' | 'calendar'; readonly reason: string };

/** An entry that holds its days itself. */
export type WrittenDays = Extract<CalendarEntry, { readonly reason: string }>;

/** Reads `2026-11-10`; `undefined` when there is no such day. */
export function calendarDay(text: string): CalendarDay | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!match) return undefined;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? { year, month, day } : undefined;
}

/** Whether a day is the entry's day or in its span, both ends included. */
export function dayIsIn(entry: WrittenDays, day: CalendarDay): boolean {
  const written = writtenDay(day);
  return 'date' in entry ? written === entry.date : entry.from <= written && written <= entry.to;
}

/**
 * Why a job does not run on a day of its own zone; `undefined` when it does. An override holds for the days
 * before its `until`, which is the first day the job runs again. It comes before the calendars: it names a person.
 */
export function skipReason(job: Job, day: CalendarDay, schedule: Schedule): SkipReason | undefined {
  const written = writtenDay(day);
  for (const override of schedule.overrides) {
    if (override.job !== job.name || written >= override.until) continue;
    const { by, until, reason } = override;
    return { code: 'override', reason: `${told[override.kind]} by ${by} until ${until}: ${reason}` };
  }
  for (const name of job.skipOn) {
    for (const entry of schedule.calendars[name] ?? []) {
      // What is not read yet counts as a day on which nothing runs.
      if (!('reason' in entry)) return { code: 'calendar', reason: `calendar ${name} is not read yet` };
      if (dayIsIn(entry, day)) return { code: 'calendar', reason: `calendar ${name}: ${entry.reason}` };
    }
  }
  return undefined;
}

const told = { skip: 'skipped', pause: 'paused', move: 'moved' } as const;

/** `2026-11-10`: with every part padded, the order of the texts is the order of the days. */
function writtenDay({ year, month, day }: CalendarDay): string {
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}
