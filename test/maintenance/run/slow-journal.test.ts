import { describe, expect, test } from 'vitest';
import { planTask } from '../../../functions/maintenance/invocation/plan-task.ts';
import { drive } from '../../../functions/maintenance/run/driver.ts';
import type { Journal } from '../../../functions/maintenance/run/journal.ts';
import { openRun } from '../../../functions/maintenance/run/open-run.ts';
import { outcomesOf } from './drive-outcomes.ts';
import { fleetOf, startAt } from './night.ts';
import { about, endless, pause, run, setStage } from './stage.ts';

describe('a journal that takes long', () => {
  test('to announce a call over the end of the window: what was sent is not called skipped', async () => {
    const stage = setStage({ instances: fleetOf(1) });
    const journal: Journal = {
      read: stage.journal.read,
      async append(id, position, events) {
        if (events.some(({ type }) => type === 'submitting')) await pause(stage.clock, 10);
        return stage.journal.append(id, position, events);
      },
    };
    const ports = { ...stage, journal, by: 'first' };
    const plan = () => planTask({ job: stage.job, windowEnd: startAt + 5_000 }, stage.fleet);
    const opened = await openRun({ run, scheduledFor: startAt, about, plan }, ports);
    if (opened.kind !== 'mine') expect.unreachable('the run was not opened');
    const driven = await drive(opened, endless(), ports);
    const accepted = stage.dcs.log.entries().filter(({ kind }) => kind === 'accepted');
    expect(accepted).toHaveLength(1);
    expect(outcomesOf(driven)).toEqual(['succeeded']);
  });
});
