import { describe, expect, test } from 'vitest';
import { planTask } from '../../../functions/maintenance/invocation/plan-task.ts';
import { drive } from '../../../functions/maintenance/run/driver.ts';
import type { Journal } from '../../../functions/maintenance/run/journal.ts';
import { openRun } from '../../../functions/maintenance/run/open-run.ts';
import { outcomesOf } from './drive-outcomes.ts';
import { fleetOf, startAt } from './night.ts';
import { about, endless, pause, run, setStage } from './stage.ts';

describe('a journal that takes long', () => {
  /** A run whose window ends while its only call is announced, or while that is answered. */
  const beside = async (slow: 'submitting' | 'answered') => {
    const stage = setStage({ instances: fleetOf(1) });
    const journal: Journal = {
      read: stage.journal.read,
      async append(id, position, events) {
        if (events.some(({ type }) => type === slow)) await pause(stage.clock, 10);
        return stage.journal.append(id, position, events);
      },
    };
    const ports = { ...stage, journal, by: 'first' };
    const plan = () => planTask({ job: stage.job, windowEnd: startAt + 5_000 }, stage.fleet);
    const opened = await openRun({ run, scheduledFor: startAt, about, plan }, ports);
    if (opened.kind !== 'mine') expect.unreachable('the run was not opened');
    const driven = await drive(opened, endless(), ports);
    const accepted = stage.dcs.log.entries().filter(({ kind }) => kind === 'accepted');
    return { accepted: accepted.length, outcomes: outcomesOf(driven) };
  };

  test('to announce a call over the end of the window: nothing is sent after it', async () => {
    expect(await beside('submitting')).toEqual({ accepted: 0, outcomes: ['skipped'] });
  });

  test('to note an answer over the end of the window: what was sent is not called skipped', async () => {
    expect(await beside('answered')).toEqual({ accepted: 1, outcomes: ['succeeded'] });
  });
});
