import type { Store } from '../../functions/maintenance/journal/store.ts';
import type { Channel } from '../../functions/maintenance/notify/channel.ts';
import type { Backups, Fleet } from '../../functions/maintenance/run/fleet.ts';
import type { Journal, Records, Register } from '../../functions/maintenance/run/journal.ts';
import type { Metrics } from '../../functions/maintenance/run/metrics.ts';
import type { MeasuringTemper } from './measured.ts';

/** A job as it stands in the schedule. */
export type WrittenJob = Readonly<Record<string, unknown>>;

/**
 * A mistake that the code might have, made by standing between it and its ports, or by giving it another schedule
 * than the one it is judged by.
 */
export type DeliberateBug = {
  readonly name: string;
  /** The seed of a night that showed it, to be tried before all others. */
  readonly shownBy: number;
  readonly job?: (job: WrittenJob) => WrittenJob;
  readonly overrides?: 'ignored';
  readonly fleet?: (fleet: Fleet) => Fleet;
  readonly backups?: (backups: Backups) => Backups;
  /** Of one process. */
  readonly metrics?: (metrics: Metrics, night: MeasuringTemper) => Metrics;
  readonly store?: (store: Store) => Store;
  readonly journal?: (journal: Journal) => Journal;
  readonly register?: (register: Register) => Register;
  /** Of one process. */
  readonly records?: (records: Records) => Records;
  readonly channel?: (channel: Channel, by: string) => Channel;
};
