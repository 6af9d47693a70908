import { describe, expect, test } from 'vitest';
import type { Clock } from '../../../functions/maintenance/foundation/clock.ts';
import { planTask } from '../../../functions/maintenance/invocation/plan-task.ts';
import { rowsOf } from '../../../functions/maintenance/report/summarize.ts';
import { type Driving, drive } from '../../../functions/maintenance/run/driver.ts';
import type { RunEvent } from '../../../functions/maintenance/run/event.ts';
import type { Fleet } from '../../../functions/maintenance/run/fleet.ts';
import type { Journal } from '../../../functions/maintenance/run/journal.ts';
import { renewEveryMs } from '../../../functions/maintenance/run/lease.ts';
import type { Ports } from '../../../functions/maintenance/run/ports.ts';
import type { Fault } from '../../../functions/minicloud/dcs/dcs-fault.ts';
import { outcomesOf } from './drive-outcomes.ts';
import { runInInvocations } from './in-invocations.ts';
import { fleetOf, startAt } from './night.ts';
import { endless, pause, run, type Stage, type StageOptions, setStage } from './stage.ts';

const operation = 'RestartOrFlushInstances';
const seldom = { settle: { poll: '5m' } };
const leavingAfter = (seconds: number, returns = true) => ({ at: startAt + seconds * 1_000, returns });

/** Opens the run and drives it in an invocation that leaves it. */
async function driveOn(stage: Stage, leaving: Driving['leaving'], ports: Partial<Ports> = {}) {
  const opened = await stage.open();
  if (opened.kind !== 'mine') expect.unreachable('the run was not opened');
  const driven = await drive(opened, { ...endless(), leaving }, { ...stage, ...ports });
  const { events } = await stage.journal.read(run);
  return { ...driven, events, seconds: (stage.clock.now() - startAt) / 1_000 };
}

describe('an invocation whose time is over', () => {
  test('hears out what is on its way, and then gives the lease back', async () => {
    const stage = setStage({ instances: fleetOf(1, { restartSeconds: 300 }) });
    const submit: Fleet['submit'] = async (...call) => {
      await pause(stage.clock, 22);
      return stage.fleet.submit(...call);
    };
    const fleet = { ...stage.fleet, submit };
    const { end, open, events } = await driveOn(stage, leavingAfter(10), { fleet });
    expect(end).toBe('time');
    expect([...open.state.instances.values()][0]?.phase).toMatchObject({
      kind: 'watching',
      certainty: 'accepted',
    });
    expect(events.findLast(({ type }) => type === 'answered')).toMatchObject({ at: startAt + 22_000 });
    expect(events.at(-1)).toEqual({ type: 'left', at: startAt + 22_000, by: 'first', why: 'time' });
  });

  test('leaves at that instant, however seldom it has something to do', async () => {
    const stage = setStage({ instances: fleetOf(1, { restartSeconds: 600 }), job: seldom });
    expect(await driveOn(stage, leavingAfter(40, false))).toMatchObject({ end: 'time', seconds: 40 });
  });
});

test('an invocation that has ended waits for nothing any more', async () => {
  const stage = setStage({ instances: fleetOf(2), job: { rollout: { concurrency: 1 } } });
  let waiting = 0;
  const clock: Clock = {
    now: stage.clock.now,
    wait(ms, signal) {
      waiting += 1;
      return stage.clock.wait(ms, signal).finally(() => {
        waiting -= 1;
      });
    },
  };
  await driveOn(stage, undefined, { clock });
  await Promise.resolve();
  expect(waiting).toBe(0);
});

describe('an invocation with nothing but waiting to do', () => {
  test('leaves that to the next when it has waited as long as it is worth, where somebody comes back', async () => {
    const options = { instances: fleetOf(1, { restartSeconds: 600 }) };
    const left = await driveOn(setStage(options), leavingAfter(3_000));
    expect(left.end).toBe('waiting');
    expect(left.seconds).toBeGreaterThanOrEqual(60);
    expect(left.seconds).toBeLessThan(90);
    expect(left.events.at(-1)).toMatchObject({ type: 'left', by: 'first', why: 'waiting' });
    expect((await driveOn(setStage(options), leavingAfter(3_000, false))).end).toBe('finished');
  });

  test('leaves at once when it is to ask nothing for long', async () => {
    const effect = { kind: 'throttled', retryAfterSeconds: 300 } as const;
    const stage = setStage({ instances: fleetOf(1), faults: [{ operation, times: 1, effect }] });
    const left = await driveOn(stage, leavingAfter(3_000));
    expect(left.end).toBe('waiting');
    expect(left.seconds).toBeLessThan(10);
  });
});

