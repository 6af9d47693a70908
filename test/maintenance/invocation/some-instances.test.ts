import { describe, expect, test } from 'vitest';
import { type Answerable, answerRequest } from '../../../functions/maintenance/invocation/answer-request.ts';
import { instanceIdOf } from '../../../functions/minicloud/dcs/instance-seed.ts';
import { fleetOf } from '../run/night.ts';
import { type WarmProcess, warmProcess } from './warm-process.ts';

const yaml = `
jobs:
  nightly:
    action: soft_restart
    targets: { region: beijing, names: ["cache-*"], exclude: { ids: ["${instanceIdOf('cache-4')}"] } }
    rollout: { concurrency: 50%, canary: 50% }
    notify: [ops]
  reset:
    action: flush
    destroysData: acknowledged
    targets: { region: beijing, names: ["cache-*"] }
  listed:
    action: soft_restart
    targets: { region: beijing, ids: ["${instanceIdOf('cache-1')}", "gone"] }
  both:
    action: soft_restart
    targets: { region: [beijing, shanghai], names: ["cache-*"] }
`;

type Parts = { readonly dryRun?: boolean; readonly confirm?: string; readonly instances?: readonly string[] };

const job = (name: string, { instances, dryRun = false, confirm }: Parts = {}): Answerable => ({
  kind: 'job',
  job: name,
  dryRun,
  confirm,
  ...(instances && { instances }),
});

const acceptedIn = ({ dcs }: WarmProcess) =>
  dcs.log.entries().flatMap((entry) => (entry.kind === 'accepted' ? [entry.instance] : []));

async function planOf(warm: WarmProcess, name: string, parts: Parts) {
  const answer = await answerRequest(job(name, { ...parts, dryRun: true }), warm.invocation());
  const [plan] = ('plans' in answer && answer.plans) || [];
  return plan ?? expect.unreachable(JSON.stringify(answer));
}

describe('some instances of a job by hand', () => {
  const instances = [...fleetOf(4), { name: 'other' }];
  const [one, two, four, other] = ['cache-1', 'cache-2', 'cache-4', 'other'].map(instanceIdOf) as [
    string,
    string,
    string,
    string,
  ];

  test('are all that is done, with shares of them alone, and are told as the job is', async () => {
    const warm = warmProcess({ yaml, instances });
    const named = { instances: [two, one, two] };
    const plan = await planOf(warm, 'nightly', named);
    expect(plan.instances.map(({ name, wave }) => [name, wave])).toEqual([
      ['cache-1', 0],
      ['cache-2', 1],
    ]);
    expect(await answerRequest(job('nightly', named), warm.invocation('r-7'))).toMatchObject({
      summaries: [{ run: 'nightly@by-hand-r-7', job: 'nightly', counts: { selected: 2, succeeded: 2 } }],
    });
    expect(acceptedIn(warm).toSorted()).toEqual([one, two].toSorted());
    expect(warm.told.map(({ channel }) => channel)).toEqual(['ops']);
  });

  test.each<[string, string, readonly string[], readonly string[]]>([
    [
      'that a name keeps out',
      'nightly',
      [one, other],
      [`nothing is started: ${other} (other is not one of its targets) - expected ids`],
    ],
    ['that are excluded', 'nightly', [four], [`${four} (cache-4 is not one of its targets)`]],
    [
      'that are not there',
      'nightly',
      ['nobody', one, 'no-one'],
      ['nobody (no instance in beijing has this id), no-one (no instance in beijing has this id)'],
    ],
    [
      'that are nearly there',
      'nightly',
      [`${one.slice(0, -1)}x`],
      [`${one.slice(0, -1)}x (the nearest id is ${one} of cache-1)`],
    ],
    ['that are named by their names', 'nightly', ['cache-2'], [`cache-2 (the name of the instance ${two})`]],
    ['that the job’s own ids lack', 'listed', [two], [`${two} (cache-2 is not one of its targets)`]],
    ['that the job names, and that are gone', 'listed', ['gone'], ['gone (no instance in beijing has']],
  ])('start nothing, and are named with what was meant: %s', async (_, name, ids, reasons) => {
    const warm = warmProcess({ yaml, instances });
    for (const dryRun of [true, false]) {
      const answer = await answerRequest(job(name, { instances: ids, dryRun }), warm.invocation());
      expect(answer).toMatchObject({ started: false });
      for (const reason of reasons) expect('reason' in answer && answer.reason).toContain(reason);
      expect('reason' in answer && answer.reason).toContain(`{"job":"${name}","dryRun":true} lists`);
    }
    expect(acceptedIn(warm)).toEqual([]);
    expect(warm.told).toEqual([]);
  });

  test('in a region that cannot be listed are refused with that, and the others run', async () => {
    const warm = warmProcess({ yaml, instances });
    warm.dcs.addFault({
      operation: 'ListInstances',
      matches: { project: 'fedcba9876543210fedcba9876543210' },
      effect: { kind: 'forbidden' },
    });
    const answer = await answerRequest(job('both', { instances: [one, 'far'] }), warm.invocation());
    expect(answer).toMatchObject({ summaries: [{ counts: { succeeded: 1, refused: 1 } }] });
  });

  test('are cleared only with the hash of the plan of these, which another choice does not have', async () => {
    const warm = warmProcess({ yaml, instances });
    const { hash: confirm } = await planOf(warm, 'reset', { instances: [one] });
    expect(confirm).not.toBe((await planOf(warm, 'reset', {})).hash);
    for (const ids of [[two], [one, two], undefined])
      expect(
        await answerRequest(job('reset', { ...(ids && { instances: ids }), confirm }), warm.invocation()),
      ).toMatchObject({ started: false, plans: [{ job: 'reset' }] });
    expect(acceptedIn(warm)).toEqual([]);
    expect(await answerRequest(job('reset', { instances: [one], confirm }), warm.invocation())).toMatchObject(
      {
        summaries: [{ counts: { selected: 1, succeeded: 1 } }],
      },
    );
    expect(acceptedIn(warm)).toEqual([one]);
  });
});
