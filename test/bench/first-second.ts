import { planTask } from '../../functions/maintenance/invocation/plan-task.ts';
import { drive } from '../../functions/maintenance/run/driver.ts';
import { openRun } from '../../functions/maintenance/run/open-run.ts';
import { createManyRegions, instancesOf, placesOf } from '../maintenance/run/many-regions.ts';
import { jobOf } from '../maintenance/run/night.ts';
import { about, endless, run } from '../maintenance/run/stage.ts';
import { type Figure, figure } from './figure.ts';

/** How long DCS takes for every answer. */
const answerSeconds = 0.3;

type Fleet = {
  readonly name: string;
  readonly instances: number;
  /** Losing the data is not acknowledged, so that every instance is asked how it keeps it. */
  readonly examined: boolean;
  readonly atMost: number;
};

const fleets: readonly Fleet[] = [
  { name: '10 instances', instances: 10, examined: false, atMost: 1 },
  { name: '50 examined', instances: 50, examined: true, atMost: 1.5 },
  { name: '500 examined', instances: 500, examined: true, atMost: 5 },
];

/**
 * From the first call to DCS until the first that restarts something, every answer taking 0.3 s. The baseline is a script
 * that asks for nothing but what decides: a list, and of each instance what it is and how it is configured, all at once.
 */
export async function measureFirstSecond(): Promise<Figure[]> {
  return Promise.all(
    fleets.map(async ({ name, instances, examined, atMost }) =>
      figure(`first GET to first PUT, ${name}`, 's', {
        value: await secondsOf(instances, examined),
        baseline: answerSeconds * (examined ? 2 : 1),
        atMost,
      }),
    ),
  );
}

async function secondsOf(instances: number, examined: boolean): Promise<number> {
  const places = placesOf(1);
  const ports = createManyRegions(places, instancesOf(places, instances), [
    { operation: 'any', effect: { kind: 'slow-answer', seconds: answerSeconds } },
  ]);
  const job = jobOf({
    ...(examined ? {} : { destroysData: 'acknowledged' }),
    targets: { region: places.map(({ name }) => name), names: ['*'] },
    rollout: { concurrency: 50 },
  });
  const driving = endless();
  const opened = await openRun(
    {
      run,
      about,
      scheduledFor: ports.clock.now(),
      plan: () => planTask({ job, windowEnd: null }, ports.fleet),
    },
    { ...ports, by: driving.by },
  );
  if (opened.kind !== 'mine') throw new Error(`the run is ${opened.kind}`);
  // What comes after the first is left to others.
  await drive(opened, { ...driving, leaving: { at: ports.clock.now() + 3_000, returns: false } }, ports);
  const calls = ports.dcs.log.entries().filter((entry) => entry.kind === 'call');
  const [first] = calls;
  const put = calls.find(({ operation }) => operation === 'RestartOrFlushInstances');
  if (!first || !put) throw new Error('nothing was restarted');
  return (put.at - first.at) / 1_000;
}
