import { describe, expect, test } from 'vitest';
import { drive } from '../../../functions/maintenance/run/driver.ts';
import type { Fleet } from '../../../functions/maintenance/run/fleet.ts';
import { fold } from '../../../functions/maintenance/run/fold.ts';
import { leaseAt } from '../../../functions/maintenance/run/lease.ts';
import { outcomesOf } from './drive-outcomes.ts';
import { fleetOf, startAt } from './night.ts';
import { endless, run, setStage } from './stage.ts';

describe('driving a run', () => {
  test('ends with the state that its journal gives', async () => {
    const stage = setStage({ instances: fleetOf(3) });
    const driven = await stage.perform();
    expect(driven?.end).toBe('finished');
    const { events } = await stage.journal.read(run);
    expect(driven?.open.state).toEqual(fold(events));
    expect(events.at(-1)?.type).toBe('finished');
  });

  test('writes down that a call goes out before the cloud hears of it', async () => {
    const stage = setStage({ instances: fleetOf(5), job: { rollout: { concurrency: 2 } } });
    const unannounced: string[] = [];
    const fleet: Fleet = {
      ...stage.fleet,
      async submit(region, action, ids) {
        const { events } = await stage.journal.read(run);
        const last = events.findLast(({ type }) => type === 'submitting');
        if (last?.type !== 'submitting' || last.ids.join() !== ids.join()) unannounced.push(...ids);
        return stage.fleet.submit(region, action, ids);
      },
    };
    const driven = await stage.perform({ fleet });
    expect(outcomesOf(driven)).toEqual(Array(5).fill('succeeded'));
    expect(unannounced).toEqual([]);
  });

  test('stops at once, nothing sent, when somebody else has taken the run', async () => {
    const stage = setStage({ instances: fleetOf(3) });
    const opened = await stage.open();
    if (opened.kind !== 'mine') expect.unreachable('the run was not opened');
    await stage.journal.append(run, opened.position, [leaseAt(startAt, 'second')]);
    expect((await drive(opened, endless(), stage)).end).toBe('lost');
    expect(stage.dcs.log.entries().filter(({ kind }) => kind === 'accepted')).toEqual([]);
    expect((await stage.journal.read(run)).events.map(({ type }) => type)).toEqual([
      'opened',
      'held',
      'held',
    ]);
  });

  test('does nothing for a run that has finished', async () => {
    const stage = setStage({ instances: fleetOf(1) });
    const first = await stage.perform();
    const before = stage.dcs.log.entries().length;
    const again = await stage.perform();
    expect(again).toMatchObject({
      end: 'finished',
      open: { state: { finishedAt: first?.open.state.finishedAt } },
    });
    expect(stage.dcs.log.entries()).toHaveLength(before);
  });
});

describe('a bug in an adapter', () => {
  const bug = new TypeError('status of undefined');
  const breaks = () => Promise.reject(bug);

  test.each(['list', 'show', 'submit', 'measure'] as const)(
    'in %s is thrown, not told as the cloud’s doing',
    async (verb) => {
      const stage = setStage({ instances: fleetOf(2) });
      const opened = await stage.open();
      if (opened.kind !== 'mine') expect.unreachable('the run was not opened');
      const fleet: Fleet = { ...stage.fleet, [verb]: breaks };
      await expect(drive(opened, endless(), { ...stage, fleet })).rejects.toBe(bug);
      const { events } = await stage.journal.read(run);
      expect(events.map(({ type }) => type)).not.toContain('look-failed');
      expect(events.map(({ type }) => type)).not.toContain('finished');
    },
  );

  test('in the journal is thrown before anything is sent', async () => {
    const stage = setStage({ instances: fleetOf(2) });
    const opened = await stage.open();
    if (opened.kind !== 'mine') expect.unreachable('the run was not opened');
    const journal = { ...stage.journal, append: breaks };
    await expect(drive(opened, endless(), { ...stage, journal })).rejects.toBe(bug);
    expect(stage.dcs.log.entries().filter(({ kind }) => kind === 'accepted')).toEqual([]);
  });

  test('in two regions at once is one error, and none is left unhandled', async () => {
    const instances = [...fleetOf(1), ...fleetOf(1, { region: 'cn-east-3' }, 'sh')];
    const stage = setStage({ instances, job: { targets: { region: ['beijing', 'shanghai'] } } });
    const opened = await stage.open();
    if (opened.kind !== 'mine') expect.unreachable('the run was not opened');
    const fleet: Fleet = { ...stage.fleet, measure: breaks };
    await expect(drive(opened, endless(), { ...stage, fleet })).rejects.toBe(bug);
  });
});
