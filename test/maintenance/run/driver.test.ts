import { describe, expect, test } from 'vitest';
import { CallError } from '../../../functions/maintenance/run/call-failure.ts';
import { drive } from '../../../functions/maintenance/run/driver.ts';
import type { Fleet } from '../../../functions/maintenance/run/fleet.ts';
import { fold } from '../../../functions/maintenance/run/fold.ts';
import type { Journal } from '../../../functions/maintenance/run/journal.ts';
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

describe('calls', () => {
  test('to one region follow each other, whatever comes of other regions meanwhile', async () => {
    const instances = [...fleetOf(2), ...fleetOf(2, { region: 'cn-east-3' }, 'sh')];
    const stage = setStage({ instances, job: { targets: { region: ['beijing', 'shanghai'] } } });
    const underWay = { beijing: 0, shanghai: 0 };
    const most = { ...underWay };
    const fleet: Fleet = {
      ...stage.fleet,
      async measure(region) {
        if (region !== 'beijing' && region !== 'shanghai') expect.unreachable('there is no such region');
        most[region] = Math.max(most[region], ++underWay[region]);
        await stage.clock.wait(region === 'shanghai' ? 15_000 : 0);
        underWay[region] -= 1;
        return stage.fleet.measure(region);
      },
    };
    expect(outcomesOf(await stage.perform({ fleet }))).toEqual(Array(4).fill('succeeded'));
    expect(most).toEqual({ beijing: 1, shanghai: 1 });
  });

  /** A run whose time ends after 60 s, and whose region is silent from the 50th on until some milliseconds later. */
  const silentUntil = async (lateMs: number) => {
    const stage = setStage({ instances: fleetOf(1) });
    const { clock } = stage;
    const opened = await stage.open();
    if (opened.kind !== 'mine') expect.unreachable('the run was not opened');
    const end = startAt + 60_000;
    const fleet: Fleet = {
      ...stage.fleet,
      async list(region) {
        if (clock.now() >= startAt + 50_000) {
          await clock.wait(end + lateMs - clock.now());
          throw new CallError({ kind: 'unsent', code: 'ENOTFOUND', message: 'no such host' });
        }
        const all = await stage.fleet.list(region);
        return all.map((one) => ({ ...one, status: 'RESTARTING' }));
      },
    };
    const limits = { startUntil: end, actUntil: end };
    const { open } = await drive(opened, { ...endless(), limits }, { ...stage, fleet });
    const [one] = open.state.instances.values();
    if (one?.phase.kind !== 'done') expect.unreachable('it has an outcome');
    const { outcome, code, cause } = one.phase.conclusion;
    return { ended: [outcome, code, cause?.message], lateMs: clock.now() - end };
  };

  test('that are under way when time ends are waited for, as they tell why nothing was seen', async () => {
    const ended = ['unknown', 'out-of-time', 'no such host'];
    expect(await silentUntil(1_500)).toEqual({ ended, lateMs: 1_500 });
    expect(await silentUntil(-1)).toEqual({ ended, lateMs: 0 });
  });

  test('that take longer than two seconds then are not heard any more', async () => {
    expect(await silentUntil(2_500)).toEqual({ ended: ['unknown', 'out-of-time', undefined], lateMs: 2_000 });
  });

  test('that are answered then count as answered, however long it takes to write that down', async () => {
    const stage = setStage({ instances: fleetOf(1, { restartSeconds: 300 }) });
    const { clock } = stage;
    const opened = await stage.open();
    if (opened.kind !== 'mine') expect.unreachable('the run was not opened');
    const end = startAt + 10_000;
    const submit: Fleet['submit'] = async (...call) => {
      const answer = await stage.fleet.submit(...call);
      await clock.wait(end + 1_000 - clock.now());
      return answer;
    };
    const append: Journal['append'] = async (id, position, events) => {
      if (events.some(({ type }) => type === 'answered')) await clock.wait(5_000);
      return stage.journal.append(id, position, events);
    };
    const ports = { ...stage, fleet: { ...stage.fleet, submit }, journal: { ...stage.journal, append } };
    const limits = { startUntil: end, actUntil: end };
    const { open } = await drive(opened, { ...endless(), limits }, ports);
    expect([...open.state.instances.values()].map(({ phase }) => phase)).toMatchObject([
      { conclusion: { code: 'out-of-time', reason: expect.stringMatching(/^DCS accepted it/) } },
    ]);
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
