import { expect, test } from 'vitest';
import { drive } from '../../../functions/maintenance/run/driver.ts';
import type { Journal } from '../../../functions/maintenance/run/journal.ts';
import { leaseForCallMs, leaseMs, renewEveryMs } from '../../../functions/maintenance/run/lease.ts';
import { appendSpacingMs, createRecorder } from '../../../functions/maintenance/run/recorder.ts';
import { stillClock } from '../notify/still-clock.ts';
import { fleetOf, startAt } from './night.ts';
import { endless, run, setStage } from './stage.ts';

/** OBS takes so many to one object. */
const mostAppends = 10_000;

test('however much happens, the appends that a record takes last longer than a day', () => {
  const counts = Array.from({ length: mostAppends }, (_, appends) => appends);
  const ms = counts.reduce((sum, appends) => sum + appendSpacingMs(appends), 0);
  expect(ms).toBeGreaterThan(24 * 3_600_000);
});

test('appends are spaced ever wider, and never as wide as a lease lasts', () => {
  const spacings = [0, 999, 1_000, 2_000, 4_000, 7_000, 9_999].map(appendSpacingMs);
  expect(spacings).toEqual(spacings.toSorted((a, b) => a - b));
  expect(spacings.slice(0, 3)).toEqual([0, 0, 1_000]);
  expect(Math.max(...spacings)).toBeLessThanOrEqual(renewEveryMs);
  expect(Math.max(...spacings)).toBeLessThan(leaseMs - leaseForCallMs + renewEveryMs);
});

test('a record of many appends gets fewer, and the run ends all the same', async () => {
  const appendsAfter = async (had: number) => {
    const stage = setStage({
      instances: fleetOf(20),
      job: { rollout: { concurrency: 4, spreadBy: 'name-prefix' } },
    });
    const opened = await stage.open();
    if (opened.kind !== 'mine') throw new Error('somebody else holds the run');
    const counted: Journal = {
      append: stage.journal.append,
      read: async (name) => ({ ...(await stage.journal.read(name)), appends: had }),
    };
    const { open } = await drive({ ...opened, appends: had }, endless(), { ...stage, journal: counted });
    const outcomes = [...open.state.instances.values()].map(
      ({ phase }) => phase.kind === 'done' && phase.conclusion.outcome,
    );
    expect(outcomes).toEqual(Array.from({ length: 20 }, () => 'succeeded'));
    expect((await stage.journal.read(run)).appends).toBe(open.appends - had + 1);
    return open.appends - had;
  };
  const [few, many] = [await appendsAfter(1), await appendsAfter(8_000)];
  expect(many).toBeLessThanOrEqual(few);
});

test('the recorder of a run waits for nothing between the first thousand appends', async () => {
  const stage = setStage({ instances: [{ name: 'a' }] });
  const opened = await stage.open();
  if (opened.kind !== 'mine') expect.unreachable('the run was not opened');
  const clock = stillClock(startAt);
  const recorder = createRecorder(opened, { journal: stage.journal, clock, by: 'first' });
  for (let count = 0; count < 3; count += 1) await recorder.record([], 'fact');
  expect(clock.waits).toEqual([]);
});
