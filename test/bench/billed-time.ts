import { planTask } from '../../functions/maintenance/invocation/plan-task.ts';
import { runInInvocations } from '../maintenance/run/in-invocations.ts';
import { createManyRegions, instancesOf, placesOf } from '../maintenance/run/many-regions.ts';
import { jobOf, startAt } from '../maintenance/run/night.ts';
import type { Figure } from './figure.ts';

/** What leaving the waiting to ticks may be billed, of what waiting in the function is. */
const mostOfWaiting = 0.1;

const instances = 100;
const gigabytes = 0.25;
/** Billed for the start of every invocation, beside what it does. */
const startMs = 1_000;
const answerSeconds = 0.3;

type Bill = { readonly gigabyteSeconds: number; readonly minutes: number; readonly appends: number };

/**
 * A run over 100 instances whose restarts take 10 to 12 minutes, ten at once: billed gigabyte-seconds, how long it
 * takes and how often it appends, each beside the same run in one invocation of two hours that does all the waiting.
 * Every call takes 0.3 s; a tick comes every five minutes. Throws when not every instance was restarted.
 */
export async function measureBilledTime(): Promise<Figure[]> {
  const [left, waited] = [await billOf(true), await billOf(false)];
  const row = (name: string, unit: Figure['unit'], key: keyof Bill): Figure => ({
    name,
    unit,
    value: left[key],
    baseline: waited[key],
    ratio: left[key] / waited[key],
    limit: null,
  });
  return [
    {
      ...row('billed, 100 restarts of 10 minutes', 'GB-s', 'gigabyteSeconds'),
      limit: { of: 'ratio', atMost: mostOfWaiting },
    },
    row('how long they take', 'min', 'minutes'),
    row('appends to their journal', 'appends', 'appends'),
  ];
}

async function billOf(returns: boolean): Promise<Bill> {
  const places = placesOf(1);
  const seeds = instancesOf(places, instances, (index) => ({ restartSeconds: 600 + ((index * 37) % 120) }));
  const ports = createManyRegions(places, seeds, [
    { operation: 'any', effect: { kind: 'slow-answer', seconds: answerSeconds } },
  ]);
  const job = jobOf({
    destroysData: 'acknowledged',
    targets: { region: places.map(({ name }) => name), names: ['*'] },
  });
  const { open, invocations } = await runInInvocations(
    ports,
    () => planTask({ job, windowEnd: null }, ports.fleet),
    returns ? {} : { returns, timeLimitMs: Number.POSITIVE_INFINITY },
  );
  const succeeded = [...open.state.instances.values()].filter(
    ({ phase }) => phase.kind === 'done' && phase.conclusion.outcome === 'succeeded',
  ).length;
  if (succeeded !== instances) throw new Error(`${succeeded} of ${instances} restarts succeeded`);
  const billedMs = invocations.reduce((sum, { began, ended }) => sum + startMs + ended - began, 0);
  return {
    gigabyteSeconds: (billedMs / 1_000) * gigabytes,
    minutes: (ports.clock.now() - startAt) / 60_000,
    appends: open.appends,
  };
}
