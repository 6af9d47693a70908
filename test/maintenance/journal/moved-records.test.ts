import { describe, expect, test } from 'vitest';
import { createJournal } from '../../../functions/maintenance/journal/journal-over-store.ts';
import { createMovedRecords } from '../../../functions/maintenance/journal/moved-records.ts';
import { createRegister } from '../../../functions/maintenance/journal/register-over-store.ts';
import type { RunEvent } from '../../../functions/maintenance/run/event.ts';
import type { Records } from '../../../functions/maintenance/run/journal.ts';
import { stillClock } from '../notify/still-clock.ts';
import { rulesOf } from '../run/tracked-fixture.ts';
import { createMemoryStore } from './memory-store.ts';

const run = 'nightly@2026-11-23T03:30:00+08:00';
const startAt = Date.parse('2026-11-22T19:30:00Z');
const looked = (second: number): RunEvent => ({
  type: 'observed',
  at: startAt + second * 1_000,
  region: 'beijing',
  changes: [],
});
const opened: RunEvent = {
  type: 'opened',
  at: startAt,
  run,
  scheduledFor: startAt,
  about: { timezone: 'Asia/Shanghai', notify: [], notes: [] },
  plan: { job: 'nightly', rules: rulesOf(), instances: [], notes: [], problems: [] },
};
const ended = { run, job: 'nightly', status: 'succeeded', endedAt: startAt + 60_000, outcomes: {} };

/** A journal that was used in its old place, and what opens both places for a new process. */
function moved() {
  const clock = stillClock(startAt);
  const [here, before] = [createMemoryStore(), createMemoryStore()];
  const over = (store: typeof here): Records => ({
    journal: createJournal(store, { clock, writer: 'nightshift 0.0.0' }),
    register: createRegister(store, { clock }),
  });
  return {
    old: over(before),
    here: () => over(here),
    there: () => over(before),
    both: () => createMovedRecords(over(here), over(before)),
    /** Whose looks at the old place show no record. */
    blind: () => createMovedRecords(over(here), over({ ...before, read: async () => undefined })),
  };
}

describe('a journal that was moved', () => {
  test('goes on with a run where it was begun, and ends it in both places', async () => {
    const { old, both, here, there } = moved();
    await old.register.enter({ kind: 'begins', run, at: startAt });
    await old.register.enter({ kind: 'tick', at: startAt });
    const position = await old.journal.append(run, 0, [looked(1)]);
    const { journal, register } = both();
    expect(await register.open()).toEqual({ runs: [{ run, since: startAt }], lastTick: startAt });
    expect(await journal.read(run)).toMatchObject({ events: [looked(1)], position });
    expect(await journal.append(run, position ?? 0, [looked(2)])).toBeDefined();
    expect((await there().journal.read(run)).events).toEqual([looked(1), looked(2)]);
    expect((await here().journal.read(run)).position).toBe(0);
    await register.enter({ kind: 'ended', ended });
    for (const place of [here(), there(), both()]) {
      expect((await place.register.open()).runs).toEqual([]);
      expect(await place.register.ended(10)).toEqual([ended]);
    }
  });

  test('begins what is new in its new place', async () => {
    const { both, here, there } = moved();
    const { journal, register } = both();
    await register.enter({ kind: 'begins', run, at: startAt });
    expect((await journal.read(run)).position).toBe(0);
    await journal.append(run, 0, [looked(1)]);
    await register.enter({ kind: 'tick', at: startAt });
    expect((await here().journal.read(run)).events).toEqual([looked(1)]);
    expect((await there().register.open()).runs).toEqual([]);
    expect(await both().register.open()).toEqual({ runs: [{ run, since: startAt }], lastTick: startAt });
  });

  test.each([
    ['open', async ({ register }: Records) => register.enter({ kind: 'begins', run, at: startAt })],
    ['due at a tick', async ({ register }: Records) => register.enter({ kind: 'tick', at: startAt })],
  ])(
    'begins no second run of one that its old place has %s, when a look does not show it',
    async (_, note) => {
      const { old, blind, here } = moved();
      await note(old);
      await old.journal.append(run, 0, [opened]);
      const { journal, register } = blind();
      await register.open();
      expect((await journal.read(run)).position).toBe(0);
      expect(await journal.append(run, 0, [opened])).toBeUndefined();
      expect((await here().journal.read(run)).position).toBe(0);
    },
  );

  test('knows what ended in its old place', async () => {
    const { old, both } = moved();
    await old.journal.append(run, 0, [looked(1)]);
    await old.register.enter({ kind: 'ended', ended });
    const { journal, register } = both();
    expect(await register.ended(10)).toEqual([ended]);
    expect((await journal.read(run)).events).toEqual([looked(1)]);
    expect(await register.forget(ended.endedAt + 1)).toBe(1);
    expect(await both().register.ended(10)).toEqual([]);
  });
});
