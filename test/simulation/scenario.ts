import type { Fault } from '../../functions/minicloud/dcs/dcs-fault.ts';
import type { DcsKnobs } from '../../functions/minicloud/dcs/dcs-knobs.ts';
import type { InstanceSeed } from '../../functions/minicloud/dcs/instance-seed.ts';
import { drawFaults, drawInstances, drawKnobs } from './drawn-cloud.ts';
import { type DrawnSchedule, drawEdits, firstSchedule } from './drawn-edits.ts';
import { drawJob, drawOverrides, drawRival } from './drawn-jobs.ts';
import { drawPlatform, type PlatformTemper } from './drawn-platform.ts';
import { drawMeasuring, type MeasuringTemper } from './measured.ts';
import { createRandom } from './random.ts';

/** All that a seed decides beforehand. */
export type Scenario = {
  readonly seed: number;
  readonly instances: readonly InstanceSeed[];
  readonly knobs: Partial<DcsKnobs>;
  readonly faults: readonly Fault[];
  /** As people have it, one after the other. */
  readonly schedules: readonly DrawnSchedule[];
  readonly platform: PlatformTemper;
  readonly measuring: MeasuringTemper;
};

/** Draws the night of a seed. */
export function drawScenario(seed: number): Scenario {
  const random = createRandom(seed);
  const jobs = Array.from({ length: random.chance(0.3) ? 2 : 1 }, (_, place) =>
    drawJob(random.branch(`job ${place}`), place),
  );
  // Of a branch of its own, like all that came later: the nights of before keep what else they had.
  const begin = random.branch('begin');
  const isDueAtOnce = begin.chance(0.1);
  const instances = jobs.flatMap((job) => drawInstances(random.branch(job.name), job));
  const [first] = jobs;
  const rivalry = random.branch('rival');
  const rivals = first && rivalry.chance(0.25) ? [drawRival(rivalry, first)] : [];
  return {
    seed,
    schedules: drawEdits(
      random.branch('edits'),
      firstSchedule(
        [...jobs, ...rivals].map((job) => (isDueAtOnce ? { ...job, cron: '0,30 3 * * *' } : job)),
        drawOverrides(random.branch('overrides'), jobs),
      ),
    ),
    instances,
    knobs: drawKnobs(random.branch('knobs')),
    faults: drawFaults(random.branch('faults'), instances),
    measuring: drawMeasuring(random.branch('measuring'), seed),
    platform: {
      ...drawPlatform(random.branch('platform'), jobs, instances),
      twoFirstTicks: isDueAtOnce && begin.chance(0.5),
    },
  };
}