describe('a service that asks once to be left alone for a day', () => {
  const settle = { timeout: '5m' };
  const instances = fleetOf(51, { restartSeconds: 40 });
  test.each<[Fault['operation'], number, boolean]>([
    ['ListInstances', 1, true],
    ['ListInstances', 1, false],
    ['ShowInstance', 51, true],
    [operation, 1, true],
    [operation, 1, false],
  ])(
    'does not keep anybody in the dark for as long (%s after %i, left to ticks: %s)',
    async (asked, after, returns) => {
      const effect = { kind: 'throttled', retryAfterSeconds: 86_400 } as const;
      const faults = [{ operation: asked, after, times: 1, effect }];
      const stage = setStage({ instances, faults, job: { settle, rollout: { concurrency: 60 } } });
      const plan = () => planTask({ job: stage.job, windowEnd: null }, stage.fleet);
      const { open } = await runInInvocations(stage, plan, { returns });
      expect(rowsOf(open.state, String).map(({ outcome }) => outcome)).toEqual(Array(51).fill('succeeded'));
      expect(stage.clock.now() - startAt).toBeLessThan(900_000);
    },
  );
});

/** What was merely seen, or follows from that. */
const looks: ReadonlySet<RunEvent['type']> = new Set([
  'held',
  'observed',
  'inspected',
  'look-failed',
  'measured',
  'measured-anew',
  'backups-seen',
  'concluded',
]);

/** A run, and each of its appends with how long it came after the one before, in seconds. */
async function appendsOf(options: StageOptions) {
  const stage = setStage(options);
  const appends: { readonly events: readonly RunEvent[]; readonly after: number }[] = [];
  let last = startAt;
  const journal: Journal = {
    ...stage.journal,
    append(id, position, events) {
      appends.push({ events, after: stage.clock.now() - last });
      last = stage.clock.now();
      return stage.journal.append(id, position, events);
    },
  };
  const driven = await stage.perform({ journal });
  return { appends, driven };
}

describe('the record of a run', () => {
  test.each<[string, StageOptions]>([
    ['a restart', { instances: fleetOf(2, { restartSeconds: 90 }), job: { rollout: { concurrency: 1 } } }],
    ['a restart that is seldom looked at', { instances: fleetOf(1, { restartSeconds: 280 }), job: seldom }],
    [
      'a flush after a backup',
      {
        instances: fleetOf(1, { keys: 100, newBackupSeconds: 60 }),
        job: { action: 'flush', destroysData: 'acknowledged', backup: 'required' },
      },
    ],
    [
      'a region that cannot be looked at for a while',
      {
        instances: fleetOf(1),
        faults: [{ operation: 'ListInstances', after: 2, times: 2, effect: { kind: 'throttled' } }],
      },
    ],
  ])('keeps the lease, and costs no append for what was merely seen: %s', async (_, options) => {
    const { appends, driven } = await appendsOf(options);
    expect(outcomesOf(driven)).toEqual(options.instances.map(() => 'succeeded'));
    expect(Math.max(...appends.map(({ after }) => after))).toBeLessThanOrEqual(renewEveryMs);
    const needless = appends.filter(
      ({ events, after }) => after < renewEveryMs && events.every(({ type }) => looks.has(type)),
    );
    // The first one opens the run.
    expect(needless).toEqual([]);
  });

  test('holds no decision that somebody’s wish to cancel came before', async () => {
    const stage = setStage({
      instances: fleetOf(1),
      faults: [{ operation, times: 1, effect: { kind: 'item-failed' } }],
    });
    const journal: Journal = {
      ...stage.journal,
      async append(id, position, events) {
        if (events.some(({ type }) => type === 'retrying'))
          await stage.journal.append(id, position, [{ type: 'cancel-asked', at: startAt, by: 'li.wei' }]);
        return stage.journal.append(id, position, events);
      },
    };
    const driven = await stage.perform({ journal });
    const types = (await stage.journal.read(run)).events.map(({ type }) => type);
    expect(types).toContain('cancel-asked');
    expect(types).not.toContain('retrying');
    expect(outcomesOf(driven)).toEqual(['failed']);
  });
});

describe('a fault of our own', () => {
  test('in one region waits for what is on its way in another, and gives the lease back', async () => {
    const instances = [...fleetOf(1), ...fleetOf(1, { region: 'cn-east-3' }, 'east')];
    const stage = setStage({ instances, job: { targets: { region: ['beijing', 'shanghai'] } } });
    const bug = new TypeError('status of undefined');
    const fleet: Fleet = {
      ...stage.fleet,
      async submit(region, ...call) {
        await pause(stage.clock, region === 'beijing' ? 22 : 8);
        if (region === 'shanghai') throw bug;
        return stage.fleet.submit(region, ...call);
      },
    };
    await expect(driveOn(stage, undefined, { fleet })).rejects.toBe(bug);
    const { events } = await stage.journal.read(run);
    expect(events.findLast(({ type }) => type === 'answered')).toMatchObject({ region: 'beijing' });
    expect(events.at(-1)).toEqual({ type: 'left', at: startAt + 22_000, by: 'first', why: 'time' });
  });

  test('in the journal is thrown also when nobody waits for what it should have written', async () => {
    const stage = setStage({ instances: fleetOf(1) });
    const bug = new TypeError('length of undefined');
    const append: Journal['append'] = async (id, position, events) => {
      if (!events.some(({ type }) => type === 'submitting'))
        return stage.journal.append(id, position, events);
      await pause(stage.clock, 10);
      throw bug;
    };
    const journal = { ...stage.journal, append };
    await expect(driveOn(stage, leavingAfter(5), { journal })).rejects.toBe(bug);
  });
});
