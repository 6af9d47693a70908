import type { ChannelSettings } from './channels/channel-settings.ts';
import type { CronFields } from './cron/cron-fields.ts';
import type {
  CalendarEntry,
  HandOverSettings,
  JobSettings,
  JournalSettings,
  Override,
  Region,
} from './schema.ts';

/** A job of the schedule, its cron read and its zone decided. */
export type Job = Omit<JobSettings, 'cron' | 'timezone'> & {
  readonly name: string;
  /** The IANA zone of the job: its own, or the schedule's. */
  readonly timezone: string;
  /** When it runs by itself again and again. With `at` it does once, and with neither it is only run by hand. */
  readonly cron: CronFields | undefined;
};

/** The schedule after everything in it was checked; strings may still hold `${NAME}` references. */
export type Schedule = {
  readonly timezone: string;
  readonly tickMs: number;
  /** Without one, a run is known to one warm instance of the function only. */
  readonly journal?: JournalSettings | undefined;
  /** Without one, what is not done in time waits for the next tick. */
  readonly handOver?: HandOverSettings | undefined;
  readonly regions: Readonly<Record<string, Region>>;
  readonly notify: Readonly<Record<string, ChannelSettings>>;
  readonly calendars: Readonly<Record<string, readonly CalendarEntry[]>>;
  readonly overrides: readonly Override[];
  readonly jobs: readonly Job[];
};
