import { planTask } from '../../../functions/maintenance/invocation/plan-task.ts';
import { createMemoryJournal } from '../../../functions/maintenance/journal/memory-records.ts';
import { rowsOf } from '../../../functions/maintenance/report/summarize.ts';
import type { SummaryInstance } from '../../../functions/maintenance/report/summary.ts';
import type { Limits } from '../../../functions/maintenance/run/command.ts';
import { drive } from '../../../functions/maintenance/run/driver.ts';
import { openRun } from '../../../functions/maintenance/run/open-run.ts';
import type { RunState } from '../../../functions/maintenance/run/state.ts';
import { zoneOffset } from '../../../functions/maintenance/runtime/zone-offset.ts';
import type { Job } from '../../../functions/maintenance/schedule/schedule.ts';
import { job as jobSchema } from '../../../functions/maintenance/schedule/schema.ts';
import type { Fault } from '../../../functions/minicloud/dcs/dcs-fault.ts';
import type { DcsKnobs } from '../../../functions/minicloud/dcs/dcs-knobs.ts';
import { createDcsService, type DcsService } from '../../../functions/minicloud/dcs/dcs-service.ts';
import type { InstanceSeed } from '../../../functions/minicloud/dcs/instance-seed.ts';
import type { AuditEntry } from '../../../functions/minicloud/foundation/audit-entry.ts';
import { createMemoryMetrics } from '../../minicloud/ces/memory-metrics.ts';
import { createMemoryBackups } from '../../minicloud/dcs/memory-backups.ts';
import { createMemoryFleet } from '../../minicloud/dcs/memory-fleet.ts';
import { createVirtualTime } from './virtual-clock.ts';
import { type WrittenMetrics, writtenMetrics } from './written-metrics.ts';

/** 2026-11-23 03:30 in Shanghai. */
export const startAt = Date.parse('2026-11-22T19:30:00Z');

/** The regions of every night: their names in the schedule, and what the cloud knows them by. */
const regions = {
  beijing: { region: 'cn-north-4', projectId: '0123456789abcdef0123456789abcdef' },
  shanghai: { region: 'cn-east-3', projectId: 'fedcba9876543210fedcba9876543210' },
};

/** What a night is like; the job is written as in the schedule. */
export type NightOptions = {
  readonly job?: Readonly<Record<string, unknown>>;
  readonly instances: readonly InstanceSeed[];
  readonly faults?: readonly Fault[];
  readonly knobs?: Partial<DcsKnobs>;
  /** How long the function may act, in seconds from the start. */
  readonly seconds?: { readonly start: number; readonly act: number };
  readonly windowSeconds?: number;
  readonly prepare?: (dcs: DcsService) => void;
  /** What is measured of the instances, where that is not what the local cloud has. */
  readonly measured?: Omit<WrittenMetrics, 'clock'>;
};

/** What came of it: the run's own claims, and the cloud's. */
export type Night = {
  readonly rows: ReadonlyMap<string, SummaryInstance>;
  readonly state: RunState;
  readonly audit: readonly AuditEntry[];
  readonly dcs: DcsService;
  /** Calls that reached the cloud, by operation. */
  readonly calls: Readonly<Record<string, number>>;
  readonly seconds: number;
};

/** The job of a night: a soft restart of everything in Beijing, unless it says otherwise. */
export function jobOf(settings: Readonly<Record<string, unknown>> = {}): Job {
  const written = { action: 'soft_restart', targets: { region: 'beijing', names: ['*'] }, ...settings };
  return { ...jobSchema.parse(written), name: 'nightly', timezone: 'Asia/Shanghai', cron: undefined };
}

/** Runs a job over a fleet in virtual time, from the plan to the end of the run. */
export async function runNight(options: NightOptions): Promise<Night> {
  const { cloud, clock } = createVirtualTime(startAt);
  const projects = Object.fromEntries(
    Object.values(regions).map(({ region, projectId }) => [region, projectId]),
  );
  const dcs = createDcsService({
    clock: cloud,
    projects,
    instances: options.instances,
    ...(options.faults && { faults: options.faults }),
    ...(options.knobs && { knobs: options.knobs }),
  });
  options.prepare?.(dcs);
  const fleet = createMemoryFleet({ dcs, regions, clock });
  const backups = createMemoryBackups({ dcs, regions, clock });
  const metrics = options.measured
    ? writtenMetrics({ clock, ...options.measured })
    : createMemoryMetrics({ dcs, regions, clock });
  const journal = createMemoryJournal();
  const job = jobOf(options.job);
  const windowEnd = options.windowSeconds === undefined ? null : startAt + options.windowSeconds * 1_000;
  const opened = await openRun(
    {
      run: 'nightly@2026-11-23T03:30:00+08:00',
      scheduledFor: startAt,
      about: { timezone: 'Asia/Shanghai', notify: [], notes: [] },
      plan: () =>
        planTask({ job, windowEnd }, fleet, {
          now: clock.now(),
          zoneOffset,
          judging: { metrics, clock },
        }),
    },
    { journal, clock, by: 'night' },
  );
  if (opened.kind !== 'mine') throw new Error('the run could not be opened');
  const { start, act } = options.seconds ?? { start: 40_000, act: 43_200 };
  const limits: Limits = { startUntil: startAt + start * 1_000, actUntil: startAt + act * 1_000 };
  const driving = { by: 'night', limits, leaving: undefined };
  const { state } = (await drive(opened, driving, { fleet, backups, metrics, journal, clock })).open;
  const audit = dcs.log.entries();
  const calls: Record<string, number> = {};
  for (const entry of audit)
    if (entry.kind === 'call') calls[entry.operation ?? 'none'] = (calls[entry.operation ?? 'none'] ?? 0) + 1;
  return {
    rows: new Map(rowsOf(state, (instant) => new Date(instant).toISOString()).map((row) => [row.name, row])),
    state,
    audit,
    dcs,
    calls,
    seconds: (clock.now() - startAt) / 1_000,
  };
}

/** How its instances ended: `succeeded flushed`. */
export function endsOf({ rows }: Night): string[] {
  return [...rows.values()].map(({ outcome, code }) => `${outcome} ${code}`);
}

/** `count` healthy instances named `<prefix>-1`, `<prefix>-2`, … */
export function fleetOf(count: number, seed: Partial<InstanceSeed> = {}, prefix = 'cache'): InstanceSeed[] {
  const width = String(count).length;
  return Array.from({ length: count }, (_, index) => ({
    name: `${prefix}-${String(index + 1).padStart(width, '0')}`,
    ...seed,
  }));
}
