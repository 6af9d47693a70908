import type { Clock } from '../../../functions/maintenance/foundation/clock.ts';
import type { Invocation } from '../../../functions/maintenance/invocation/invocation.ts';
import { createPlanMemory } from '../../../functions/maintenance/invocation/plan-memory.ts';
import { createMemoryRecords } from '../../../functions/maintenance/journal/memory-records.ts';
import type { Channel, Delivery, Notice } from '../../../functions/maintenance/notify/channel.ts';
import type { Fleet } from '../../../functions/maintenance/run/fleet.ts';
import type { Records } from '../../../functions/maintenance/run/journal.ts';
import { agencyCredentials } from '../../../functions/maintenance/runtime/function-context.ts';
import { createLog } from '../../../functions/maintenance/runtime/log.ts';
import { zoneOffset } from '../../../functions/maintenance/runtime/zone-offset.ts';
import { buildCalendars } from '../../../functions/maintenance/schedule/calendars/build-calendars.ts';
import type { Fault } from '../../../functions/minicloud/dcs/dcs-fault.ts';
import { createDcsService, type DcsService } from '../../../functions/minicloud/dcs/dcs-service.ts';
import type { InstanceSeed } from '../../../functions/minicloud/dcs/instance-seed.ts';
import { createMemoryMetrics } from '../../minicloud/ces/memory-metrics.ts';
import { createMemoryBackups } from '../../minicloud/dcs/memory-backups.ts';
import { createMemoryFleet } from '../../minicloud/dcs/memory-fleet.ts';
import { startAt } from '../run/night.ts';
import { createVirtualTime } from '../run/virtual-clock.ts';
import { type WrittenMetrics, writtenMetrics } from '../run/written-metrics.ts';
import { scheduleOf } from '../runtime/schedule-fixture.ts';

/** What a process of the function is like: the schedule, the instances it is about, and how telling goes. */
export type ProcessOptions = {
  /** The jobs and whatever else follows the regions and channels, in YAML. */
  readonly yaml: string;
  readonly instances: readonly InstanceSeed[];
  /** What goes wrong in DCS. */
  readonly faults?: readonly Fault[];
  /** How the channels of these names answer; `delivered` otherwise. */
  readonly answers?: Readonly<Record<string, Delivery['status']>>;
  readonly agency?: boolean;
  readonly remainingMs?: number;
  /** Stands between the invocations and the instances. */
  readonly throughFleet?: (fleet: Fleet) => Fleet;
  /** What is measured of the instances, where that is not what the local cloud has. */
  readonly measured?: Omit<WrittenMetrics, 'clock'>;
};

/** What a channel was told, and until when it was given time. */
export type Told = { readonly channel: string; readonly notice: Notice; readonly deadline: number };

/** One process of the function: what outlives an invocation, and what each has in its hands. */
export type WarmProcess = {
  readonly dcs: DcsService;
  readonly told: readonly Told[];
  readonly lines: readonly string[];
  readonly clock: Clock;
  readonly records: Records;
  /** Runs for which a fresh invocation was asked. */
  readonly handedOver: readonly string[];
  invocation(requestId?: string): Invocation;
};

/** Starts the process at 03:30 in Shanghai, in virtual time. */
export function warmProcess(options: ProcessOptions): WarmProcess {
  const { yaml, instances, faults = [], answers = {}, agency = true, remainingMs = 40_000_000 } = options;
  const { cloud, clock } = createVirtualTime(startAt);
  const schedule = scheduleOf(yaml);
  const projects = Object.fromEntries(
    Object.values(schedule.regions).map(({ region, projectId }) => [region, projectId]),
  );
  const dcs = createDcsService({ clock: cloud, projects, instances, faults });
  const fleet = createMemoryFleet({ dcs, regions: schedule.regions, clock });
  const plans = createPlanMemory();
  const backups = createMemoryBackups({ dcs, regions: schedule.regions, clock });
  const metrics = options.measured
    ? writtenMetrics({ clock, ...options.measured })
    : createMemoryMetrics({ dcs, regions: schedule.regions, clock });
  const records = createMemoryRecords();
  const handedOver: string[] = [];
  let invocations = 0;
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
    dcs,
    told,
    lines,
    clock,
    records,
    handedOver,
    invocation(requestId = 'r-1') {
      const credentials = () => (agency ? { accessKey: 'AK', secretKey: 'SK' } : undefined);
      const log = createLog(requestId, { now: clock.now, print: (line) => lines.push(line) });
      return {
        requestId,
        by: `${requestId}/${++invocations}`,
        remainingMs: () => remainingMs,
        log,
        schedule,
        warnings: ['a warning'],
        clock,
        zoneOffset,
        plans,
        ...records,
        fleet: options.throughFleet?.(fleet) ?? fleet,
        backups,
        metrics,
        ready: async () => void agencyCredentials({ credentials, log }),
        handOver: async (run) => {
          handedOver.push(run);
          return true;
        },
        calendars: () => buildCalendars(schedule, {}, zoneOffset),
        channels: async (names) => names.map(channelOf),
      };
    },
  };
}
