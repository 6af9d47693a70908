import type { EpochDay } from '../../foundation/time/day.ts';

/** What a calendar says of a day. */
export type DayReading =
  | { readonly is: 'in'; readonly reason: string }
  | { readonly is: 'out' }
  | {
      readonly is: 'unknown';
      /** Which data is lacking: a year of China's holidays, or an iCalendar file that cannot be read. */
      readonly code: 'calendar.year-missing' | 'calendar.unreadable';
      readonly reason: string;
    };

/** A day that is none of the calendar's. */
export const outside: DayReading = { is: 'out' };

/** That there is no day any more, and which was the last; `undefined` where there never was one. */
export type CalendarEnd = { readonly last: EpochDay | undefined };

/** What can tell the days of one entry of a calendar, as the clocks of a zone have them. */
export type DaySource = {
  read(day: EpochDay, zone: string): DayReading;
  /** Its end where it has no day from one on; `undefined` where it has, or that is not known. */
  endBefore(day: EpochDay, zone: string): CalendarEnd | undefined;
};
