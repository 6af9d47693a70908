import { describe, expect, test } from 'vitest';
import { createJournal } from '../../../functions/maintenance/journal/journal-over-store.ts';
import type { RunEvent } from '../../../functions/maintenance/run/event.ts';
import type { Journal } from '../../../functions/maintenance/run/journal.ts';
import { stillClock } from '../notify/still-clock.ts';
import { faultyStore, type ScriptedFailure } from './faulty-store.ts';
import { createMemoryStore } from './memory-store.ts';

const run = 'nightly@2026-11-23T03:30:00+08:00';
const writer = 'nightshift 0.0.0';
const startAt = Date.parse('2026-11-22T19:30:00Z');

function looked(second: number): RunEvent {
  return { type: 'observed', at: startAt + second * 1_000, region: 'beijing', changes: [] };
}

/** A run with one append in it, a journal whose store fails, and one of somebody else on the same store. */
async function stage(script: readonly ScriptedFailure[]) {
  const store = createMemoryStore();
  const clock = stillClock(startAt);
  const sound = createJournal(store, { clock, writer });
  const position = (await sound.append(run, 0, [looked(0)])) ?? 0;
  const faulty = faultyStore(store, script);
  return { sound, position, clock, store: faulty, journal: createJournal(faulty, { clock, writer }) };
}

async function seconds(journal: Journal): Promise<readonly number[]> {
  return (await journal.read(run)).events.map(({ at }) => (at - startAt) / 1_000);
}

const lostAfter: ScriptedFailure = { verb: 'append', kind: 'ambiguous', done: 'before' };
const lostBefore: ScriptedFailure = { verb: 'append', kind: 'ambiguous' };
const lostOnTheWay: ScriptedFailure = { verb: 'append', kind: 'ambiguous', done: 'late' };
const unread: ScriptedFailure = { verb: 'read', kind: 'unreachable' };
const unsent: ScriptedFailure = { verb: 'append', kind: 'unreachable' };

describe('an append whose answer was lost', () => {
  test.each([
    ['was carried out: it is found and not repeated', [lostAfter], ['append', 'read']],
    // The first append of a process is looked for.
    ['was not carried out: it is repeated', [lostBefore], ['append', 'read', 'append', 'readFrom']],
    [
      'is carried out just when it is repeated: the conflict is its own',
      [lostOnTheWay],
      ['append', 'read', 'append', 'read'],
    ],
    ['was carried out, and cannot be looked for at once', [lostAfter, unread], ['append', 'read', 'read']],
    ['was carried out at its second try', [lostBefore, lostAfter], ['append', 'read', 'append', 'read']],
    [
      'is its own conflict, and cannot be looked for at once',
      [lostOnTheWay, { verb: 'read', kind: 'ambiguous' }],
      ['append', 'read', 'read', 'append', 'read'],
    ],
    [
      'never left: it is repeated without a look',
      [unsent, unsent],
      ['append', 'append', 'append', 'readFrom'],
    ],
  ] satisfies [string, ScriptedFailure[], string[]][])('%s', async (_, script, calls) => {
    const { journal, sound, position, store } = await stage(script);
    const next = await journal.append(run, position, [looked(1)]);
    expect(store.calls).toEqual(calls);
    expect(await sound.read(run)).toMatchObject({ position: next, appends: 2 });
    expect(await seconds(sound)).toEqual([0, 1]);
  });

  test('is found as the first of a run, too', async () => {
    const store = createMemoryStore();
    const clock = stillClock(startAt);
    const journal = createJournal(faultyStore(store, [lostAfter]), { clock, writer });
    const next = await journal.append(run, 0, [looked(1)]);
    expect(await journal.read(run)).toEqual({ events: [looked(1)], position: next, appends: 1 });
  });

  test('is found behind what somebody else appended after it', async () => {
    const { journal, sound, position } = await stage([lostAfter, unread]);
    const own = journal.append(run, position, [looked(1)]);
    await Promise.resolve();
    const { position: end } = await sound.read(run);
    expect(await sound.append(run, end, [looked(2)])).toBeDefined();
    expect(await own).toBe(end);
    expect(await seconds(sound)).toEqual([0, 1, 2]);
  });

  test.each([
    ['while its answer was waited for', [lostBefore]],
    ['before it was repeated', [lostBefore, unread]],
    ['and it never left', [unsent]],
  ] satisfies [string, ScriptedFailure[]][])(
    'is lost to an append of the same events by somebody else %s',
    async (_, script) => {
      const { journal, sound, position } = await stage(script);
      const own = journal.append(run, position, [looked(1)]);
      const others = sound.append(run, position, [looked(1)]);
      expect(await own).toBeUndefined();
      expect(await others).toBeDefined();
      expect(await seconds(sound)).toEqual([0, 1]);
    },
  );
});

describe('a journal over a store', () => {
  test('answers a conflict without looking, when no try of its own is in doubt', async () => {
    const { journal, position, store } = await stage([]);
    expect(await journal.append(run, position - 1, [looked(1)])).toBeUndefined();
    expect(store.calls).toEqual(['append']);
  });

  test('gives a store that cannot be reached about eight seconds, then says so', async () => {
    const script = Array.from({ length: 6 }, (): ScriptedFailure => unsent);
    const { journal, sound, position, clock } = await stage(script);
    await expect(journal.append(run, position, [looked(1)])).rejects.toMatchObject({
      name: 'JournalError',
      code: 'journal.unreachable',
      message: expect.stringMatching(/^could not append to runs\/nightly%40.*SCRIPTED.*6 times/),
      cause: { kind: 'unreachable' },
    });
    expect(clock.waits).toEqual([250, 500, 1_000, 2_000, 4_000]);
    expect(await seconds(sound)).toEqual([0]);
  });

  test.each(['denied', 'permanent'] as const)('says at once what is %s', async (kind) => {
    const { journal, position, clock } = await stage([
      { verb: 'append', kind },
      { verb: 'read', kind },
    ]);
    const denied = { code: 'journal.denied', cause: { kind } };
    await expect(journal.append(run, position, [looked(1)])).rejects.toMatchObject(denied);
    await expect(journal.read(run)).rejects.toMatchObject(denied);
    expect(clock.waits).toEqual([]);
  });

  test('reads again what could not be read', async () => {
    const { journal } = await stage([unread, { verb: 'read', kind: 'ambiguous' }]);
    expect(await seconds(journal)).toEqual([0]);
  });

  test.each(['', `by-hand@${'x'.repeat(1_100)}`, 'half\ud83d'])(
    'says that a run of the id %j cannot be kept',
    async (id) => {
      const { journal } = await stage([]);
      await expect(journal.read(id)).rejects.toMatchObject({ code: 'journal.name' });
      await expect(journal.append(id, 0, [looked(0)])).rejects.toMatchObject({ code: 'journal.name' });
    },
  );
});
