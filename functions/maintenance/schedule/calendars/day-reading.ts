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
