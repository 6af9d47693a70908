import type { Clock } from '../foundation/clock.ts';
import type { Backups, Fleet } from './fleet.ts';
import type { Journal } from './journal.ts';
import type { Metrics } from './metrics.ts';

/** What a run needs of the world. */
export type Ports = {
  readonly fleet: Fleet;
  readonly backups: Backups;
  readonly metrics: Metrics;
  readonly journal: Journal;
  readonly clock: Clock;
};

/** Port to the platform that runs us. */
export interface Invoker {
  /**
   * Asks for a fresh asynchronous invocation of this function with an event, which begins when the platform has room.
   * Throws `CallError`; after an `ambiguous` one it may come all the same.
   */
  invoke(event: Readonly<Record<string, unknown>>): Promise<void>;
}
