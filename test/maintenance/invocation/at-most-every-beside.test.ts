import { describe, expect, test } from 'vitest';
import { answerRequest } from '../../../functions/maintenance/invocation/answer-request.ts';
import type { Invocation } from '../../../functions/maintenance/invocation/invocation.ts';
import { fleetOf, startAt } from '../run/night.ts';
import { tickAt, toldIn } from './durable-process.ts';
import { failOnce, one, processOf, run, two, until } from './often-process.ts';
import type { WarmProcess } from './warm-process.ts';

/** Who was restarted, in the order in which that was accepted. */
const restarted = ({ dcs }: WarmProcess) =>
  dcs.log.entries().flatMap((entry) => (entry.kind === 'accepted' ? [entry.instance] : []));

describe('no two runs of the job act on an instance within it', () => {
  /** Fires at half past each hour, and waits until the instances are fragmented, 80 minutes after the first. */
  function hourly(overlap: string): WarmProcess {
    const more = [
      'cron: "30 * * * *"',
      'window: 4h',
      'otherwise: wait',
      'onlyIf: { memory_frag_ratio: "> 1.5" }',
      `overlap: ${overlap}`,
    ];
    const valueAt = ({ at }: { readonly at: number }) => (at < startAt + 80 * 60_000 ? 1.1 : 1.9);
    return processOf(fleetOf(2), more.map((line) => `    ${line}\n`).join(''), { measured: { valueAt } });
  }

  test.each([
    ['skip', ['skipped overlap'], 'succeeded at-most-every'],
    ['queue', [], 'succeeded at-most-every'],
  ])('fires that come due while the first waits (overlap: %s)', async (overlap, beside, after) => {
    const warm = hourly(overlap);
    await tickAt(warm, 0);
    for (let minutes = 5; minutes <= 75; minutes += 5) await tickAt(warm, minutes);
    expect(restarted(warm)).toEqual([]);
    const byHand = await run(warm);
    expect(byHand.summary.problems).toMatchObject([
      { code: 'overlap', reason: expect.stringMatching(/still going - ask again when it has ended$/) },
    ]);
    for (let minutes = 80; minutes <= 330; minutes += 5) await tickAt(warm, minutes);
    expect(restarted(warm)).toEqual([one, two]);
    const told = toldIn(warm).filter(({ run: id }) => !id.includes('by-hand'));
    const ends = told.map(({ status, problems, instances }) => {
      const codes = new Set([...problems, ...instances].map(({ code }) => code));
      return `${status} ${[...codes].join(' ')}`;
    });
    expect(ends).toEqual([
      ...beside,
      'succeeded returned',
      ...Array.from(ends.slice(beside.length + 1), () => after),
    ]);
    expect((await warm.records.register.ended(20)).length).toBeGreaterThanOrEqual(5);
  });

  test.each(['skip', 'queue'])(
    'one by hand that is planned while another acts (overlap: %s)',
    async (overlap) => {
      const warm = processOf(fleetOf(2), `    onlyIf: { keys: ">= 0" }\n    overlap: ${overlap}\n`);
      const { metrics } = warm.invocation();
      let asked = 0;
      const slow: Invocation['metrics'] = {
        ...metrics,
        async read(...call) {
          // The other begins when this one has asked the journal, and ends before this one begins.
          if (++asked === 1) await run(warm, { instances: [one] });
          return metrics.read(...call);
        },
      };
      const { summary } = await run(warm, {}, { metrics: slow });
      expect(restarted(warm)).toEqual([one]);
      const reason = 'another run of the job ended while this one was planned - ask again';
      expect(summary).toMatchObject({ status: 'skipped', problems: [{ code: 'overlap', reason }] });
      expect((await run(warm)).ends).toEqual({
        'cache-1': 'skipped at-most-every',
        'cache-2': 'succeeded returned',
      });
    },
  );

  test('a retry is for what failed, and not for what another run of the job did since', async () => {
    const warm = processOf();
    failOnce(warm);
    const failed = (await run(warm)).summary;
    expect(failed.counts).toMatchObject({ failed: 2 });
    await until(warm, 1);
    expect((await run(warm)).ends).toEqual({
      'cache-1': 'succeeded returned',
      'cache-2': 'skipped at-most-every',
    });
    await until(warm, 2);
    const retry = { kind: 'retry-failed', run: failed.run, dryRun: false, confirm: undefined } as const;
    const answer = await answerRequest(retry, warm.invocation('r-again'));
    const [again] = 'summaries' in answer ? answer.summaries : [];
    expect(again?.instances.map(({ name, outcome, code }) => [name, outcome, code])).toEqual([
      ['cache-1', 'skipped', 'at-most-every'],
      ['cache-2', 'succeeded', 'returned'],
    ]);
    const anyway = await answerRequest({ ...retry, ignoreConditions: true, dryRun: true }, warm.invocation());
    expect(anyway).toMatchObject({ plans: [{ instances: [{ name: 'cache-1', decision: 'act' }] }] });
  });
});
