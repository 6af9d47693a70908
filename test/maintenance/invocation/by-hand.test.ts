import { describe, expect, test } from 'vitest';
import type { Answer } from '../../../functions/maintenance/invocation/answer.ts';
import { type Answerable, answerRequest } from '../../../functions/maintenance/invocation/answer-request.ts';
import { instanceIdOf } from '../../../functions/minicloud/dcs/instance-seed.ts';
import { fleetOf } from '../run/night.ts';
import { type WarmProcess, warmProcess } from './warm-process.ts';

const yaml = `
jobs:
  nightly:
    action: soft_restart
    targets: { region: beijing, names: ["cache-*"] }
    rollout: { canary: 1 }
    notify: [ops]
  reset:
    action: flush
    destroysData: acknowledged
    targets: { region: beijing, names: ["cache-*"] }
  careless:
    action: flush
    targets: { region: beijing, names: ["cache-*"] }
`;
const instances = [...fleetOf(2), { name: 'cache-frozen', status: 'FROZEN' }];

const job = (name: string, parts: { dryRun?: boolean; confirm?: string } = {}): Answerable => ({
  kind: 'job',
  job: name,
  dryRun: parts.dryRun ?? false,
  confirm: parts.confirm,
});

const acceptedIn = ({ dcs }: WarmProcess) =>
  dcs.log.entries().flatMap((entry) => (entry.kind === 'accepted' ? [entry.instance] : []));

function plansIn(answer: Answer) {
  if (!('plans' in answer) || !answer.plans) return expect.unreachable(JSON.stringify(answer));
  return answer.plans;
}

async function hashOf(warm: WarmProcess, request: Answerable): Promise<string> {
  const [plan] = plansIn(await answerRequest({ ...request, dryRun: true } as Answerable, warm.invocation()));
  return plan?.hash ?? expect.unreachable('there is no plan');
}

describe('a dry run', () => {
  test('shows what would happen to which instance, in which wave, and why, and sends nothing', async () => {
    const warm = warmProcess({ yaml, instances });
    const [plan, ...more] = plansIn(await answerRequest(job('nightly', { dryRun: true }), warm.invocation()));
    expect(more).toEqual([]);
    expect(plan).toMatchObject({
      job: 'nightly',
      hash: expect.stringMatching(/^[0-9a-f]{12}$/),
      problems: [],
    });
    expect(plan?.instances.map(({ name, decision, wave }) => [name, decision, wave])).toEqual([
      ['cache-1', 'act', 0],
      ['cache-2', 'act', 1],
      ['cache-frozen', 'refuse', null],
    ]);
    expect(plan?.instances.at(-1)?.reason).toBe('is FROZEN - a soft restart needs RUNNING or ERROR');
    expect(acceptedIn(warm)).toEqual([]);
    expect(warm.told).toEqual([]);
  });

  test('gives the same hash as long as the world stays as it is', async () => {
    const warm = warmProcess({ yaml, instances });
    expect(await hashOf(warm, job('nightly'))).toBe(await hashOf(warm, job('nightly')));
    expect(await hashOf(warm, job('nightly'))).not.toBe(await hashOf(warm, job('reset')));
  });
});

describe('a restart by hand', () => {
  test('runs at once, and is told to the job’s channels', async () => {
    const warm = warmProcess({ yaml, instances });
    expect(await answerRequest(job('nightly'), warm.invocation('r-7'))).toMatchObject({
      summaries: [{ run: 'nightly@by-hand-r-7', status: 'partial', counts: { succeeded: 2, refused: 1 } }],
    });
    expect(warm.told.map(({ channel, notice }) => [channel, notice.id])).toEqual([
      ['ops', 'nightly@by-hand-r-7'],
    ]);
  });

  test('that is delivered again is the same run; asked for again, it is another', async () => {
    const warm = warmProcess({ yaml, instances });
    const first = await answerRequest(job('nightly'), warm.invocation('r-7'));
    expect(await answerRequest(job('nightly'), warm.invocation('r-7'))).toEqual(first);
    expect(acceptedIn(warm)).toHaveLength(2);
    await answerRequest(job('nightly'), warm.invocation('r-8'));
    expect(acceptedIn(warm)).toHaveLength(4);
  });

  test('of instances needs no job and tells no channel', async () => {
    const warm = warmProcess({ yaml, instances });
    const ids = [instanceIdOf('cache-2'), 'nobody'];
    const request = { kind: 'instances', action: 'restart', region: 'beijing', instances: ids } as const;
    const answer = await answerRequest({ ...request, dryRun: false, confirm: undefined }, warm.invocation());
    expect(answer).toMatchObject({
      summaries: [
        {
          job: 'by-hand',
          instances: [
            { id: 'nobody', outcome: 'refused', code: 'not-found' },
            { name: 'cache-2', outcome: 'succeeded' },
          ],
        },
      ],
    });
    expect(acceptedIn(warm)).toEqual([instanceIdOf('cache-2')]);
    expect(warm.told).toEqual([]);
  });

  test('in a region that is not there starts nothing, and names those that are', async () => {
    const warm = warmProcess({ yaml, instances });
    const request = { kind: 'instances', action: 'restart', region: 'peking', instances: ['a'] } as const;
    expect(
      await answerRequest({ ...request, dryRun: false, confirm: undefined }, warm.invocation()),
    ).toMatchObject({
      started: false,
      reason: 'there is no region "peking" - expected beijing, shanghai',
    });
  });

  test('of a job that is not there starts nothing', async () => {
    const warm = warmProcess({ yaml, instances });
    expect(await answerRequest(job('nobody'), warm.invocation())).toMatchObject({
      started: false,
      reason: 'there is no job "nobody" - expected nightly, reset, careless',
    });
  });
});

