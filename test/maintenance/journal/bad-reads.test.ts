import { describe, expect, test } from 'vitest';
import { createJournal } from '../../../functions/maintenance/journal/journal-over-store.ts';
import type { RunEvent } from '../../../functions/maintenance/run/event.ts';
import { UnreadableRecord } from '../../../functions/maintenance/run/journal-error.ts';
import { stillClock } from '../notify/still-clock.ts';
import { stores } from './stores-under-contract.ts';
import { type Badness, unreliable } from './unreliable-store.ts';

const run = 'nightly@2026-11-23T03:30:00+08:00';
const writer = 'nightshift 0.0.0';
const startAt = Date.parse('2026-11-22T19:30:00Z');

function looked(second: number): RunEvent {
  return { type: 'observed', at: startAt + second * 1_000, region: 'beijing', changes: [] };
}
const submitting: RunEvent = { type: 'submitting', at: startAt, region: 'beijing', ids: ['a'] };

const badly: readonly (readonly [string, Badness])[] = [
  ['cut in the middle of a line', (record) => record.subarray(0, record.length - 7)],
  ['cut in its first line', (record) => record.subarray(0, 11)],
  ['cut behind its header', (record) => record.subarray(0, record.indexOf(10) + 1)],
  ['empty', () => new Uint8Array()],
  ['not there', () => undefined],
  ['as it was before its last append', (record, lengths) => record.subarray(0, lengths.at(-2))],
  ['the page of a proxy', () => new TextEncoder().encode('<html>Please log in</html>\n')],
  ['with another byte', (record) => record.map((byte, place) => (place === 40 ? byte ^ 1 : byte))],
];

