import { describe, expect, test } from 'vitest';
import { openRunKey } from '../../../functions/maintenance/journal/register-keys.ts';
import { createRegister } from '../../../functions/maintenance/journal/register-over-store.ts';
import type { EndedRun } from '../../../functions/maintenance/run/journal.ts';
import { stillClock } from '../notify/still-clock.ts';
import { faultyStore, type ScriptedFailure } from './faulty-store.ts';
import { createMemoryStore } from './memory-store.ts';

const startAt = Date.parse('2026-11-22T19:30:00Z');
const run = 'nightly@2026-11-23T03:30:00+08:00';
const ended: EndedRun = { run, job: 'nightly', status: 'failed', endedAt: startAt, outcomes: { failed: 3 } };
const stopped: ScriptedFailure = { verb: 'remove', kind: 'denied' };

function stage(script: readonly ScriptedFailure[] = []) {
  const store = createMemoryStore();
  const clock = stillClock(startAt);
  const faulty = faultyStore(store, script);
  return {
    store,
    faulty,
    register: createRegister(faulty, { clock }),
    later: createRegister(store, { clock }),
  };
}

describe('a register that is stopped half-way', () => {
  test('still lists a run as open that was entered as ended, until it is entered again', async () => {
    const { register, later } = stage([stopped]);
    await register.enter({ kind: 'begins', run, at: startAt });
    await expect(register.enter({ kind: 'ended', ended })).rejects.toMatchObject({ code: 'journal.denied' });
    expect((await later.open()).runs).toEqual([{ run, since: startAt }]);
    expect(await later.ended(10)).toEqual([ended]);
    await later.enter({ kind: 'ended', ended });
    expect((await later.open()).runs).toEqual([]);
    expect(await later.ended(10)).toEqual([ended]);
  });

  test('has many ticks: the latest counts, and the next clears all of them away', async () => {
    const { register, later, store } = stage([stopped]);
    for (let tick = 0; tick < 12; tick += 1) await register.enter({ kind: 'tick', at: startAt + tick });
    await expect(register.enter({ kind: 'tick', at: startAt + 12 })).rejects.toMatchObject({
      code: 'journal.denied',
    });
    expect(await store.list('open/tick/')).toHaveLength(13);
    expect((await later.open()).lastTick).toBe(startAt + 12);
    await later.enter({ kind: 'tick', at: startAt + 13 });
    expect(await store.list('open/tick/')).toEqual(['open/tick/2026-11-22T19%3A30%3A00%2E013Z']);
  });

  test('forgets the rest of a run of which the record is gone', async () => {
    const { register, later, store } = stage([{ ...stopped, done: 'before' }]);
    await register.enter({ kind: 'begins', run, at: startAt });
    await later.enter({ kind: 'ended', ended });
    await expect(register.forget(startAt + 1)).rejects.toMatchObject({ code: 'journal.denied' });
    expect(await later.ended(10)).toEqual([ended]);
    expect(await later.forget(startAt + 1)).toBe(1);
    expect(await store.list('')).toEqual([]);
  });
});

describe('a register over a store', () => {
  test.each(['before', 'never'] as const)('repeats what may have been done: done %s', async (done) => {
    const lost = (verb: ScriptedFailure['verb']): ScriptedFailure => ({ verb, kind: 'ambiguous', done });
    const { register } = stage([lost('append'), lost('append'), lost('remove'), lost('list')]);
    await register.enter({ kind: 'begins', run, at: startAt });
    await register.enter({ kind: 'ended', ended });
    await register.enter({ kind: 'tick', at: startAt });
    expect(await register.open()).toEqual({ runs: [], lastTick: startAt });
    expect(await register.ended(10)).toEqual([ended]);
  });

  test('needs one list to tell what is open, and none more to note the next tick', async () => {
    const { register, faulty, later } = stage();
    await later.enter({ kind: 'tick', at: startAt });
    await register.open();
    await register.enter({ kind: 'tick', at: startAt + 1 });
    expect(faulty.calls).toEqual(['list', 'append']);
  });

  test('lists no more to tell what has begun, however much is due, and nothing of that to enter an end', async () => {
    const { store, register } = stage();
    const listed: string[] = [];
    const watched = createRegister(
      {
        ...store,
        async list(prefix, options) {
          const keys = await store.list(prefix, options);
          listed.push(...keys);
          return keys;
        },
      },
      { clock: stillClock(startAt) },
    );
    const due = Array.from({ length: 300 }, (_, index) => `${run}-${index}`);
    await register.enter({ kind: 'due', runs: [run, ...due], at: startAt });
    await watched.open();
    await watched.enter({ kind: 'begins', run, at: startAt });
    listed.length = 0;
    expect(await watched.begun()).toEqual([{ run, since: startAt }]);
    expect(listed).toEqual([openRunKey(run, startAt)]);
    await watched.enter({ kind: 'ended', ended });
    expect(listed).toEqual([openRunKey(run, startAt), openRunKey(run, startAt)]);
    expect((await watched.open()).runs).toHaveLength(due.length);
  });

  test('knows a run that is due by the key of an earlier version, and removes it with the run', async () => {
    const { register, store, later } = stage();
    await store.append(`${openRunKey(run, startAt)}~due`, 0, Uint8Array.of(10));
    expect((await register.open()).runs).toEqual([{ run, since: startAt, unbegun: true }]);
    expect(await register.begun()).toEqual([]);
    await register.enter({ kind: 'begins', run, at: startAt + 1 });
    expect(await register.begun()).toMatchObject([{ run }]);
    await later.enter({ kind: 'ended', ended });
    expect(await store.list('open/')).toEqual([]);
  });

  test('forgets no more than 100 runs at once', async () => {
    const { register, store } = stage();
    for (let index = 0; index < 130; index += 1)
      await register.enter({ kind: 'ended', ended: { ...ended, run: `${run}-${index}` } });
    expect([await register.forget(startAt + 1), await register.forget(startAt + 1)]).toEqual([100, 30]);
    expect(await store.list('')).toEqual([]);
  });

  test('passes over keys that are not its own', async () => {
    const { register, store } = stage();
    const strange = ['ended/x', 'ended/0000000000000~%E0~~a~b', 'open/run/%E0', 'open/tick/x', 'open/x'];
    for (const key of strange) await store.append(key, 0, Uint8Array.of(10));
    await register.enter({ kind: 'begins', run, at: startAt });
    await register.enter({ kind: 'ended', ended: { ...ended, run: 'other' } });
    expect(await register.open()).toEqual({ runs: [{ run, since: startAt }], lastTick: undefined });
    expect((await register.ended(1)).map((each) => each.run)).toEqual(['other']);
    expect(await register.forget(startAt + 1)).toBe(1);
    expect(await store.list('')).toEqual([...strange, openRunKey(run, startAt)].sort());
  });
});
