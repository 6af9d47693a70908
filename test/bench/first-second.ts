import { answerRequest } from '../../functions/maintenance/invocation/answer-request.ts';
import type { Fleet } from '../../functions/maintenance/run/fleet.ts';
import { recordsIn } from '../../functions/maintenance/runtime/open-records.ts';
import { warmProcess } from '../maintenance/invocation/warm-process.ts';
import { createMemoryStore } from '../maintenance/journal/memory-store.ts';
import { fleetOf, startAt } from '../maintenance/run/night.ts';
import { type Figure, figure } from './figure.ts';
import { slowStore } from './slow-store.ts';

/** How long DCS takes for every answer, and OBS. Milliseconds. */
const answerMs = 300;
/** So many answers of OBS more may be waited for where the journal is there. */
const mostOfObs = 3;

type Night = {
  readonly name: string;
  readonly instances: number;
  /** Losing the data is not acknowledged, so that every instance is asked how it keeps it. */
  readonly examined: boolean;
  readonly atMost: number;
};

const nights: readonly Night[] = [
  { name: '10 instances', instances: 10, examined: false, atMost: 1 },
  { name: '50 examined', instances: 50, examined: true, atMost: 1.5 },
  { name: '500 examined', instances: 500, examined: true, atMost: 5 },
];

/**
 * Of a tick at which a job is due: from the first call to DCS until the first that restarts something, every answer of
 * DCS taking 0.3 s. The baseline is a script that asks for nothing but what decides: a list, and of each instance what
 * it is and how it is configured, all at once. Then the same with a journal in OBS, which answers as slowly, beside the
 * tick without.
 */
export async function measureFirstSecond(): Promise<Figure[]> {
  const without: Figure[] = [];
  const withJournal: Figure[] = [];
  for (const { name, instances, examined, atMost } of nights) {
    const value = await secondsOf(instances, { examined, journal: false });
    const baseline = (answerMs * (examined ? 2 : 1)) / 1_000;
    without.push(figure(`first GET to first PUT, ${name}`, 's', { value, baseline, atMost }));
    withJournal.push(
      figure(`the same with a journal in OBS, ${name}`, 's', {
        value: await secondsOf(instances, { examined, journal: true }),
        baseline: value,
        atMost: (value * 1_000 + mostOfObs * answerMs) / 1_000,
      }),
    );
  }
  return [...without, ...withJournal];
}

const journalYaml = 'journal: { url: "obs://bucket/nightshift", region: cn-north-4 }';

async function secondsOf(
  instances: number,
  { examined, journal }: { readonly examined: boolean; readonly journal: boolean },
): Promise<number> {
  const at: { get?: number; put?: number } = {};
  const process = warmProcess({
    yaml: `
${journal ? journalYaml : ''}
jobs:
  nightly:
    action: soft_restart
    cron: "30 3 * * *"
    targets: { region: beijing, names: ["*"] }
    rollout: { concurrency: 50 }
    ${examined ? '' : 'destroysData: acknowledged'}
`,
    instances: fleetOf(instances),
    faults: [{ operation: 'any', effect: { kind: 'slow-answer', seconds: answerMs / 1_000 } }],
    throughFleet: (fleet): Fleet => ({
      ...fleet,
      list: (...call) => {
        at.get ??= clock.now();
        return fleet.list(...call);
      },
      submit: async () => {
        at.put ??= clock.now();
        throw new Error('what comes after the first is not measured');
      },
    }),
  });
  const { clock } = process;
  const store = slowStore(createMemoryStore(), () => clock.wait(answerMs));
  const invocation = { ...process.invocation(), ...(journal && recordsIn(async () => store, { clock })) };
  await answerRequest({ kind: 'tick', at: startAt }, invocation).catch(() => undefined);
  if (at.get === undefined || at.put === undefined) throw new Error('nothing was restarted');
  return (at.put - at.get) / 1_000;
}
