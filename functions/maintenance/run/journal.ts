import type { RunEvent } from './event.ts';

/** The events of a run so far, and the position an append must name to be the next. */
export type JournalRead = {
  readonly events: readonly RunEvent[];
  readonly position: number;
  /** How many appends the record is made of: a store may take only so many. */
  readonly appends: number;
};

/** Port to the append-only record of runs. */
export interface Journal {
  /** The whole record of a run; no events, position 0 and no appends when there is none. */
  read(run: string): Promise<JournalRead>;
  /**
   * Appends if the record still ends at `position` and answers the next position; `undefined` when somebody
   * else appended first, and then nothing was written.
   */
  append(run: string, position: number, events: readonly RunEvent[]): Promise<number | undefined>;
}