describe.each(stores)('over a store %s', (_, withStore) => {
  test.each(badly)('a record that is given out %s is read again', async (__, as) => {
    await withStore(async (sound) => {
      const clock = stillClock(startAt);
      const { store, plan } = unreliable(sound);
      const journal = createJournal(store, { clock, writer });
      const first = (await journal.append(run, 0, [looked(1)])) ?? 0;
      const end = await journal.append(run, first, [looked(2)]);
      Object.assign(plan, { reads: 3, as });
      expect(await journal.read(run)).toEqual({ events: [looked(1), looked(2)], position: end, appends: 2 });
      expect(clock.waits).toEqual([500, 1_000, 2_000]);
    });
  });

  test.each(badly)('a record that stays %s is unreadable, with what stands in it', async (what, as) => {
    await withStore(async (sound) => {
      const clock = stillClock(startAt);
      const { store, plan } = unreliable(sound);
      const journal = createJournal(store, { clock, writer });
      const first = (await journal.append(run, 0, [looked(1)])) ?? 0;
      await journal.append(run, first, [looked(2)]);
      Object.assign(plan, { reads: 100, as });
      const error = await journal.read(run).catch((thrown: unknown) => thrown);
      if (!(error instanceof UnreadableRecord)) return expect.unreachable(String(error));
      expect(error.code).toMatch(/^journal\.(corrupt|inconsistent)$/);
      expect(error.message).toContain('runs/nightly%402026-11-23T03%3A30%3A00%2B08%3A00.jsonl');
      const shows = ['cut in the middle of a line', 'as it was before its last append'].includes(what);
      expect(error.readable).toEqual(shows ? [looked(1)] : []);
      expect(clock.waits).toEqual([500, 1_000, 2_000]);
    });
  });

  test.each([
    ['the run opens', [{ type: 'finished', at: startAt } satisfies RunEvent], 0],
    ['a call is announced', [submitting], 1],
  ] as const)(
    'where %s, what was answered and not stored is appended again before the answer',
    async (__, events, before) => {
      await withStore(async (sound) => {
        const { store, plan, asked } = unreliable(sound);
        const journal = createJournal(store, { clock: stillClock(startAt), writer });
        const position = before === 0 ? 0 : ((await journal.append(run, 0, [looked(0)])) ?? 0);
        asked.length = 0;
        plan.appends = 2;
        const next = await journal.append(run, position, events);
        expect(asked).toEqual([
          'append',
          'readFrom',
          'read',
          'append',
          'readFrom',
          'read',
          'append',
          'readFrom',
        ]);
        const later = createJournal(sound, { clock: stillClock(startAt), writer });
        expect(await later.read(run)).toMatchObject({ position: next, appends: before + 1 });
      });
    },
  );

  test('what stays unstored is said as what it is, and is not answered as appended', async () => {
    await withStore(async (sound) => {
      const { store, plan } = unreliable(sound);
      const journal = createJournal(store, { clock: stillClock(startAt), writer });
      plan.appends = 100;
      await expect(journal.append(run, 0, [submitting])).rejects.toMatchObject({
        code: 'journal.unreachable',
        message: expect.stringMatching(
          /answered that bytes 0 to \d+ of runs.* were appended, and they are not/,
        ),
      });
    });
  });

  test('what is looked at later is answered at once, and the next append waits until it stands', async () => {
    await withStore(async (sound) => {
      const { store, plan, asked } = unreliable(sound);
      const journal = createJournal(store, { clock: stillClock(startAt), writer });
      plan.appends = 1;
      const first = (await journal.append(run, 0, [looked(0)], { lookLater: true })) ?? 0;
      expect(asked).toEqual(['append', 'readFrom']);
      const next = await journal.append(run, first, [submitting]);
      expect(asked).toEqual(['append', 'readFrom', 'read', 'append', 'readFrom', 'append', 'readFrom']);
      const later = createJournal(sound, { clock: stillClock(startAt), writer });
      expect(await later.read(run)).toMatchObject({ position: next, events: [looked(0), submitting] });
    });
  });

  test('where what is looked at later never stands, the next append fails as it would have', async () => {
    await withStore(async (sound) => {
      const { store, plan } = unreliable(sound);
      const journal = createJournal(store, { clock: stillClock(startAt), writer });
      plan.appends = 100;
      const first = (await journal.append(run, 0, [looked(0)], { lookLater: true })) ?? 0;
      await expect(journal.append(run, first, [submitting])).rejects.toMatchObject({
        code: 'journal.unreachable',
      });
    });
  });

  test('where somebody else opens the run meanwhile, the next append does not get in', async () => {
    await withStore(async (sound) => {
      const { store, plan } = unreliable(sound);
      const journal = createJournal(store, { clock: stillClock(startAt), writer });
      plan.appends = 1;
      const first = (await journal.append(run, 0, [looked(0)], { lookLater: true })) ?? 0;
      const other = createJournal(sound, { clock: stillClock(startAt), writer });
      expect(await other.append(run, 0, [looked(1)])).toBe(first);
      expect(await journal.append(run, first, [submitting])).toBeUndefined();
      expect((await other.read(run)).events).toEqual([looked(1)]);
    });
  });

  test('it is told whenever an announcement was answered: the last time after it was written that stands', async () => {
    await withStore(async (sound) => {
      const { store, plan, asked } = unreliable(sound);
      const journal = createJournal(store, { clock: stillClock(startAt), writer });
      Object.assign(plan, { appends: 1, looks: 2 });
      await journal.append(run, 0, [submitting], { answered: () => asked.push('told') });
      const written = ['append', 'told', 'readFrom'];
      expect(asked).toEqual([...written, 'read', ...written, 'read', 'told']);
    });
  });

  test('an announcement is found where only the look for it was bad, and stands once', async () => {
    await withStore(async (sound) => {
      const { store, plan } = unreliable(sound);
      const journal = createJournal(store, { clock: stillClock(startAt), writer });
      Object.assign(plan, { looks: 1, reads: 2, as: () => undefined });
      const next = await journal.append(run, 0, [submitting]);
      expect(await journal.read(run)).toEqual({ events: [submitting], position: next, appends: 1 });
    });
  });

  test('what somebody else appended there, as long as ours, is not taken for it', async () => {
    await withStore(async (sound) => {
      const { store, plan } = unreliable(sound);
      const ours = createJournal(store, { clock: stillClock(startAt), writer });
      const theirs = createJournal(sound, { clock: stillClock(startAt), writer });
      const position = (await ours.append(run, 0, [looked(0)])) ?? 0;
      plan.appends = 1;
      const announcing = ours.append(run, position, [submitting]);
      const others = theirs.append(run, position, [submitting]);
      expect(await others).toBeDefined();
      expect(await announcing).toBeUndefined();
    });
  });

  test('a look that was answered and not stored shows at the next append, and nobody else is taken for its writer', async () => {
    await withStore(async (sound) => {
      const { store, plan } = unreliable(sound);
      const journal = createJournal(store, { clock: stillClock(startAt), writer });
      const first = (await journal.append(run, 0, [looked(0)])) ?? 0;
      plan.appends = 1;
      const lost = (await journal.append(run, first, [looked(1)])) ?? 0;
      expect(await journal.append(run, lost, [submitting])).toBeUndefined();
      await expect(journal.read(run)).rejects.toMatchObject({
        code: 'journal.inconsistent',
        message: expect.stringContaining(`given out with ${first} bytes, and it has had ${lost} before`),
        readable: [looked(0)],
      });
    });
  });

  test('a record is not taken for whole that ends where an append was just refused', async () => {
    await withStore(async (sound) => {
      const { store, plan, lengths } = unreliable(sound);
      const first = (await store.append('x', 0, Uint8Array.of(10))) ?? 0;
      lengths.length = first - 1;
      const writing = createJournal(store, { clock: stillClock(startAt), writer });
      const opened = (await writing.append(run, 0, [looked(0)])) ?? 0;
      await writing.append(run, opened, [looked(1)]);
      const journal = createJournal(store, { clock: stillClock(startAt), writer });
      const stale: Badness = (record) => record.subarray(0, opened);
      Object.assign(plan, { reads: 2, as: stale });
      expect((await journal.read(run)).position).toBe(opened);
      expect(await journal.append(run, opened, [looked(9)])).toBeUndefined();
      expect((await journal.read(run)).events).toEqual([looked(0), looked(1)]);
      Object.assign(plan, { reads: 100, as: stale });
      await expect(journal.read(run)).rejects.toMatchObject({ code: 'journal.inconsistent' });
    });
  });
});
