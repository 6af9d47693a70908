import { describe, expect, test } from 'vitest';
import type { Answer } from '../../../functions/maintenance/invocation/answer.ts';
import { answerRequest } from '../../../functions/maintenance/invocation/answer-request.ts';
import { repeatedActions } from '../../minicloud/gateway/audit-invariants.ts';
import { fleetOf, startAt } from '../run/night.ts';
import { type WarmProcess, warmProcess } from './warm-process.ts';

const jobs = `
jobs:
  nightly:
    action: soft_restart
    cron: "30 3 * * *"
    targets: { region: beijing, names: ["cache-*"] }
    notify: [ops, audit]
  twin:
    action: restart
    cron: "30 3 * * *"
    targets: { region: shanghai, names: ["*"] }
    notify: [ops]
`;
const instances = [...fleetOf(2), ...fleetOf(1, { region: 'cn-east-3' }, 'sh')];
const tick = { kind: 'tick', at: startAt } as const;

function summariesIn(answer: Answer) {
  return 'summaries' in answer ? answer.summaries : expect.unreachable(JSON.stringify(answer));
}

const acceptedIn = ({ dcs }: WarmProcess) =>
  dcs.log.entries().filter(({ kind }) => kind === 'accepted').length;

describe('a tick', () => {
  test('carries out every job that is due, and tells each of its channels once', async () => {
    const warm = warmProcess({ yaml: jobs, instances });
    const answer = await answerRequest(tick, warm.invocation());
    expect(summariesIn(answer).map(({ run, status, counts }) => [run, status, counts.succeeded])).toEqual([
      ['nightly@2026-11-23T03:30:00+08:00', 'succeeded', 2],
      ['twin@2026-11-23T03:30:00+08:00', 'succeeded', 1],
    ]);
    expect(answer).not.toHaveProperty('untold');
    expect(warm.told.map(({ channel, notice }) => `${channel} ${notice.id}`).sort()).toEqual([
      'audit nightly@2026-11-23T03:30:00+08:00',
      'ops nightly@2026-11-23T03:30:00+08:00',
      'ops twin@2026-11-23T03:30:00+08:00',
    ]);
  });

  test('delivered twice is one run, one answer and one telling', async () => {
    const warm = warmProcess({ yaml: jobs, instances });
    const first = await answerRequest(tick, warm.invocation('r-1'));
    const told = warm.told.length;
    expect(await answerRequest({ ...tick, at: startAt + 20_000 }, warm.invocation('r-2'))).toEqual(first);
    expect(warm.told).toHaveLength(told);
    expect(repeatedActions(warm.dcs.log.entries())).toEqual([]);
    expect(acceptedIn(warm)).toBe(3);
  });

  test('delivered twice at the same moment is one run that one of both tells of', async () => {
    const warm = warmProcess({ yaml: jobs, instances });
    const answers = await Promise.all(['r-1', 'r-2'].map((id) => answerRequest(tick, warm.invocation(id))));
    expect(answers.flatMap((answer) => summariesIn(answer).map(({ job }) => job)).sort()).toEqual([
      'nightly',
      'twin',
    ]);
    expect(warm.told).toHaveLength(3);
    expect(acceptedIn(warm)).toBe(3);
  });

  test('with nothing due answers so, without asking for credentials', async () => {
    const warm = warmProcess({ yaml: jobs, instances, agency: false });
    expect(await answerRequest({ ...tick, at: startAt + 3_600_000 }, warm.invocation())).toEqual({
      summaries: [],
    });
    // FunctionGraph logs every start and finish itself; a line of ours would be noise, 288 times a day.
    expect(warm.lines).toEqual([]);
  });

  test('with something due and no agency cannot be carried out', async () => {
    const warm = warmProcess({ yaml: jobs, instances, agency: false });
    await expect(answerRequest(tick, warm.invocation())).rejects.toMatchObject({
      code: 'credentials.missing',
    });
    expect(warm.told).toEqual([]);
  });

  test('names the channels that were not told for certain, and the outcome stays what it was', async () => {
    const answers = { ops: 'failed', audit: 'unconfirmed' } as const;
    const warm = warmProcess({ yaml: jobs, instances, answers });
    const answer = await answerRequest(tick, warm.invocation());
    expect(summariesIn(answer).every(({ status }) => status === 'succeeded')).toBe(true);
    expect(answer).toMatchObject({
      untold: [
        { channel: 'ops', status: 'failed' },
        { channel: 'audit', status: 'unconfirmed' },
        { channel: 'ops', status: 'failed' },
      ],
    });
  });

  test('on a skipped day sends nothing, and says so to the channels', async () => {
    const override =
      'overrides: [{ job: nightly, skip: true, until: 2026-12-01, by: li.wei, reason: load test }]';
    const warm = warmProcess({ yaml: override + jobs, instances });
    const [nightly] = summariesIn(await answerRequest(tick, warm.invocation()));
    expect(nightly).toMatchObject({
      status: 'skipped',
      counts: { selected: 0 },
      problems: [{ code: 'override', reason: 'skipped by li.wei until 2026-12-01: load test' }],
    });
    expect(warm.told.filter(({ notice }) => notice.id.startsWith('nightly@'))).toHaveLength(2);
    expect(acceptedIn(warm)).toBe(1);
  });
});

