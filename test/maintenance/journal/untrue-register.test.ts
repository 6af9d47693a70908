import { describe, expect, test } from 'vitest';
import { createRegister } from '../../../functions/maintenance/journal/register-over-store.ts';
import type { Store } from '../../../functions/maintenance/journal/store.ts';
import type { EndedRun } from '../../../functions/maintenance/run/journal.ts';
import { stillClock } from '../notify/still-clock.ts';
import { createMemoryStore } from './memory-store.ts';

const startAt = Date.parse('2026-11-22T19:30:00Z');
const run = 'nightly@2026-11-23T03:30:00+08:00';
const begins = { kind: 'begins', run, at: startAt } as const;
const ended: EndedRun = { run, job: 'nightly', status: 'failed', endedAt: startAt, outcomes: { failed: 3 } };

/** A register over a store that is made untrue in some way, and one that is not. */
function over(change: (store: Store) => Partial<Store>) {
  const store = createMemoryStore();
  const clock = stillClock(startAt);
  return {
    clock,
    store,
    register: createRegister({ ...store, ...change(store) }, { clock }),
    others: createRegister(store, { clock }),
  };
}

/** Whether the call of that number, and each before it, is one of the first few. */
const firstOf = (count: number) => {
  let calls = 0;
  return () => ++calls <= count;
};

describe('an entry that a store says it has written, and has not', () => {
  const unstored = (times: number) => {
    const plays = firstOf(times);
    return over((store) => ({
      append: async (key, position, bytes) =>
        plays() ? position + bytes.length : store.append(key, position, bytes),
    }));
  };

  test('is written again, so that no run is forgotten', async () => {
    const { register, others } = unstored(2);
    await register.enter(begins);
    expect((await others.open()).runs).toEqual([{ run, since: startAt }]);
  });

  test('of an end leaves the run open until it is there', async () => {
    const { register, others, store } = unstored(0);
    await register.enter(begins);
    const again = unstored(100);
    await again.store.append((await store.list('open/'))[0] ?? '', 0, Buffer.from('\n'));
    await expect(again.register.enter({ kind: 'ended', ended })).rejects.toMatchObject({
      code: 'journal.unreachable',
      message: expect.stringMatching(/was written, and it is not there/),
    });
    expect((await again.others.open()).runs).toEqual([{ run, since: startAt }]);
    await register.enter({ kind: 'ended', ended });
    expect((await others.open()).runs).toEqual([]);
  });

  test('of a tick takes the notes of no earlier ones away', async () => {
    const { store, register } = unstored(0);
    for (let tick = 0; tick < 12; tick += 1) await register.enter({ kind: 'tick', at: startAt + tick });
    const again = unstored(100);
    for (const key of await store.list('open/tick/')) await again.store.append(key, 0, Buffer.from('\n'));
    const late = again.register.enter({ kind: 'tick', at: startAt + 12 });
    await expect(late).rejects.toMatchObject({ code: 'journal.unreachable' });
    expect((await again.others.open()).lastTick).toBe(startAt + 11);
  });

  test('nor ever takes, as it refuses every append for its position, is told', async () => {
    const { register } = over(() => ({ append: async () => undefined }));
    await expect(register.enter(begins)).rejects.toMatchObject({ code: 'journal.unreachable' });
  });
});

describe('a list without what stood there', () => {
  const stale = (times: number) => {
    const plays = firstOf(times);
    return over((store) => ({
      list: async (prefix, options) => (plays() ? [] : store.list(prefix, options)),
    }));
  };

  test('is an old one, and asked for again', async () => {
    const { register, clock } = stale(2);
    await register.enter(begins);
    expect((await register.open()).runs).toEqual([{ run, since: startAt }]);
    expect(clock.waits).toHaveLength(2);
  });

  test('is believed when it stays so: somebody else has ended the run; and the next is not doubted', async () => {
    const { register, others, clock } = stale(0);
    await register.enter(begins);
    await others.enter({ kind: 'ended', ended });
    expect((await register.open()).runs).toEqual([]);
    const { length } = clock.waits;
    expect((await register.open()).runs).toEqual([]);
    expect(clock.waits).toHaveLength(length);
  });

  test('is not doubted of what this register has ended itself', async () => {
    const { register, clock } = stale(0);
    await register.enter(begins);
    await register.open();
    await register.enter({ kind: 'ended', ended });
    expect((await register.open()).runs).toEqual([]);
    expect(clock.waits).toEqual([]);
  });
});
