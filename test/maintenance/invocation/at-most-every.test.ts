import { describe, expect, test } from 'vitest';
import { answerRequest } from '../../../functions/maintenance/invocation/answer-request.ts';
import type { Invocation } from '../../../functions/maintenance/invocation/invocation.ts';
import { planTask } from '../../../functions/maintenance/invocation/plan-task.ts';
import type { Journal } from '../../../functions/maintenance/run/journal.ts';
import { JournalError, UnreadableRecord } from '../../../functions/maintenance/run/journal-error.ts';
import { fleetOf, startAt } from '../run/night.ts';
import { asked, failOnce, one, processOf, run, until } from './often-process.ts';
import type { WarmProcess } from './warm-process.ts';

/** What the job would do now, by name, and why. */
async function planned(warm: WarmProcess, but: Partial<Invocation> = {}, job = 'often') {
  const answer = await answerRequest(asked({ dryRun: true, job }), { ...warm.invocation('look'), ...but });
  const [plan] = ('plans' in answer && answer.plans) || [];
  if (!plan) expect.unreachable(JSON.stringify(answer));
  return Object.fromEntries(plan.instances.map(({ name, decision, reason }) => [name, { decision, reason }]));
}

describe('atMostEvery', () => {
  test('leaves alone what the job acted on since then, by hand too, but for an event that ignores conditions', async () => {
    const warm = processOf();
    expect((await run(warm, { instances: [one] })).ends).toEqual({ 'cache-1': 'succeeded returned' });

    await until(warm, 19);
    const soon = await run(warm);
    expect(soon.ends).toEqual({ 'cache-1': 'skipped at-most-every', 'cache-2': 'succeeded returned' });
    expect(soon.summary).toMatchObject({ status: 'succeeded', counts: { succeeded: 1, skipped: 1 } });
    expect(soon.summary.instances.find(({ id }) => id === one)?.reason).toMatch(
      /^left alone: the job acted on it (18h \d+m|19h) ago, and atMostEvery is 20h$/,
    );

    await until(warm, 21);
    const later = { 'cache-1': 'succeeded returned', 'cache-2': 'skipped at-most-every' };
    expect((await run(warm)).ends).toEqual(later);

    const anyway = await run(warm, { ignoreConditions: true });
    expect(anyway.ends).toEqual({ 'cache-1': 'succeeded returned', 'cache-2': 'succeeded returned' });
    expect(anyway.summary.notes).toContain('its conditions are ignored, as the event says');
    // What was done so is done.
    expect(new Set(Object.values((await run(warm)).ends))).toEqual(new Set(['skipped at-most-every']));
  });

  test('is about what was done: a try that DCS did not carry out does not count, one that went wrong does', async () => {
    const warm = processOf([{ name: 'cache-1' }, { name: 'cache-2' }]);
    failOnce(warm);
    expect((await run(warm)).summary.counts).toMatchObject({ failed: 2 });
    await until(warm, 3);
    expect(await planned(warm)).toMatchObject({
      'cache-1': { decision: 'act' },
      'cache-2': { reason: expect.stringMatching(/^left alone: the job acted on it/) },
    });
    expect((await run(warm, { instances: [one] })).ends).toEqual({ 'cache-1': 'succeeded returned' });
  });

  test('counts what a run of the job did that is still open, and not one that waits for its turn', async () => {
    const warm = processOf();
    const { register } = warm.records;
    await register.enter({ kind: 'begins', run: 'often@2026-11-23T03:00:00+08:00', at: startAt });
    expect(await planned(warm)).toMatchObject({
      'cache-1': { decision: 'act' },
      'cache-2': { decision: 'act' },
    });
    await register.enter({
      kind: 'ended',
      ended: {
        run: 'often@2026-11-23T03:00:00+08:00',
        job: 'often',
        status: 'skipped',
        endedAt: startAt,
        outcomes: {},
      },
    });
    await run(warm, { instances: [one] });
    const [ended] = await register.ended(1);
    if (!ended) expect.unreachable('it has ended');
    // As it stands in the register before people were told of its end.
    const open = {
      ...register,
      ended: async () => [],
      open: async () => ({ runs: [{ run: ended.run, since: startAt }], lastTick: undefined }),
    };
    expect(await planned(warm, { register: open })).toMatchObject({
      'cache-1': { decision: 'skip', reason: expect.stringContaining('atMostEvery is 20h') },
      'cache-2': { decision: 'act' },
    });
  });
});

