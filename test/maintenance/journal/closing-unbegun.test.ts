import { describe, expect, test } from 'vitest';
import { createJournal } from '../../../functions/maintenance/journal/journal-over-store.ts';
import type { RunEvent } from '../../../functions/maintenance/run/event.ts';
import { UnreadableRecord } from '../../../functions/maintenance/run/journal-error.ts';
import { closeUnbegun } from '../../../functions/maintenance/run/open-run.ts';
import { stillClock } from '../notify/still-clock.ts';
import { stores } from './stores-under-contract.ts';
import { type Badness, unreliable } from './unreliable-store.ts';

const run = 'nightly@2026-11-23T03:30:00+08:00';
const writer = 'nightshift 0.0.0';
const startAt = Date.parse('2026-11-22T19:30:00Z');
const looked: RunEvent = { type: 'observed', at: startAt, region: 'beijing', changes: [] };

describe.each(stores)('over a store %s', (_, withStore) => {
  test.each([
    ['not there', () => undefined],
    ['empty', () => new Uint8Array()],
  ] satisfies [string, Badness][])('a run whose record is given out as %s was begun', async (_name, as) => {
    await withStore(async (sound) => {
      const clock = stillClock(startAt);
      await createJournal(sound, { clock, writer }).append(run, 0, [looked]);
      const { store, plan } = unreliable(sound);
      const journal = createJournal(store, { clock, writer });
      Object.assign(plan, { reads: 2, as });
      expect(await closeUnbegun(run, { journal })).toBe(false);
      Object.assign(plan, { reads: 100, as });
      await expect(closeUnbegun(run, { journal })).rejects.toBeInstanceOf(UnreadableRecord);
    });
  });

  test('a run that nobody has begun is closed for good, also where that is answered and not stored', async () => {
    await withStore(async (sound) => {
      const { store, plan } = unreliable(sound);
      const journal = createJournal(store, { clock: stillClock(startAt), writer });
      plan.appends = 1;
      expect(await closeUnbegun(run, { journal })).toBe(true);
      expect(await closeUnbegun(run, { journal })).toBe(true);
      expect(
        await createJournal(sound, { clock: stillClock(startAt), writer }).append(run, 0, [looked]),
      ).toBeUndefined();
    });
  });
});
