import { describe, expect, test } from 'vitest';
import type { Journal } from '../../../functions/maintenance/run/journal.ts';
import { JournalError, UnreadableRecord } from '../../../functions/maintenance/run/journal-error.ts';
import { instancesInHand } from '../../../functions/maintenance/run/other-runs.ts';
import { a, b, beside, concluded, submitting, turnsStale } from './runs-beside.ts';

describe('a run whose journal was read before', () => {
  test.each([0, 1])(
    'may have all in hand when no more than %i of its events are shown later',
    async (keep) => {
      const { store, spoil } = turnsStale(keep);
      const { enter, look, journal, register } = await beside(spoil);
      await enter('first@now', [a, b], concluded(a));
      expect(await look()).toEqual([]);
      store.stale = true;
      expect(await look()).toEqual([[a, 'first@now']]);
      expect([...(await instancesInHand({ journal, register }))]).toEqual([a, b]);
    },
  );
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
