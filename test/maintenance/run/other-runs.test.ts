import { describe, expect, test } from 'vitest';
import { planTask } from '../../../functions/maintenance/invocation/plan-task.ts';
import { createMemoryRecords } from '../../../functions/maintenance/journal/memory-records.ts';
import type { RunEvent } from '../../../functions/maintenance/run/event.ts';
import type { Journal, Records } from '../../../functions/maintenance/run/journal.ts';
import { JournalError, UnreadableRecord } from '../../../functions/maintenance/run/journal-error.ts';
import { openRun } from '../../../functions/maintenance/run/open-run.ts';
import { createOtherRuns } from '../../../functions/maintenance/run/other-runs.ts';
import { createRecorder } from '../../../functions/maintenance/run/recorder.ts';
import { startAt } from './night.ts';
import { about, setStage } from './stage.ts';

const restarting = 'restarting@2026-11-23T03:30:00+08:00';
const flushing = 'flushing@2026-11-23T03:30:00+08:00';

/** Two runs of other jobs on the same two instances, both opened and nothing sent yet; the second looks at the first. */
async function twoRuns(through: (journal: Journal) => Journal = (journal) => journal) {
  const stage = setStage({ instances: [{ name: 'a' }, { name: 'b' }] });
  const records: Records = createMemoryRecords();
  const journal = through(records.journal);
  const open = async (run: string) => {
    await records.register.enter({ kind: 'begins', run, at: startAt });
    const job = { ...stage.job, name: run.slice(0, run.indexOf('@')) };
    const plan = () => planTask({ job, windowEnd: null }, stage.fleet);
    const opened = await openRun(
      { run, scheduledFor: startAt, about, plan },
      { journal: records.journal, clock: stage.clock, by: run },
    );
    return opened.kind === 'mine' ? opened : expect.unreachable('the run was not opened');
  };
  const first = await open(restarting);
  const second = await open(flushing);
  const ids = [...first.state.instances.keys()];
  const others = createOtherRuns({ journal, register: records.register }, stage.clock, () => undefined);
  const recorder = createRecorder(first, { journal: records.journal, clock: stage.clock, by: restarting });
  const heldBySecond = async () => [...(await others.look(second.state))].map(([id]) => id);
  return { ...records, ids, others, recorder, heldBySecond };
}

const sent = (ids: readonly string[]): RunEvent => ({
  type: 'submitting',
  at: startAt,
  region: 'beijing',
  ids,
});
const doneWith = (ids: readonly string[]): RunEvent => ({
  type: 'concluded',
  at: startAt,
  conclusions: ids.map((id) => ({ id, outcome: 'succeeded', code: 'returned', reason: 'is back' })),
});

describe('what another run is done with', () => {
  test('is free once the journal has it: the run would be on it again where that was lost', async () => {
    const { others, recorder, ids, heldBySecond, journal } = await twoRuns();
    others.enter(restarting, recorder);
    await recorder.record([sent(ids)], 'intent');
    expect(await heldBySecond()).toEqual(ids);
    await recorder.record([doneWith(ids)], 'look');
    expect((await journal.read(restarting)).events.at(-1)?.type).toBe('submitting');
    expect(await heldBySecond()).toEqual([]);
    expect((await journal.read(restarting)).events).toContainEqual(doneWith(ids));
  });

  test('is not believed of a run that somebody else has taken meanwhile', async () => {
    const { others, recorder, ids, heldBySecond, journal } = await twoRuns();
    others.enter(restarting, recorder);
    await recorder.record([sent(ids)], 'intent');
    const { position } = await journal.read(restarting);
    await journal.append(restarting, position, [
      { type: 'held', at: startAt, by: 'somebody else', until: startAt + 60_000 },
    ]);
    await recorder.record([doneWith(ids)], 'look');
    expect(await heldBySecond()).toEqual(ids);
  });
});

describe('a run that is due', () => {
  const next = 'other@2026-11-23T03:30:00+08:00';

  test('is not read before somebody has come to begin it', async () => {
    const reads: string[] = [];
    const { register, heldBySecond } = await twoRuns((journal) => ({
      ...journal,
      read: (run) => {
        reads.push(run);
        return journal.read(run);
      },
    }));
    await register.enter({ kind: 'due', runs: [next], at: startAt });
    await heldBySecond();
    expect(reads).toEqual([restarting]);
    await register.enter({ kind: 'begins', run: next, at: startAt });
    await heldBySecond();
    expect(reads).toContain(next);
  });

  test('is looked at where another process has begun it, whoever enters it as due after that', async () => {
    const { recorder, ids, register, heldBySecond } = await twoRuns();
    await register.enter({ kind: 'due', runs: [restarting], at: startAt });
    await recorder.record([sent(ids)], 'intent');
    expect(await heldBySecond()).toEqual(ids);
  });
});

describe('a record that can be read but in part', () => {
  const cut = (journal: Journal): Journal => ({
    ...journal,
    async read(run) {
      const { events } = await journal.read(run);
      const flaw = new JournalError('journal.corrupt', 'the last line is cut');
      throw new UnreadableRecord(flaw, flaw.message, events);
    },
  });

  test('may have in hand all that it does not show to be done with', async () => {
    const { recorder, ids, heldBySecond } = await twoRuns(cut);
    const [done = '', ...left] = ids;
    await recorder.record([doneWith([done])], 'fact');
    expect(await heldBySecond()).toEqual(left);
  });
});
