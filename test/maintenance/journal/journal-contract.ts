import { describe, expect, test } from 'vitest';
import type { RunEvent } from '../../../functions/maintenance/run/event.ts';
import type { Journal } from '../../../functions/maintenance/run/journal.ts';

const run = 'nightly@2026-11-23T03:30:00+08:00';
const startAt = Date.parse('2026-11-22T19:30:00Z');

function looked(second: number): RunEvent {
  return { type: 'observed', at: startAt + second * 1_000, region: 'beijing', changes: [] };
}

async function appended(journal: Journal, position: number, ...events: readonly RunEvent[]): Promise<number> {
  const next = await journal.append(run, position, events);
  if (next === undefined) expect.unreachable('the append was refused');
  return next;
}

/** Makes an empty journal, and clears it away after its use. */
export type WithJournal = (use: (journal: Journal) => Promise<void>) => Promise<void>;

/** What every adapter of the journal port must do. Positions are the adapter's own: only 0 has a meaning. */
export function describeJournal(name: string, withJournal: WithJournal): void {
  const inJournal = (what: string, use: (journal: Journal) => Promise<void>) =>
    test(what, () => withJournal(use));

  describe(`the journal ${name}`, () => {
    inJournal('of a run that was never opened is empty, at position 0', async (journal) => {
      expect(await journal.read(run)).toEqual({ events: [], position: 0, appends: 0 });
    });

    inJournal(
      'gives back what was appended, in order, at the position that the append answered',
      async (journal) => {
        const first = await appended(journal, 0, looked(1), looked(2));
        const second = await appended(journal, first, looked(3));
        expect(await journal.read(run)).toEqual({
          events: [looked(1), looked(2), looked(3)],
          position: second,
          appends: 2,
        });
      },
    );

    inJournal('gives back every kind of value an event holds', async (journal) => {
      const events: RunEvent[] = [
        {
          type: 'inspected',
          at: startAt,
          region: '北京',
          sightings: [{ id: 'a', status: 'RUNNING', idle: true, updatedAt: undefined }],
        },
        {
          type: 'measured',
          at: startAt,
          region: '北京',
          keys: [['a', 0]],
          nodes: [['a', { total: 2, active: 1, masters: 1 }]],
        },
        {
          type: 'concluded',
          at: startAt,
          conclusions: [{ id: 'a', outcome: 'failed', code: 'x', reason: 'two\nlines "and" \\' }],
        },
      ];
      await appended(journal, 0, ...events);
      expect((await journal.read(run)).events).toEqual(events);
    });

    inJournal('refuses an append at any but the last position, and writes nothing', async (journal) => {
      const first = await appended(journal, 0, looked(1));
      const second = await appended(journal, first, looked(2));
      for (const stale of [0, first]) expect(await journal.append(run, stale, [looked(9)])).toBeUndefined();
      expect(await journal.append(run, second + 1, [looked(9)])).toBeUndefined();
      expect(await journal.read(run)).toEqual({
        events: [looked(1), looked(2)],
        position: second,
        appends: 2,
      });
    });

    inJournal('refuses the first append of a run anywhere but at 0', async (journal) => {
      expect(await journal.append(run, 1, [looked(9)])).toBeUndefined();
      expect(await journal.read(run)).toEqual({ events: [], position: 0, appends: 0 });
    });

    inJournal('is closed by no events at 0 where nobody has begun it, and there alone', async (journal) => {
      const closed = await appended(journal, 0);
      expect(await journal.read(run)).toEqual({ events: [], position: closed, appends: 1 });
      for (const events of [[looked(1)], []]) expect(await journal.append(run, 0, events)).toBeUndefined();
      const begun = `${run}-retry`;
      expect(await journal.append(begun, 0, [looked(1)])).toBeGreaterThan(0);
      expect(await journal.append(begun, 0, [])).toBeUndefined();
      expect((await journal.read(begun)).events).toEqual([looked(1)]);
    });

    inJournal('lets one of many writers win, and all others know', async (journal) => {
      const position = await appended(journal, 0, looked(0));
      const writers = [1, 2, 3, 4, 5];
      const answers = await Promise.all(
        writers.map((second) => journal.append(run, position, [looked(second), looked(second)])),
      );
      const winners = writers.filter((_, index) => answers[index] !== undefined);
      expect(winners).toHaveLength(1);
      const [winner = 0] = winners;
      const { events, position: end } = await journal.read(run);
      expect(events).toEqual([looked(0), looked(winner), looked(winner)]);
      expect(answers).toContain(end);
    });

    inJournal('keeps runs apart, names that begin alike too', async (journal) => {
      const other = `${run}-2`;
      await appended(journal, 0, looked(1));
      expect(await journal.append(other, 0, [looked(2)])).toBeDefined();
      expect((await journal.read(run)).events).toEqual([looked(1)]);
      expect((await journal.read(other)).events).toEqual([looked(2)]);
    });

    inJournal('is not changed by what becomes of the lists it was given or gave', async (journal) => {
      const given = [looked(1)];
      const position = (await journal.append(run, 0, given)) ?? expect.unreachable('the append was refused');
      const before = await journal.read(run);
      given.push(looked(9));
      await appended(journal, position, looked(2));
      expect(before.events).toEqual([looked(1)]);
      expect((await journal.read(run)).events).toEqual([looked(1), looked(2)]);
    });
  });
}
