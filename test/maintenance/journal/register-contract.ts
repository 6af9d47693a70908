import { describe, expect, test } from 'vitest';
import { type EndedRun, endingOf, type Records } from '../../../functions/maintenance/run/journal.ts';

/** Makes an empty journal and its register, and clears them away after their use. */
export type WithRecords = (use: (records: Reopened) => Promise<void>) => Promise<void>;

/** Records, and the same as the next invocation has them. */
type Reopened = Records & { readonly reopened: () => Records };

const minuteMs = 60_000;
const startAt = Date.parse('2026-11-22T19:30:00Z');

/** A run that ended so many minutes after the start of the night. */
function endedAfter(minutes: number, run = `nightly@2026-11-23T03:30:00+08:00#${minutes}`): EndedRun {
  return {
    run,
    job: 'nightly',
    status: 'partial',
    endedAt: startAt + minutes * minuteMs,
    outcomes: { succeeded: 12, failed: 0, unknown: minutes },
  };
}

/** What every adapter of the register port must do. */
export function describeRegister(name: string, withRecords: WithRecords): void {
  const inRecords = (what: string, use: (records: Reopened) => Promise<void>) =>
    test(what, () => withRecords(use));

  describe(`the register ${name}`, () => {
    inRecords('is empty at first', async ({ register }) => {
      expect(await register.open()).toEqual({ runs: [], lastTick: undefined });
      expect(await register.ended(10)).toEqual([]);
      expect(await register.forget(startAt)).toBe(0);
    });

    inRecords('tells of runs that began, each once, in the order of their ids', async ({ register }) => {
      for (const run of [
        'b@2026-11-23T03:30:00+08:00',
        'a~b@by-hand-1',
        '夜@x',
        'b@2026-11-23T03:30:00+08:00',
      ])
        await register.enter({ kind: 'begins', run, at: startAt });
      expect((await register.open()).runs).toEqual(
        ['a~b@by-hand-1', 'b@2026-11-23T03:30:00+08:00', '夜@x'].map((run) => ({ run, since: startAt })),
      );
    });

    inRecords(
      'tells of open runs the earliest first, each by when it was entered first',
      async ({ register }) => {
        for (const [run, minutes] of [
          ['b', 2],
          ['a', 3],
          ['c', 1],
          ['b', 4],
        ] as const)
          await register.enter({ kind: 'begins', run, at: startAt + minutes * minuteMs });
        const { runs } = await register.open();
        expect(runs.map(({ run, since }) => [run, (since - startAt) / minuteMs])).toEqual([
          ['c', 1],
          ['b', 2],
          ['a', 3],
        ]);
        await register.enter({ kind: 'ended', ended: endedAfter(5, 'b') });
        expect((await register.open()).runs.map(({ run }) => run)).toEqual(['c', 'a']);
      },
    );

    inRecords(
      'tells of runs that are due, until somebody comes to begin them',
      async ({ register, reopened }) => {
        const open = async () => (await reopened().register.open()).runs;
        const begun = async () => (await reopened().register.begun()).map(({ run }) => run);
        const since = startAt;
        await register.enter({ kind: 'begins', run: 'begun', at: since });
        await register.enter({ kind: 'due', runs: ['a', 'begun', 'c'], at: since });
        const due = (run: string) => ({ run, since, unbegun: true });
        expect(await open()).toEqual([due('a'), { run: 'begun', since }, due('c')]);
        expect(await begun()).toEqual(['begun']);
        await register.enter({ kind: 'due', runs: ['a'], at: since + minuteMs });
        await register.enter({ kind: 'begins', run: 'c', at: since });
        expect(await open()).toMatchObject([due('a'), { run: 'begun' }, { run: 'c', since }]);
        expect((await open())[2]).not.toHaveProperty('unbegun');
        expect(await begun()).toEqual(['begun', 'c']);
        await register.enter({ kind: 'ended', ended: endedAfter(5, 'a') });
        expect((await open()).map(({ run }) => run)).toEqual(['begun', 'c']);
        await register.enter({ kind: 'ended', ended: endedAfter(6, 'c') });
        expect([await begun(), (await open()).map(({ run }) => run)]).toEqual([['begun'], ['begun']]);
      },
    );

    inRecords(
      'tells of a run that ended no longer as due, whoever entered that and has seen it',
      async ({ register, reopened }) => {
        await register.enter({ kind: 'due', runs: ['a', 'b', 'c'], at: startAt });
        await register.enter({ kind: 'begins', run: 'a', at: startAt });
        // Of one that has looked at nothing, and of one that has.
        await reopened().register.enter({ kind: 'ended', ended: endedAfter(5, 'a') });
        const other = reopened().register;
        await other.open();
        await other.enter({ kind: 'ended', ended: endedAfter(6, 'b') });
        expect((await reopened().register.open()).runs.map(({ run }) => run)).toEqual(['c']);
      },
    );

    inRecords('tells of a run that ended no longer as open, but as it ended', async ({ register }) => {
      const ended = endedAfter(5);
      await register.enter({ kind: 'begins', run: ended.run, at: startAt });
      await register.enter({ kind: 'begins', run: 'other', at: startAt });
      await register.enter({ kind: 'ended', ended });
      expect((await register.open()).runs).toEqual([{ run: 'other', since: startAt }]);
      expect(await register.ended(10)).toEqual([ended]);
    });

    inRecords(
      'tells when the record of an open run could not be read, until it can again',
      async ({ register, reopened }) => {
        const run = 'nightly@2026-11-23T03:30:00+08:00';
        for (const each of [run, 'other']) await register.enter({ kind: 'begins', run: each, at: startAt });
        for (const minutes of [10, 5])
          await register.enter({ kind: 'unread', run, at: startAt + minutes * minuteMs });
        const open = async () => (await reopened().register.open()).runs;
        expect(await open()).toEqual([
          { run, since: startAt, unreadAt: [startAt + 5 * minuteMs, startAt + 10 * minuteMs] },
          { run: 'other', since: startAt },
        ]);
        await register.enter({ kind: 'read-again', run });
        expect(await open()).toEqual([run, 'other'].map((each) => ({ run: each, since: startAt })));
        await register.enter({ kind: 'unread', run, at: startAt + 15 * minuteMs });
        await register.enter({ kind: 'ended', ended: endedAfter(20, run) });
        expect(await open()).toEqual([{ run: 'other', since: startAt }]);
        await register.enter({ kind: 'begins', run, at: startAt + 25 * minuteMs });
        expect(await open()).toEqual([
          { run: 'other', since: startAt },
          { run, since: startAt + 25 * minuteMs },
        ]);
      },
    );

    inRecords('tells what people were told, each cause once, when last', async ({ register, reopened }) => {
      for (const [cause, minutes] of [
        ['journal.denied/HTTP.412', 0],
        ['journal.unreachable/TIMEOUT', 5],
        ['journal.denied/HTTP.412', 60],
      ] as const)
        await register.enter({ kind: 'said', cause, at: startAt + minutes * minuteMs });
      const { runs, said } = await reopened().register.open();
      expect(runs).toEqual([]);
      expect(new Map(said?.map(({ cause, at }) => [cause, (at - startAt) / minuteMs]))).toEqual(
        new Map([
          ['journal.denied/HTTP.412', 60],
          ['journal.unreachable/TIMEOUT', 5],
        ]),
      );
      expect(said).toHaveLength(2);
    });

    inRecords('tells of ended runs the latest first, and of no more than asked', async ({ register }) => {
      for (const minutes of [30, 10, 20, 40])
        await register.enter({ kind: 'ended', ended: endedAfter(minutes) });
      const minutesOf = async (limit: number) =>
        (await register.ended(limit)).map(({ endedAt }) => (endedAt - startAt) / minuteMs);
      expect(await minutesOf(10)).toEqual([40, 30, 20, 10]);
      expect(await minutesOf(2)).toEqual([40, 30]);
      expect(await minutesOf(0)).toEqual([]);
    });

    inRecords('tells of a run once, though it was entered as ended twice', async ({ register }) => {
      await register.enter({ kind: 'ended', ended: endedAfter(1, 'first') });
      for (const minutes of [2, 2, 3])
        await register.enter({ kind: 'ended', ended: endedAfter(minutes, 'twice') });
      expect((await register.ended(2)).map(({ run }) => run)).toEqual(['twice', 'first']);
    });

    inRecords('tells of the latest tick that was noted', async ({ register }) => {
      for (const minutes of [0, 5, 5, 15, 10])
        await register.enter({ kind: 'tick', at: startAt + minutes * minuteMs });
      expect(await register.open()).toEqual({ runs: [], lastTick: startAt + 15 * minuteMs });
    });

    inRecords('forgets runs that ended before an instant, with their journals', async (records) => {
      const { register, journal } = records;
      for (const minutes of [1, 2, 3]) {
        const ended = endedAfter(minutes);
        await journal.append(ended.run, 0, [{ type: 'finished', at: startAt }]);
        await journal.append(endingOf(ended.run), 0, [{ type: 'ending', at: startAt }]);
        await register.enter({ kind: 'ended', ended });
      }
      expect(await register.forget(startAt + 3 * minuteMs)).toBe(2);
      expect(await register.ended(10)).toEqual([endedAfter(3)]);
      const later = records.reopened().journal;
      const kept = await Promise.all([1, 2, 3].map((minutes) => later.read(endedAfter(minutes).run)));
      expect(kept.map(({ events }) => events.length)).toEqual([0, 0, 1]);
      const ends = await Promise.all(
        [1, 2, 3].map((minutes) => later.read(endingOf(endedAfter(minutes).run))),
      );
      expect(ends.map(({ events }) => events.length)).toEqual([0, 0, 1]);
      expect(await register.forget(startAt + 3 * minuteMs)).toBe(0);
    });

    inRecords('forgets nothing that ended after 1970 for an instant before it', async ({ register }) => {
      await register.enter({ kind: 'ended', ended: endedAfter(1) });
      for (const before of [0, -1, -startAt]) expect(await register.forget(before)).toBe(0);
      expect(await register.ended(10)).toHaveLength(1);
    });
  });
}
