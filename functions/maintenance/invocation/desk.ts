import type { Clock } from '../foundation/clock.ts';
import type { ZoneOffset } from '../foundation/time/zone.ts';
import type { Records } from '../journal/records.ts';
import type { Channel } from '../notify/channel.ts';
import type { Backups } from '../run/backups.ts';
import type { Fleet } from '../run/fleet.ts';
import type { Calendars } from '../schedule/calendars/build-calendars.ts';
import type { Schedule } from '../schedule/schedule.ts';
import type { Invocation } from './invocation.ts';
import type { Log } from './log.ts';
import type { PlanMemory } from './plan-memory.ts';

/** The two ports to DCS, over the same clients. */
export type Dcs = { readonly fleet: Fleet; readonly backups: Backups };

/** What an invocation has to work with once the schedule is loaded. */
export type Desk = {
  readonly invocation: Invocation;
  readonly log: Log;
  readonly schedule: Schedule;
  /** Warnings about the schedule, a line each. */
  readonly warnings: readonly string[];
  readonly clock: Clock;
  readonly zoneOffset: ZoneOffset;
  readonly calendars: () => Promise<Calendars>;
  /** Made when first needed: an idle tick needs no credentials. Rejects with `CodedError` without an agency. */
  readonly dcs: () => Promise<Dcs>;
  readonly plans: PlanMemory;
  /** The name of this invocation in leases. */
  readonly by: string;
  /** Opened when first needed: without a durable journal they are this warm instance's own. */
  readonly records: () => Promise<Records>;
  /** Asks for a fresh invocation that goes on with a run; false where the schedule has no hand-over, or it failed. */
  readonly handOver: (run: string) => Promise<boolean>;
  readonly channels: (names: readonly string[]) => Promise<readonly Channel[]>;
};