describe('a flush by hand', () => {
  test.each([undefined, '000000000000', ''])(
    'with the confirmation %j starts nothing, and shows the plan',
    async (confirm) => {
      const warm = warmProcess({ yaml, instances });
      const answer = await answerRequest(
        job('reset', confirm === undefined ? {} : { confirm }),
        warm.invocation(),
      );
      const hash = await hashOf(warm, job('reset'));
      expect(answer).toMatchObject({ started: false, plans: [{ job: 'reset', hash }] });
      expect('reason' in answer && answer.reason).toContain(`send the same event with "confirm":"${hash}"`);
      expect(acceptedIn(warm)).toEqual([]);
    },
  );

  test('with the hash of its plan is carried out', async () => {
    const warm = warmProcess({ yaml, instances });
    const confirm = await hashOf(warm, job('reset'));
    expect(await answerRequest(job('reset', { confirm }), warm.invocation())).toMatchObject({
      summaries: [{ action: 'flush', counts: { succeeded: 2, refused: 1 } }],
    });
    expect(acceptedIn(warm)).toHaveLength(2);
  });

  test('of instances needs it, too', async () => {
    const warm = warmProcess({ yaml, instances });
    const ids = [instanceIdOf('cache-1')];
    const request = {
      kind: 'instances',
      action: 'flush',
      region: 'beijing',
      instances: ids,
      dryRun: false,
    } as const;
    expect(await answerRequest({ ...request, confirm: undefined }, warm.invocation())).toMatchObject({
      started: false,
    });
    const confirm = await hashOf(warm, { ...request, confirm: undefined });
    await answerRequest({ ...request, confirm }, warm.invocation());
    expect(acceptedIn(warm)).toEqual(ids);
  });

  test('is refused when the world has changed since: the plan is another', async () => {
    const warm = warmProcess({ yaml, instances });
    const confirm = await hashOf(warm, job('reset'));
    warm.dcs.remove(instanceIdOf('cache-2'));
    expect(await answerRequest(job('reset', { confirm }), warm.invocation())).toMatchObject({
      started: false,
      reason: expect.stringContaining('this is not the confirmed plan any more'),
    });
    expect(acceptedIn(warm)).toEqual([]);
  });

  test('touches what was confirmed and nothing else, even if the world changes between two looks', async () => {
    const pinned = instanceIdOf('other-1');
    let lists = 0;
    const warm = warmProcess({
      yaml,
      instances: [...instances, { name: 'other-1' }],
      // From the third look on it has a name that the job's targets select.
      throughFleet: (fleet) => ({
        ...fleet,
        async list(region) {
          const late = ++lists > 2;
          const listed = await fleet.list(region);
          return listed.map((one) => (late && one.id === pinned ? { ...one, name: 'cache-new' } : one));
        },
      }),
    });
    const confirm = await hashOf(warm, job('reset'));
    await answerRequest(job('reset', { confirm }), warm.invocation());
    expect(acceptedIn(warm).sort()).toEqual(['cache-1', 'cache-2'].map(instanceIdOf).sort());
  });

  test('that would be refused anyway needs no confirmation to be told so', async () => {
    const warm = warmProcess({ yaml, instances });
    expect(await answerRequest(job('careless'), warm.invocation())).toMatchObject({
      summaries: [{ status: 'failed', counts: { selected: 3, refused: 3 } }],
    });
    expect(acceptedIn(warm)).toEqual([]);
  });
});
