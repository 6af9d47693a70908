import { describe, expect, test } from 'vitest';
import { createMemoryRecords } from '../../../functions/maintenance/journal/memory-records.ts';
import type { RunEvent } from '../../../functions/maintenance/run/event.ts';
import { fold } from '../../../functions/maintenance/run/fold.ts';
import type { Held } from '../../../functions/maintenance/run/in-hand.ts';
import type { Journal } from '../../../functions/maintenance/run/journal.ts';
import { JournalError, UnreadableRecord } from '../../../functions/maintenance/run/journal-error.ts';
import { leaseAt } from '../../../functions/maintenance/run/lease.ts';
import {
  createOtherRuns,
  instancesInHand,
  queueRuns,
} from '../../../functions/maintenance/run/other-runs.ts';
import { createRecorder } from '../../../functions/maintenance/run/recorder.ts';
import { instanceIdOf } from '../../../functions/minicloud/dcs/instance-seed.ts';
import { stillClock } from '../notify/still-clock.ts';
import { startAt } from './night.ts';
import { setStage, run as stagedRun } from './stage.ts';

const [a, b, c] = ['a', 'b', 'c'].map(instanceIdOf) as [string, string, string];

/** The event that opens a run of a job on some of the instances a, b and c. */
async function opening(
  run: string,
  ...ids: readonly string[]
): Promise<Extract<RunEvent, { type: 'opened' }>> {
  const { open, journal } = setStage({ instances: [{ name: 'a' }, { name: 'b' }, { name: 'c' }] });
  await open();
  const [opened] = (await journal.read(stagedRun)).events;
  if (opened?.type !== 'opened') expect.unreachable('a run is opened first');
  const instances = opened.plan.instances.filter(({ id }) => ids.includes(id));
  return { ...opened, run, plan: { ...opened.plan, job: run.split('@')[0] ?? '', instances } };
}

const submitting = (...ids: readonly string[]): RunEvent => ({
  type: 'submitting',
  at: startAt,
  region: 'beijing',
  ids,
});
const concluded = (id: string): RunEvent => ({
  type: 'concluded',
  at: startAt,
  conclusions: [{ id, outcome: 'succeeded', code: 'returned', reason: 'is back' }],
});

/** Records of which is known which journals were read, and a run on instance a that looks at the others. */
async function beside(spoil: (journal: Journal) => Journal = (journal) => journal) {
  const { journal: sound, register } = createMemoryRecords();
  const reads: string[] = [];
  const spoilt = spoil(sound);
  const journal: Journal = {
    append: spoilt.append,
    read(run) {
      reads.push(run);
      return spoilt.read(run);
    },
  };
  const told: Held[] = [];
  const own = fold([await opening('own@now', a)]);
  const others = createOtherRuns({ journal, register }, (held) => told.push(held));
  const enter = async (run: string, ids: readonly string[], ...events: readonly RunEvent[]) => {
    await register.enter({ kind: 'begins', run, at: startAt });
    return sound.append(run, 0, [await opening(run, ...ids), leaseAt(startAt, run), ...events]);
  };
  const look = async () => [...(await others.look(own))];
  return { journal, register, reads, told, own, others, enter, look };
}

/** The record as it was at first, from when it is said to be. */
function turnsStale(keep: number) {
  const store = { stale: false };
  const spoil = (journal: Journal): Journal => ({
    ...journal,
    async read(run) {
      const read = await journal.read(run);
      return store.stale ? { ...read, events: read.events.slice(0, keep), position: keep } : read;
    },
  });
  return { store, spoil };
}

describe('the runs beside one', () => {
  test('are read from the journal, and only once where they are about other instances', async () => {
    const { enter, look, reads, others } = await beside();
    await enter('first@now', [a, b], submitting(a));
    await enter('other@now', [b, c], submitting(b));
    expect([...others.held]).toEqual([]);
    expect(await look()).toEqual([[a, 'first@now']]);
    expect([...others.held]).toEqual([[a, 'first@now']]);
    await look();
    expect(reads).toEqual(['first@now', 'other@now', 'first@now']);
  });

  test('are told of when others have something in hand, or it is another one that has it', async () => {
    const { enter, look, told, journal } = await beside();
    await look();
    expect(told).toEqual([]);
    const position = (await enter('first@now', [a], submitting(a))) ?? 0;
    await look();
    await look();
    expect(told.map((held) => [...held])).toEqual([[[a, 'first@now']]]);
    await journal.append('first@now', position, [concluded(a)]);
    await enter('second@now', [a], submitting(a));
    await look();
    expect(told.map((held) => [...held])).toEqual([[[a, 'first@now']], [[a, 'second@now']]]);
  });

  test('hold nothing that is not in the journal yet', async () => {
    const { look, register } = await beside();
    await register.enter({ kind: 'begins', run: 'first@now', at: startAt });
    expect(await look()).toEqual([]);
  });

  test('are not asked for where this invocation is yet to begin them after it, and are once their turn has come', async () => {
    const { enter, look, reads, journal } = await beside();
    await enter('own@later', [a], submitting(a));
    await enter('other@later', [a], submitting(a));
    const begins = queueRuns(journal, ['own@later', 'other@later']);
    expect(await look()).toEqual([[a, 'other@later']]);
    expect(reads).toEqual(['other@later']);
    begins('own@later');
    expect((await look()).length).toBe(1);
    expect(reads.slice(1).sort()).toEqual(['other@later', 'own@later']);
  });
});