test('a plan for which nobody asked the journal says so', async () => {
  const warm = processOf();
  await run(warm);
  const { fleet, metrics, schedule, clock } = warm.invocation();
  const [job] = schedule.jobs;
  if (!job) expect.unreachable('there is a job');
  const plan = await planTask({ job, windowEnd: null }, fleet, { judging: { metrics, clock } });
  expect(plan.instances.map(({ decision }) => decision)).toEqual(['act', 'act']);
  expect(plan.notes).toContain(
    'atMostEvery is judged at the run only: this plan reads no journal, and does not know whom the job acted on within 20h',
  );
  const answer = await answerRequest(asked({ dryRun: true }), warm.invocation());
  expect(JSON.stringify(answer)).not.toContain('reads no journal');
});

describe('where the record of a run of the job cannot be read', () => {
  /** The journal, which shows so many events of a run and no more. */
  function torn({ records: { journal } }: WarmProcess, run: string, events: number): Journal {
    return {
      ...journal,
      async read(id) {
        const read = await journal.read(id);
        if (id !== run) return read;
        const flaw = new JournalError('journal.corrupt', 'its record: it does not end with a line feed');
        throw new UnreadableRecord(flaw, flaw.message, read.events.slice(0, events));
      },
    };
  }

  test('everybody that it may have acted on is refused, and that is told', async () => {
    const warm = processOf();
    const { run: first } = (await run(warm, { instances: [one] })).summary;
    const blind = await run(warm, {}, { journal: torn(warm, first, 0) });
    expect(new Set(Object.values(blind.ends))).toEqual(new Set(['refused condition-unknown']));
    expect(blind.summary).toMatchObject({ status: 'failed' });
    expect(blind.summary.instances[0]?.reason).toBe(
      `left alone: when the job acted on it last is not known, as the record of ${first} cannot be read`,
    );
    expect(warm.told).toHaveLength(2);

    // What can be read of it counts as ever.
    const whole = (await warm.records.journal.read(first)).events.length;
    expect(await planned(warm, { journal: torn(warm, first, whole) })).toMatchObject({
      'cache-1': { decision: 'skip' },
      'cache-2': { decision: 'refuse' },
    });
  });

  test('also of one that was given up, of which nobody knows whom it acted on', async () => {
    const warm = processOf();
    const { run: first } = (await run(warm, { instances: [one] })).summary;
    const { register } = warm.records;
    const [ended] = await register.ended(1);
    if (!ended) expect.unreachable('it has ended');
    const outcomes = { succeeded: 0, failed: 0, unknown: 0, skipped: 0, refused: 0 };
    await register.enter({ kind: 'ended', ended: { ...ended, status: 'failed', outcomes } });
    const blind = await planned(warm, { journal: torn(warm, first, 0) });
    expect(blind).toMatchObject({ 'cache-1': { decision: 'refuse' }, 'cache-2': { decision: 'refuse' } });
  });

  test('it is acted on all the same with noData: act', async () => {
    const warm = processOf(fleetOf(2), '    noData: act\n    onlyIf: { keys: ">= 0" }\n');
    const { run: first } = (await run(warm, { instances: [one] })).summary;
    expect(await planned(warm, { journal: torn(warm, first, 0) })).toMatchObject({
      'cache-1': { decision: 'act' },
      'cache-2': { decision: 'act' },
    });
  });
});
