import type { Clock } from '../foundation/clock.ts';
import type { Backups } from './backups.ts';
import type { Fleet } from './fleet.ts';
import type { Journal } from './journal.ts';

/** What a run needs of the world. */
export type Ports = {
  readonly fleet: Fleet;
  readonly backups: Backups;
  readonly journal: Journal;
  readonly clock: Clock;
};
