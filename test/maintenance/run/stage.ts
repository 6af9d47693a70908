import type { Clock } from '../../../functions/maintenance/foundation/clock.ts';
import { planTask } from '../../../functions/maintenance/invocation/plan-task.ts';
import { createMemoryJournal } from '../../../functions/maintenance/journal/memory-records.ts';
import type { Limits } from '../../../functions/maintenance/run/command.ts';
import { type DriveResult, type Driving, drive } from '../../../functions/maintenance/run/driver.ts';
import { type Opening, openRun } from '../../../functions/maintenance/run/open-run.ts';
import type { Ports } from '../../../functions/maintenance/run/ports.ts';
import type { Job } from '../../../functions/maintenance/schedule/schedule.ts';
import type { Fault } from '../../../functions/minicloud/dcs/dcs-fault.ts';
import { createDcsService, type DcsService } from '../../../functions/minicloud/dcs/dcs-service.ts';
import type { InstanceSeed } from '../../../functions/minicloud/dcs/instance-seed.ts';
import { createMemoryMetrics } from '../../minicloud/ces/memory-metrics.ts';
import { createMemoryBackups } from '../../minicloud/dcs/memory-backups.ts';
import { createMemoryFleet } from '../../minicloud/dcs/memory-fleet.ts';
import { jobOf, startAt } from './night.ts';
import { createVirtualTime } from './virtual-clock.ts';

/** The run that the stage is set for. */
export const run = 'nightly@2026-11-23T03:30:00+08:00';

/** All the time a run could want. */
const limits: Limits = { startUntil: startAt + 40_000_000, actUntil: startAt + 43_200_000 };

/** Drives in an invocation of that name, to the end. */
export function endless(by = 'first'): Driving {
  return { by, limits, leaving: undefined };
}

/** What a run of the stage is told under. */
export const about = { timezone: 'Asia/Shanghai', notify: [], notes: [] };

/** A DCS and a journal for several invocations to meet in. */
export type Stage = Ports & {
  readonly dcs: DcsService;
  readonly job: Job;
  /** Opens the run as one more invocation would; the ports may be others than the stage's. */
  open(ports?: Partial<Ports>, by?: string): Promise<Opening>;
  /** Opens the run and drives it; `undefined` when somebody else opened it at the same moment. */
  perform(ports?: Partial<Ports>, by?: string): Promise<DriveResult | undefined>;
};

/** What a stage is set with; the job is written as in the schedule. */
export type StageOptions = {
  readonly instances: readonly InstanceSeed[];
  readonly job?: Readonly<Record<string, unknown>>;
  readonly faults?: readonly Fault[];
};

/** Sets a stage in virtual time, at the start of every night. */
export function setStage({ instances, job: settings, faults = [] }: StageOptions): Stage {
  const { cloud, clock } = createVirtualTime(startAt);
  const regions = {
    beijing: { region: 'cn-north-4', projectId: '0123456789abcdef0123456789abcdef' },
    shanghai: { region: 'cn-east-3', projectId: 'fedcba9876543210fedcba9876543210' },
  };
  const projects = { 'cn-north-4': regions.beijing.projectId, 'cn-east-3': regions.shanghai.projectId };
  const dcs = createDcsService({ clock: cloud, projects, instances, faults });
  const own: Ports = {
    fleet: createMemoryFleet({ dcs, regions, clock }),
    backups: createMemoryBackups({ dcs, regions, clock }),
    metrics: createMemoryMetrics({ dcs, regions, clock }),
    journal: createMemoryJournal(),
    clock,
  };
  const job = jobOf(settings);
  const open: Stage['open'] = (ports, by = 'first') => {
    const all = { ...own, ...ports, by };
    const plan = () => planTask({ job, windowEnd: null }, all.fleet);
    return openRun({ run, scheduledFor: startAt, about, plan }, all);
  };
  return {
    ...own,
    dcs,
    job,
    open,
    async perform(ports, by = 'first') {
      const opened = await open(ports, by);
      return opened.kind === 'mine' ? drive(opened, endless(by), { ...own, ...ports }) : undefined;
    },
  };
}

/** Resolves some seconds later on the clock. */
export function pause(clock: Clock, seconds: number): Promise<void> {
  return clock.wait(seconds * 1_000);
}
