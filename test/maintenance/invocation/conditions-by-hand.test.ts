import { describe, expect, test } from 'vitest';
import { type Answerable, answerRequest } from '../../../functions/maintenance/invocation/answer-request.ts';
import { fleetOf } from '../run/night.ts';
import { warmProcess } from './warm-process.ts';

const yaml = `
journal: { url: "obs://bucket/nightshift", region: cn-north-4 }
jobs:
  reset:
    action: flush
    cron: "0 4 * * *"
    destroysData: acknowledged
    targets: { region: beijing, names: ["cache-*"] }
    onlyIf: { memory_usage: "> 80% for 5m", instantaneous_ops: "< 500" }
    atMostEvery: 20h
    backup: none
    notify: [ops]
`;

/** A process with such a job, and how full its instances are, which may change. */
function scene() {
  const full = { percent: 90 };
  const valueAt = ({ metric }: { readonly metric: string }) => (metric === 'memory_usage' ? full.percent : 1);
  return { full, warm: warmProcess({ yaml, instances: fleetOf(2), measured: { valueAt } }) };
}

const reset = (parts: Partial<Extract<Answerable, { kind: 'job' }>> = {}): Answerable => ({
  kind: 'job',
  job: 'reset',
  dryRun: false,
  confirm: undefined,
  ...parts,
});

describe('the hash of a plan that clears data under conditions', () => {
  test('confirms the rules, whatever is measured by then', async () => {
    const { warm, full } = scene();
    full.percent = 10;
    const shown = await answerRequest(reset({ dryRun: true }), warm.invocation());
    const [plan] = ('plans' in shown && shown.plans) || [];
    expect(plan?.instances.map(({ decision }) => decision)).toEqual(['skip', 'skip']);
    full.percent = 90;
    const ran = await answerRequest(reset({ confirm: plan?.hash }), warm.invocation('r-2'));
    expect(ran).toMatchObject({ summaries: [{ status: 'succeeded', counts: { succeeded: 2 } }] });
  });

  test('is another where the conditions are ignored, so that neither confirms the other', async () => {
    const { warm } = scene();
    const hashOf = async (parts: object) => {
      const shown = await answerRequest(reset({ dryRun: true, ...parts }), warm.invocation());
      return ('plans' in shown && shown.plans?.[0]?.hash) || expect.unreachable(JSON.stringify(shown));
    };
    const ignoring = { ignoreConditions: true } as const;
    const [kept, ignored] = [await hashOf({}), await hashOf(ignoring)];
    expect(kept).not.toBe(ignored);
    for (const parts of [{ confirm: kept, ...ignoring }, { confirm: ignored }])
      expect(await answerRequest(reset(parts), warm.invocation('r-3'))).toMatchObject({ started: false });
    expect(warm.dcs.log.entries().filter(({ kind }) => kind === 'accepted')).toEqual([]);
    const ran = await answerRequest(reset({ confirm: ignored, ...ignoring }), warm.invocation('r-4'));
    expect(ran).toMatchObject({ summaries: [{ counts: { succeeded: 2 } }] });
  });
});

test('who asks what comes next is told under which conditions', async () => {
  const { warm } = scene();
  expect(await answerRequest({ kind: 'command', command: 'next' }, warm.invocation())).toMatchObject({
    fires: [
      {
        job: 'reset',
        skipped: null,
        notes: [
          'only if memory_usage > 80% for 5m, instantaneous_ops < 500',
          'each instance at most every 20h',
        ],
      },
    ],
  });
});
