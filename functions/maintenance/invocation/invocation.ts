import type { ZoneOffset } from '../foundation/time/zone.ts';
import type { Channel } from '../notify/channel.ts';
import type { Register } from '../run/journal.ts';
import type { Ports } from '../run/ports.ts';
import type { Calendars } from '../schedule/calendars/build-calendars.ts';
import type { Schedule } from '../schedule/schedule.ts';
import type { Redact } from '../secrets/redact.ts';
import type { PlanMemory } from './plan-memory.ts';

/**
 * What one invocation of the function has in its hands. It is made once, and its ports are opened when they are first
 * used: an idle tick uses next to none. A function that needs less says so by the type of its parameter (`Pick`).
 */
export type Invocation = Ports & {
  /** The same in the platform's logs, and on every retry of an asynchronous invocation. */
  readonly requestId: string;
  /** The name of this invocation in leases; a retry of it is another one. */
  readonly by: string;
  /** Milliseconds until the platform kills the function. */
  readonly remainingMs: () => number;
  readonly log: Log;
  readonly schedule: Schedule;
  /** Warnings about the schedule, a line each. */
  readonly warnings: readonly string[];
  readonly zoneOffset: ZoneOffset;
  readonly calendars: () => Promise<Calendars>;
  /** Journal and register outlive this process where the schedule has a journal, and are its own where not. */
  readonly register: Register;
  readonly plans: PlanMemory;
  /**
   * Opens what runs are carried out with, before any is begun. Rejects with `CodedError` without an agency: a fleet
   * that is opened only by its first call would fail in the middle of a run.
   */
  readonly ready: () => Promise<void>;
  readonly channels: (names: readonly string[]) => Promise<readonly Channel[]>;
  /** Asks for a fresh invocation that goes on with a run; false where the schedule has no hand-over, or it failed. */
  readonly handOver: (run: string) => Promise<boolean>;
};

/** How loud a line of the log is. */
type Level = 'info' | 'warn' | 'error';

/** Port to the function's log: one JSON line per event. */
export interface Log {
  write(level: Level, message: string, fields?: Readonly<Record<string, unknown>>): void;
  /** A line to stand before the first one, should there be any. */
  begin(message: string, fields: Readonly<Record<string, unknown>>): void;
  /** Whether anything was written. */
  readonly spoken: boolean;
  /** From now on these values are replaced in every line, whatever field they are in. */
  hide(secrets: readonly string[]): void;
  /** The redaction as it is at the moment of the call. */
  readonly redact: Redact;
}
