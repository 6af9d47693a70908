import { describe, expect, test } from 'vitest';
import type { Answer } from '../../../functions/maintenance/invocation/answer.ts';
import { type Answerable, answerRequest } from '../../../functions/maintenance/invocation/answer-request.ts';
import { instanceIdOf } from '../../../functions/minicloud/dcs/instance-seed.ts';
import { warmProcess } from './warm-process.ts';

const yaml = `
jobs:
  nightly:
    action: soft_restart
    destroysData: acknowledged
    targets: { region: beijing, names: ["cache-*"] }
    rollout: { maxFailures: 5 }
    retry: { attempts: 1 }
`;
const byHand = (parts: { dryRun?: boolean; confirm?: string } = {}): Answerable => ({
  kind: 'job',
  job: 'nightly',
  dryRun: parts.dryRun ?? false,
  confirm: parts.confirm,
});
const retryFailed = (run: string): Answerable => ({
  kind: 'retry-failed',
  run,
  dryRun: false,
  confirm: undefined,
});

function refusalIn(answer: Answer) {
  return 'started' in answer ? answer : expect.unreachable(JSON.stringify(answer));
}

function summaryIn(answer: Answer) {
  const [summary] = 'summaries' in answer ? answer.summaries : [];
  return summary ?? expect.unreachable(JSON.stringify(answer));
}

describe('a restart by hand that clears data', () => {
  const instances = [{ name: 'cache-kept' }, { name: 'cache-single', cacheMode: 'single' as const }];

  test('must be confirmed although the job acknowledges it: the plan names whose data is lost', async () => {
    const warm = warmProcess({ yaml, instances });
    const { reason, plans } = refusalIn(await answerRequest(byHand(), warm.invocation()));
    expect(reason).toContain('soft_restart by hand clears data here and must be confirmed');
    expect(plans?.[0]?.notes).toEqual(['a restart clears the data of 1 of 2 instances: cache-single']);
    expect(plans?.[0]?.instances.map(({ losesData }) => losesData)).toEqual([false, true]);
    const confirmed = await answerRequest(
      byHand({ confirm: plans?.[0]?.hash ?? '' }),
      warm.invocation('r-2'),
    );
    expect(summaryIn(confirmed).status).toBe('succeeded');
  });

  test('is refused with what changed when the world has changed since', async () => {
    const warm = warmProcess({ yaml, instances });
    const { plans } = refusalIn(await answerRequest(byHand(), warm.invocation()));
    warm.dcs.remove(instanceIdOf('cache-kept'));
    const { reason, changes } = refusalIn(
      await answerRequest(byHand({ confirm: plans?.[0]?.hash ?? '' }), warm.invocation()),
    );
    expect(reason).toContain('this is not the confirmed plan any more');
    expect(changes).toEqual(['cache-kept: no longer there']);
    expect(warm.dcs.log.entries().filter(({ kind }) => kind === 'accepted')).toEqual([]);
  });

  test('needs no confirmation where every instance keeps its data', async () => {
    const warm = warmProcess({ yaml, instances: [{ name: 'cache-kept' }] });
    expect(summaryIn(await answerRequest(byHand(), warm.invocation())).status).toBe('succeeded');
  });
});

