import { expect } from 'vitest';
import { type Answerable, answerRequest } from '../../../functions/maintenance/invocation/answer-request.ts';
import type { Invocation } from '../../../functions/maintenance/invocation/invocation.ts';
import type { InstanceSeed } from '../../../functions/minicloud/dcs/instance-seed.ts';
import { instanceIdOf } from '../../../functions/minicloud/dcs/instance-seed.ts';
import { fleetOf, startAt } from '../run/night.ts';
import { type ProcessOptions, type WarmProcess, warmProcess } from './warm-process.ts';

const hourMs = 3_600_000;
/** The ids of its instances. */
export const [one = '', two = ''] = ['cache-1', 'cache-2'].map(instanceIdOf);

/** A job that is asked for by hand, and may act on each instance every twenty hours. */
export function processOf(
  instances: readonly InstanceSeed[] = fleetOf(2),
  more = '',
  options: Partial<ProcessOptions> = {},
): WarmProcess {
  const yaml = `
journal: { url: "obs://bucket/nightshift", region: cn-north-4 }
jobs:
  often:
    action: soft_restart
    targets: { region: beijing, names: ["cache-*"] }
    atMostEvery: 20h
    retry: { attempts: 1 }
    rollout: { concurrency: 1, maxFailures: 5 }
    notify: [ops]
${more}`;
  return warmProcess({ yaml, instances, ...options });
}

type Parts = Partial<Extract<Answerable, { kind: 'job' }>>;

/** The event that asks for it. */
export const asked = (parts: Parts = {}): Answerable => ({
  kind: 'job',
  job: 'often',
  dryRun: false,
  confirm: undefined,
  ...parts,
});

let requests = 0;

/** Runs the job by hand; how each instance ended, by name. */
export async function run(warm: WarmProcess, parts: Parts = {}, but: Partial<Invocation> = {}) {
  const invocation = { ...warm.invocation(`r-${++requests}`), ...but };
  const answer = await answerRequest(asked(parts), invocation);
  const [summary] = 'summaries' in answer ? answer.summaries : [];
  if (!summary) expect.unreachable(JSON.stringify(answer));
  const ends = summary.instances.map(({ name, outcome, code }) => [name, `${outcome} ${code}`] as const);
  return { summary, ends: Object.fromEntries(ends) };
}

/** Both fail the next time: of the first nothing is carried out, the second ends in an error. */
export function failOnce({ dcs }: Pick<WarmProcess, 'dcs'>): void {
  for (const [instance, kind] of [
    [one, 'item-failed'],
    [two, 'ends-in-error'],
  ] as const)
    dcs.addFault({ operation: 'RestartOrFlushInstances', matches: { instance }, times: 1, effect: { kind } });
}

/** Waits until so many hours after the start. */
export const until = ({ clock }: WarmProcess, hours: number) =>
  clock.wait(startAt + hours * hourMs - clock.now());
