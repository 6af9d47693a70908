import type { Clock } from '../../../functions/maintenance/foundation/clock.ts';
import type { Desk } from '../../../functions/maintenance/invocation/desk.ts';
import { createLog } from '../../../functions/maintenance/invocation/log.ts';
import { createPlanMemory } from '../../../functions/maintenance/invocation/plan-memory.ts';
import { createMemoryRecords, type Records } from '../../../functions/maintenance/journal/memory-records.ts';
import type { Channel, Delivery, Notice } from '../../../functions/maintenance/notify/channel.ts';
import type { Fleet } from '../../../functions/maintenance/run/fleet.ts';
import { adaptContext } from '../../../functions/maintenance/runtime/function-context.ts';
import { requireCredentials } from '../../../functions/maintenance/runtime/require-credentials.ts';
import { zoneOffset } from '../../../functions/maintenance/runtime/zone-offset.ts';
import { buildCalendars } from '../../../functions/maintenance/schedule/calendars/build-calendars.ts';
import type { InstanceSeed } from '../../../functions/minicloud/dcs/instance-seed.ts';
import { createWorld, type World } from '../../../functions/minicloud/dcs/world.ts';
import { createMemoryBackups } from '../../minicloud/dcs/memory-backups.ts';
import { createMemoryFleet } from '../../minicloud/dcs/memory-fleet.ts';
import { startAt } from '../run/night.ts';
import { createVirtualTime } from '../run/virtual-clock.ts';
import { scheduleOf } from './schedule-fixture.ts';

/** What is on the desks of one process: the schedule, the world it is about, and how telling goes. */
export type OfficeOptions = {
  /** The jobs and whatever else follows the regions and channels, in YAML. */
  readonly yaml: string;
  readonly instances: readonly InstanceSeed[];
  /** How the channels of these names answer; `delivered` otherwise. */
  readonly answers?: Readonly<Record<string, Delivery['status']>>;
  readonly agency?: boolean;
  readonly remainingMs?: number;
  /** Records outlive the process, as with a journal in a bucket. */
  readonly durable?: boolean;
  /** Stands between the desk and the world. */
  readonly throughFleet?: (fleet: Fleet) => Fleet;
};

/** What a channel was told, and until when it was given time. */
export type Told = { readonly channel: string; readonly notice: Notice; readonly deadline: number };

/** One process of the function: what outlives an invocation, and a desk for each. */
export type Office = {
  readonly world: World;
  readonly told: readonly Told[];
  readonly lines: readonly string[];
  readonly clock: Clock;
  readonly records: Records;
  /** Runs for which a fresh invocation was asked. */
  readonly handedOver: readonly string[];
  desk(requestId?: string): Desk;
};

/** Opens the office at 03:30 in Shanghai, in virtual time. */
export function openOffice(options: OfficeOptions): Office {
  const { yaml, instances, answers = {}, agency = true, remainingMs = 40_000_000, durable = false } = options;
  const { cloud, clock } = createVirtualTime(startAt);
  const schedule = scheduleOf(yaml);
  const projects = Object.fromEntries(
    Object.values(schedule.regions).map(({ region, projectId }) => [region, projectId]),
  );
  const world = createWorld({ clock: cloud, projects, instances });
  const fleet = createMemoryFleet({ world, regions: schedule.regions, clock });
  const plans = createPlanMemory();
  const backups = createMemoryBackups({ world, regions: schedule.regions, clock });
  const records = createMemoryRecords();
  const handedOver: string[] = [];
  let desks = 0;
  const told: Told[] = [];
  const lines: string[] = [];
  const channelOf = (name: string): Channel => ({
    name,
    async tell(notice, deadline) {
      told.push({ channel: name, notice, deadline });
      return { channel: name, status: answers[name] ?? 'delivered', attempts: 1, reason: 'so it was told' };
    },
  });
  return {
    world,
    told,
    lines,
    clock,
    records,
    handedOver,
    desk(requestId = 'r-1') {
      const invocation = adaptContext(
        {
          getRequestID: () => requestId,
          getRemainingTimeInMilliSeconds: () => remainingMs,
          getSecurityAccessKey: () => (agency ? 'AK' : ''),
          getSecuritySecretKey: () => (agency ? 'SK' : ''),
        },
        clock.now,
      );
      return {
        invocation,
        log: createLog(requestId, { now: clock.now, print: (line) => lines.push(line) }),
        schedule,
        warnings: ['a warning'],
        clock,
        zoneOffset,
        plans,
        by: `${requestId}/${++desks}`,
        records: async () => ({ ...records, durable }),
        handOver: async (run) => {
          handedOver.push(run);
          return true;
        },
        calendars: () => buildCalendars(schedule, {}, zoneOffset),
        dcs: async () => {
          requireCredentials(invocation);
          return { fleet: options.throughFleet?.(fleet) ?? fleet, backups };
        },
        channels: async (names) => names.map(channelOf),
      };
    },
  };
}
