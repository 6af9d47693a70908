import { expect, test } from 'vitest';
import { createJournal } from '../../../functions/maintenance/journal/journal-over-store.ts';
import { createMemoryRecords } from '../../../functions/maintenance/journal/memory-records.ts';
import { findRun } from '../../../functions/nightshift/runs/find-run.ts';
import { createMemoryStore } from '../../maintenance/journal/memory-store.ts';

const at = Date.parse('2026-11-23T03:30:00+08:00');
const ended = (run: string, minutes: number) => ({
  kind: 'ended' as const,
  ended: {
    run,
    job: run.split('@')[0] ?? '',
    status: 'succeeded',
    endedAt: at + minutes * 60_000,
    outcomes: { succeeded: 1 },
  },
});

/** Three nights of one job and one of another, whose name begins the same; one run is open. */
async function records() {
  const all = createMemoryRecords();
  for (const entry of [
    ended('nightly@2026-11-21', 0),
    ended('nightly@2026-11-22', 1),
    ended('nightly-flush@2026-11-22', 2),
    { kind: 'begins', run: 'nightly@2026-11-20', at } as const,
  ])
    await all.register.enter(entry);
  return all;
}

test.each([
  ['its id', 'nightly@2026-11-21', 'nightly@2026-11-21'],
  ['the beginning of it that no other has', 'nightly-', 'nightly-flush@2026-11-22'],
  ['the job, for its latest: one that is open before those that ended', 'nightly', 'nightly@2026-11-20'],
  ['another job', 'nightly-flush', 'nightly-flush@2026-11-22'],
  ['last, for the latest of all', 'last', 'nightly@2026-11-20'],
])('a run is found by %s', async (_, asked, run) => {
  expect((await findRun(asked, await records())).run).toBe(run);
});

test('without an open run, last is the one that ended last', async () => {
  const { journal, register } = await records();
  await register.enter(ended('nightly@2026-11-20', 0));
  expect((await findRun('last', { journal, register })).run).toBe('nightly-flush@2026-11-22');
});

test('of no name, which no store can have, it is told as of others', async () => {
  const { register } = await records();
  const clock = { now: () => at, wait: async () => {} };
  const journal = createJournal(createMemoryStore(), { clock, writer: 'nightshift 0.0.0' });
  await expect(findRun('', { journal, register })).rejects.toMatchObject({ code: 'run.unknown' });
});

test.each([
  [
    'nightly@',
    'run.ambiguous',
    /is the beginning of 3 runs: nightly@2026-11-20, nightly@2026-11-22, .* - expected/,
  ],
  ['nightly@2026-11-2', 'run.ambiguous', /is the beginning of 3 runs/],
  ['nightly@2025', 'run.unknown', /nothing is known here of a run "nightly@2025" - expected the id of a run/],
  ['nightyl', 'run.unknown', /did you mean "nightly"\?$/],
  ['', 'run.unknown', /nothing is known here of a run ""/],
])('%j names no one run', async (asked, code, message) => {
  await expect(findRun(asked, await records())).rejects.toMatchObject({
    code,
    message: expect.stringMatching(message),
  });
});

test('a journal without runs says so', async () => {
  await expect(findRun('last', createMemoryRecords())).rejects.toMatchObject({
    code: 'run.unknown',
    message: expect.stringContaining('the journal has no run yet'),
  });
});