describe('retrying what failed', () => {
  test('is for the failed instances of that run and for no other', async () => {
    const instances = [{ name: 'cache-1' }, { name: 'cache-2' }, { name: 'cache-3', status: 'FROZEN' }];
    const warm = warmProcess({ yaml, instances });
    warm.dcs.addFault({
      operation: 'RestartOrFlushInstances',
      matches: { instance: instanceIdOf('cache-2') },
      times: 1,
      effect: { kind: 'item-failed' },
    });
    const first = summaryIn(await answerRequest(byHand(), warm.invocation()));
    expect(first.counts).toMatchObject({ succeeded: 1, failed: 1, refused: 1 });
    const again = summaryIn(await answerRequest(retryFailed(first.run), warm.invocation('r-2')));
    expect(again.instances.map(({ name, outcome }) => [name, outcome])).toEqual([['cache-2', 'succeeded']]);
    expect(again.run).toBe('nightly@by-hand-r-2');
  });

  test('has nothing left once they succeeded, and what failed in the retry is what is left', async () => {
    const names = ['cache-1', 'cache-2', 'cache-3', 'cache-4'];
    const warm = warmProcess({ yaml, instances: names.map((name) => ({ name })) });
    const fails = (name: string) =>
      warm.dcs.addFault({
        operation: 'RestartOrFlushInstances',
        matches: { instance: instanceIdOf(name) },
        times: 1,
        effect: { kind: 'item-failed' },
      });
    let requests = 0;
    const ask = async (request: Answerable) => answerRequest(request, warm.invocation(`r-${++requests}`));
    const namesIn = (answer: Answer) => summaryIn(answer).instances.map(({ name }) => name);
    for (const name of names.slice(0, 3)) fails(name);
    const { run } = summaryIn(await ask(byHand()));
    for (const name of names.slice(1, 3)) fails(name);
    expect(namesIn(await ask(retryFailed(run))).toSorted()).toEqual(names.slice(0, 3));
    fails('cache-2');
    const second = summaryIn(await ask(retryFailed(run)));
    expect(second.instances.map(({ name, outcome }) => [name, outcome])).toEqual([
      ['cache-2', 'failed'],
      ['cache-3', 'succeeded'],
    ]);
    // By the run of the retry, which then counts for the first run too.
    expect(namesIn(await ask(retryFailed(second.run)))).toEqual(['cache-2']);
    const { reason } = refusalIn(await ask(retryFailed(run)));
    expect(reason).toContain(`nothing is left to retry of the run "${run}": `);
    for (const [index, name] of ['cache-1', 'cache-3', 'cache-2'].entries())
      expect(reason).toContain(`${name} succeeded in nightly@by-hand-r-${index + 2}`);
    expect(refusalIn(await ask({ ...retryFailed(run), dryRun: true } as Answerable)).reason).toBe(reason);
  });

  test('has nothing left either of a retry, once a later retry of the first run succeeded', async () => {
    const warm = warmProcess({ yaml, instances: [{ name: 'cache-1' }] });
    warm.dcs.addFault({ operation: 'RestartOrFlushInstances', times: 2, effect: { kind: 'item-failed' } });
    let requests = 0;
    const ask = async (request: Answerable) => answerRequest(request, warm.invocation(`r-${++requests}`));
    const { run } = summaryIn(await ask(byHand()));
    const retry = summaryIn(await ask(retryFailed(run)));
    expect(retry.counts).toMatchObject({ failed: 1 });
    expect(summaryIn(await ask(retryFailed(run))).counts).toMatchObject({ succeeded: 1 });
    expect(refusalIn(await ask(retryFailed(retry.run))).reason).toContain(
      'cache-1 succeeded in nightly@by-hand-r-3',
    );
    expect(warm.dcs.log.entries().filter(({ kind }) => kind === 'accepted')).toHaveLength(1);
  });

  test('is the same run where the request is delivered again', async () => {
    const warm = warmProcess({ yaml, instances: [{ name: 'cache-1' }] });
    warm.dcs.addFault({ operation: 'RestartOrFlushInstances', times: 1, effect: { kind: 'item-failed' } });
    const { run } = summaryIn(await answerRequest(byHand(), warm.invocation()));
    const first = summaryIn(await answerRequest(retryFailed(run), warm.invocation('r-2')));
    expect(summaryIn(await answerRequest(retryFailed(run), warm.invocation('r-2'))).run).toBe(first.run);
    expect(warm.dcs.log.entries().filter(({ kind }) => kind === 'accepted')).toHaveLength(1);
  });

  test('says so where nothing failed, or nothing is known of the run', async () => {
    const warm = warmProcess({ yaml, instances: [{ name: 'cache-1' }] });
    const { run } = summaryIn(await answerRequest(byHand(), warm.invocation()));
    expect(refusalIn(await answerRequest(retryFailed(run), warm.invocation())).reason).toContain(
      'no instance failed',
    );
    expect(refusalIn(await answerRequest(retryFailed('nightly@other'), warm.invocation())).reason).toContain(
      'nothing is known here of a run "nightly@other"',
    );
  });
});

describe('the status', () => {
  test('is of the runs that this warm instance remembers, the latest first', async () => {
    const warm = warmProcess({ yaml, instances: [{ name: 'cache-1' }] });
    const status: Answerable = { kind: 'command', command: 'status' };
    expect(await answerRequest(status, warm.invocation())).toEqual({ unfinished: [], ended: [] });
    await answerRequest(byHand(), warm.invocation('r-1'));
    await answerRequest(byHand(), warm.invocation('r-2'));
    expect(await answerRequest(status, warm.invocation())).toMatchObject({
      unfinished: [],
      ended: [
        {
          run: 'nightly@by-hand-r-2',
          job: 'nightly',
          status: 'succeeded',
          endedAt: expect.any(String),
          outcomes: { succeeded: 1 },
        },
        { run: 'nightly@by-hand-r-1' },
      ],
    });
  });
});
