/** A day of the calendar, without a zone. */
export type CalendarDay = { readonly year: number; readonly month: number; readonly day: number };

/** Reads `2026-11-10`; `undefined` when there is no such day. */
export function calendarDay(text: string): CalendarDay | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!match) return undefined;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? { year, month, day } : undefined;
}
