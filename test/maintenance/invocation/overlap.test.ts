import { expect, test } from 'vitest';
import { overlapOf } from '../../../functions/maintenance/invocation/overlap.ts';
import { createMemoryRecords } from '../../../functions/maintenance/journal/memory-records.ts';
import { jobOf, startAt } from '../run/night.ts';

const earlier = 'nightly@2026-11-23T03:30:00+08:00';
const task = {
  run: 'nightly@2026-11-23T03:40:00+08:00',
  job: { ...jobOf({ overlap: 'skip' }), name: 'nightly' },
  scheduledFor: startAt + 600_000,
  startsAt: startAt + 600_000,
  windowEnd: null,
  notes: [],
  skipped: undefined,
} as const;

/** The records of a night in which the earlier run was entered; `open` shows it as that also when it has ended. */
async function recordsOf(...ended: readonly string[]) {
  const { journal, register } = createMemoryRecords();
  await register.enter({ kind: 'begins', run: earlier, at: startAt });
  const old = await register.open();
  const over = { job: 'nightly', status: 'skipped', endedAt: startAt, outcomes: {} };
  for (const run of ended) await register.enter({ kind: 'ended', ended: { ...over, run } });
  return { journal, register: { ...register, open: async () => old } };
}

test('a fire gives way to an earlier run of its job that is going', async () => {
  expect(await overlapOf(task, await recordsOf())).toEqual({
    kind: 'skip',
    code: 'overlap',
    reason: `the run ${earlier} of the job is still going`,
  });
});

test('a fire does not give way to a run that has ended, though an old list still shows it', async () => {
  expect(await overlapOf(task, await recordsOf(earlier))).toBeUndefined();
});

test('a fire asks the register anew only where it may give way to what was there when all had been entered', async () => {
  const records = await recordsOf();
  let asked = 0;
  const open = () => {
    asked += 1;
    return records.register.open();
  };
  const register = { ...records.register, open };
  const seeing = (...runs: string[]) => {
    const entries = runs.map((run) => ({ run, since: startAt }));
    return overlapOf(task, { ...records, register }, async () => ({ runs: entries, ended: [] }));
  };
  expect(await seeing('another@2026-11-23T03:30:00+08:00')).toBeUndefined();
  expect(asked).toBe(0);
  expect(await seeing(earlier)).toMatchObject({ kind: 'skip' });
  expect(asked).toBe(1);
});

test('what is asked for by hand is not queued, as no tick could begin it: people are told to ask again', async () => {
  const byHand = { ...task, run: 'nightly@by-hand-1', job: { ...task.job, overlap: 'queue' as const } };
  expect(await overlapOf({ ...byHand, run: task.run }, await recordsOf())).toEqual({ kind: 'queue' });
  expect(await overlapOf(byHand, await recordsOf())).toEqual({
    kind: 'skip',
    code: 'overlap',
    reason: `the run ${earlier} of the job is still going - ask again when it has ended`,
  });
});