describe('a run whose journal was read before', () => {
  test.each([
    ['missing', 0],
    ['shorter', 1],
  ])('may have all in hand that it is not shown to be done with when it is %s later', async (_, keep) => {
    const { store, spoil } = turnsStale(keep);
    const { enter, look, journal, register } = await beside(spoil);
    await enter('first@now', [a, b], concluded(a));
    expect(await look()).toEqual([]);
    store.stale = true;
    expect(await look()).toEqual([[a, 'first@now']]);
    expect([...(await instancesInHand({ journal, register }))]).toEqual([a, b]);
    store.stale = false;
    expect(await look()).toEqual([]);
  });
});

describe('a run of the same process', () => {
  async function known(ids: readonly string[]) {
    const { store, spoil } = turnsStale(0);
    const scene = await beside(spoil);
    const position = (await scene.enter('first@now', ids, submitting(...ids))) ?? 0;
    const { events, appends } = await scene.journal.read('first@now');
    const open = { state: fold(events), position, appends, repeated: true };
    const { journal, others } = scene;
    const recorder = createRecorder(open, { journal, clock: stillClock(startAt), by: 'first@now' });
    others.enter('first@now', recorder);
    scene.reads.length = 0;
    return { ...scene, recorder, store };
  }

  test('is known without its journal, until it is left', async () => {
    const { look, reads, others } = await known([a]);
    expect(await look()).toEqual([[a, 'first@now']]);
    expect(reads).toEqual([]);
    others.leave('first@now');
    expect(await look()).toEqual([[a, 'first@now']]);
    expect(reads).toEqual(['first@now']);
  });

  test('is remembered once it was left, whatever its journal shows of it then', async () => {
    const { look, others, recorder, store } = await known([a]);
    await recorder.leave('waiting');
    others.leave('first@now');
    store.stale = true;
    expect(await look()).toEqual([[a, 'first@now']]);
  });

  test('is done with an instance when its journal says so, which is not waited for', async () => {
    const { look, recorder, journal } = await known([a]);
    await recorder.record([concluded(a)], 'look');
    expect(await look()).toEqual([]);
    expect((await journal.read('first@now')).events.at(-1)).toEqual(concluded(a));
  });

  test('writes nothing for others that are about other instances, or for those it is not done with', async () => {
    const { look, recorder, journal } = await known([a, b]);
    const { position } = await journal.read('first@now');
    await recorder.record([concluded(b)], 'look');
    expect(await look()).toEqual([[a, 'first@now']]);
    expect((await journal.read('first@now')).position).toBe(position);
  });

  test('writes nothing when nothing is pending', async () => {
    const { look, recorder, journal } = await known([a]);
    await recorder.record([concluded(a)], 'fact');
    const { position } = await journal.read('first@now');
    await look();
    expect((await journal.read('first@now')).position).toBe(position);
  });

  test('is read from the journal when somebody else has taken it', async () => {
    const { look, recorder, journal } = await known([a]);
    const { position } = await journal.read('first@now');
    await journal.append('first@now', position, [leaseAt(startAt, 'another'), concluded(a)]);
    await recorder.record([], 'fact');
    expect(recorder.lost).toBe(true);
    expect(await look()).toEqual([]);
  });
});

describe('a run whose journal can be read but in part', () => {
  const cut = (keep: number) => (journal: Journal) => ({
    ...journal,
    async read(run: string) {
      const { events } = await journal.read(run);
      const flaw = new JournalError('journal.corrupt', 'the last line is cut');
      throw new UnreadableRecord(flaw, flaw.message, events.slice(0, keep));
    },
  });

  test('may have all in hand that it is not done with', async () => {
    const { enter, look, journal, register } = await beside(cut(3));
    await enter('first@now', [a, b], concluded(b));
    expect(await look()).toEqual([[a, 'first@now']]);
    expect([...(await instancesInHand({ journal, register }))]).toEqual([a]);
  });

  test('holds nothing when nothing of it can be read', async () => {
    const { enter, look } = await beside(cut(0));
    await enter('first@now', [a], submitting(a));
    expect(await look()).toEqual([]);
  });

  test.each([new TypeError('a bug'), new JournalError('journal.unreachable', 'it does not answer')])(
    'is no other fault: %s',
    async (fault) => {
      const { enter, look } = await beside((journal) => ({ ...journal, read: () => Promise.reject(fault) }));
      await enter('first@now', [a], submitting(a));
      await expect(look()).rejects.toBe(fault);
    },
  );
});

test('in hand of any open run is what it has sent, as long as it has not finished', async () => {
  const { enter, journal, register } = await beside();
  await enter('first@now', [a, b], submitting(a));
  await enter('second@now', [c], submitting(c), { type: 'finished', at: startAt });
  expect([...(await instancesInHand({ journal, register }))]).toEqual([a]);
});