describe('telling', () => {
  test('is given 20 seconds', async () => {
    const warm = warmProcess({ yaml: jobs, instances });
    const { clock } = warm.invocation();
    await answerRequest(tick, warm.invocation());
    expect(warm.told.map(({ deadline }) => deadline - clock.now()).every((left) => left <= 20_000)).toBe(
      true,
    );
    expect(Math.max(...warm.told.map(({ deadline }) => deadline - clock.now()))).toBe(20_000);
  });

  test('is given less when the function is about to be killed, so that it can still answer', async () => {
    const warm = warmProcess({ yaml: jobs, instances, remainingMs: 8_000 });
    const { clock } = warm.invocation();
    const summaries = summariesIn(await answerRequest(tick, warm.invocation()));
    expect(summaries).toHaveLength(2);
    expect(Math.max(...warm.told.map(({ deadline }) => deadline - clock.now()))).toBeLessThanOrEqual(6_000);
  });
});

describe('a timer that names jobs', () => {
  const timer = { kind: 'timer-jobs', at: startAt, jobs: ['twin'], dryRun: false } as const;

  test('runs those, as the same run that the tick would', async () => {
    const warm = warmProcess({ yaml: jobs, instances });
    const [twin, ...more] = summariesIn(await answerRequest(timer, warm.invocation('r-1')));
    expect(more).toEqual([]);
    const answer = await answerRequest(tick, warm.invocation('r-2'));
    expect(summariesIn(answer).find(({ job }) => job === 'twin')).toEqual(twin);
    expect(acceptedIn(warm)).toBe(3);
  });

  test('fails when one of them is not there: nobody reads the answer of a timer', async () => {
    const warm = warmProcess({ yaml: jobs, instances });
    const wrong = { ...timer, jobs: ['nightly', 'nobody'] };
    await expect(answerRequest(wrong, warm.invocation())).rejects.toMatchObject({
      code: 'job.unknown',
      message: expect.stringContaining('there is no job "nobody" - expected nightly, twin'),
    });
    expect(acceptedIn(warm)).toBe(0);
  });
});

describe('a bug', () => {
  const bug = new TypeError('status of undefined');
  const breaksIn = (...regions: readonly string[]) =>
    warmProcess({
      yaml: jobs,
      instances,
      throughFleet: (fleet) => ({
        ...fleet,
        submit: (region, ...rest) =>
          regions.includes(region) ? Promise.reject(bug) : fleet.submit(region, ...rest),
      }),
    });

  test('in the run of one job leaves that of the other alone, and is logged', async () => {
    const warm = breaksIn('beijing');
    expect(summariesIn(await answerRequest(tick, warm.invocation()))).toMatchObject([
      { job: 'twin', status: 'succeeded' },
    ]);
    expect(warm.lines.join('\n')).toContain('status of undefined');
  });

  test('in every run fails the invocation', async () => {
    await expect(answerRequest(tick, breaksIn('beijing', 'shanghai').invocation())).rejects.toBe(bug);
  });
});

describe('a command', () => {
  test('validate names the jobs and the warnings, and asks nobody anything', async () => {
    const warm = warmProcess({ yaml: jobs, instances, agency: false });
    expect(await answerRequest({ kind: 'command', command: 'validate' }, warm.invocation())).toEqual({
      valid: true,
      jobs: ['nightly', 'twin'],
      warnings: ['a warning'],
    });
    expect(warm.dcs.log.entries()).toEqual([]);
  });

  test('next tells when each job runs next, the soonest first, and leaves out those that never do', async () => {
    const yaml = `${jobs}  late:
    action: restart
    cron: "0 4 * * 1"
    timezone: Europe/Berlin
    targets: { region: beijing, names: ["*"] }
  never: { action: restart, targets: { region: beijing, names: ["*"] } }
`;
    const warm = warmProcess({ yaml, instances, agency: false });
    expect(await answerRequest({ kind: 'command', command: 'next' }, warm.invocation())).toEqual({
      fires: [
        {
          job: 'late',
          at: '2026-11-23T04:00:00+01:00',
          utc: '2026-11-23T03:00:00.000Z',
          skipped: null,
          notes: [],
        },
        {
          job: 'nightly',
          at: '2026-11-24T03:30:00+08:00',
          utc: '2026-11-23T19:30:00.000Z',
          skipped: null,
          notes: [],
        },
        {
          job: 'twin',
          at: '2026-11-24T03:30:00+08:00',
          utc: '2026-11-23T19:30:00.000Z',
          skipped: null,
          notes: [],
        },
      ],
    });
  });
});
