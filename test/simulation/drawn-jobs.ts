import type { Action } from '../../functions/maintenance/schedule/schema.ts';
import type { InstanceSeed } from '../../functions/minicloud/dcs/instance-seed.ts';
import { type DrawnConditions, drawConditions } from './measured.ts';
import { regionNamed } from './night-frame.ts';
import type { Random } from './random.ts';

/** A job as a seed draws it, in the terms in which it is judged. */
export type SimulatedJob = {
  readonly name: string;
  readonly action: Action;
  readonly cron: string;
  readonly regions: readonly string[];
  /** What the names of its instances begin with. */
  readonly prefix: string;
  readonly acknowledged: boolean;
  readonly windowMinutes: number | undefined;
  /** Each instance is touched in its own maintenance window only. */
  readonly inMaintenanceWindow: boolean;
  readonly backup: 'required' | 'if-possible' | 'none';
  readonly concurrency: number;
  readonly canary: boolean;
  readonly spread: boolean;
  readonly tiered: boolean;
  readonly maxFailures: number;
  readonly notify: readonly string[];
  readonly conditions: DrawnConditions | undefined;
  /** What is not judged from outside, as it is written. */
  readonly written: Readonly<Record<string, unknown>>;
};

/** Whether a job is about an instance. */
export function isTargeted(
  { prefix, regions: names }: SimulatedJob,
  { name, region }: InstanceSeed,
): boolean {
  return name.startsWith(`${prefix}-`) && names.some((each) => regionNamed(each).region === region);
}

/** An override as it is written. */
export type WrittenOverride = Readonly<Record<string, unknown>> & { readonly job: string };

/** Draws the job of that place. */
export function drawJob(random: Random, place: number): SimulatedJob {
  const minute = random.pick([5, 10, 30, 33]);
  const job: Omit<SimulatedJob, 'conditions'> = {
    name: place === 0 ? 'nightly' : 'weekly',
    prefix: place === 0 ? 'cache' : 'session',
    action: random.pick(['restart', 'soft_restart', 'soft_restart', 'flush']),
    cron: random.pick([
      `${minute} 3 * * *`,
      `${minute} 3 * * *`,
      `${minute} 3,4 * * *`,
      '5,25,45 3 * * *',
      '0 4 * * 1',
    ]),
    regions: random.pick([
      ['beijing'],
      ['beijing', 'shanghai'],
      ['shanghai'],
      ['beijing', 'shanghai', 'guangzhou'],
    ]),
    acknowledged: random.chance(0.7),
    windowMinutes: random.pick([undefined, undefined, 10, 25, 60] as const),
    backup: random.pick(['none', 'none', 'required', 'if-possible']),
    concurrency: random.whole(1, 5),
    canary: random.chance(0.3),
    spread: random.chance(0.3),
    // Of a branch of its own: the nights of before keep what else they had.
    tiered: random.branch('tiers').chance(0.35),
    inMaintenanceWindow: random.branch('maintenance').chance(0.2),
    maxFailures: random.whole(0, 4),
    notify: random.pick([['ops'], ['ops', 'audit'], ['audit']]),
    written: {
      overlap: random.pick(['skip', 'skip', 'queue']),
      ...(random.chance(0.2) ? { startDeadline: random.pick(['5m', '15m']) } : {}),
      retry: { attempts: random.whole(1, 3), backoff: '10s', maxBackoff: '1m' },
      settle: {
        timeout: random.pick(['4m', '8m']),
        poll: '10s',
        acceptance: '60s',
        inFunction: random.pick(['1s', '60s', '60s', '5m']),
      },
      rollout: {
        ramp: random.chance(0.3),
        ...(random.chance(0.2) ? { pauseBetween: random.pick(['30s', '4m']) } : {}),
      },
    },
  };
  // Without one it would wait into the fires of the next night.
  const windowMinutes = job.inMaintenanceWindow ? (job.windowMinutes ?? 60) : job.windowMinutes;
  // Of a branch of its own, as above.
  return { ...job, windowMinutes, conditions: drawConditions(random.branch('conditions'), windowMinutes) };
}

/** Draws a job that is about the instances of another one, or about some of them, at the same time or another. */
export function drawRival(random: Random, of: SimulatedJob): SimulatedJob {
  const own = drawJob(random.branch('own'), 0);
  const [first = 'beijing'] = of.regions;
  return {
    ...own,
    name: 'rival',
    prefix: of.prefix,
    cron: random.pick([of.cron, of.cron, own.cron]),
    regions: random.pick([of.regions, of.regions, [first]]),
    // The instances have windows of their own only for a job that keeps to them.
    inMaintenanceWindow: own.inMaintenanceWindow && of.inMaintenanceWindow,
  };
}

/** Draws an override of a job, seldom. */
export function drawOverrides(random: Random, jobs: readonly SimulatedJob[]): readonly WrittenOverride[] {
  if (!random.chance(0.12)) return [];
  const effect = random.pick([{ skip: true }, { pause: true }, { move: '03:40' }]);
  const job = random.pick(jobs).name;
  return [{ job, ...effect, until: '2026-11-25', by: 'li.wei', reason: 'a load test' }];
}
