import { describe, expect, test } from 'vitest';
import { answerRequest } from '../../../functions/maintenance/invocation/answer-request.ts';
import { fold } from '../../../functions/maintenance/run/fold.ts';
import { repeatedActions } from '../../minicloud/gateway/audit-invariants.ts';
import { fleetOf, startAt } from '../run/night.ts';
import { durableProcess, nightly, run, tickAt, toldIn } from './durable-process.ts';
import type { WarmProcess } from './warm-process.ts';

const minuteMs = 60_000;

describe('the first tick of a journal', () => {
  test.each([2, 3, 4])('ends at its write %i, and its fire is begun all the same', async (fatal) => {
    const at = durableProcess();
    const { register, ...rest } = at.invocation();
    let writes = 0;
    const dying: typeof register = {
      ...register,
      async enter(entry) {
        writes += 1;
        if (writes >= fatal) throw new Error('the process ended');
        return register.enter(entry);
      },
    };
    await answerRequest({ kind: 'tick', at: startAt }, { ...rest, register: dying }).catch(() => undefined);
    expect(writes).toBeGreaterThanOrEqual(fatal);
    for (let minutes = 5; minutes <= 30; minutes += 5) await tickAt(at, minutes);
    expect(toldIn(at)).toMatchObject([{ run, status: 'succeeded' }]);
    expect(repeatedActions(at.dcs.log.entries())).toEqual([]);
  });

  test('with nothing due notes itself alone', async () => {
    const at = durableProcess();
    const { register, ...rest } = at.invocation();
    const entered: unknown[] = [];
    const noting: typeof register = { ...register, enter: async (entry) => void entered.push(entry) };
    await answerRequest({ kind: 'tick', at: startAt - 5 * minuteMs }, { ...rest, register: noting });
    expect(entered).toEqual([{ kind: 'tick', at: startAt - 5 * minuteMs }]);
  });
});

describe('a tick with a durable journal', () => {
  test('goes on with what an invocation before it had no time for', async () => {
    const at = durableProcess({ remainingMs: 60_000 });
    expect(await tickAt(at, 0)).toEqual({
      summaries: [],
      unfinished: [{ run, left: expect.any(Number), continues: 'invocation' }],
    });
    expect(at.handedOver).toEqual([run]);
    for (let minutes = 5; minutes <= 60 && at.told.length === 0; minutes += 5) await tickAt(at, minutes);
    expect(toldIn(at)).toMatchObject([{ run, status: 'succeeded', counts: { selected: 4, succeeded: 4 } }]);
    expect((await at.records.register.open()).runs).toEqual([]);
    expect(repeatedActions(at.dcs.log.entries())).toEqual([]);
  });

  test('asks for no fresh invocation when it had no time for anything', async () => {
    const at = durableProcess({ remainingMs: 60_000 });
    await tickAt(at, 0);
    const hurried = { ...at.invocation(), remainingMs: () => 0 };
    await at.clock.wait(5 * minuteMs);
    await answerRequest({ kind: 'continue', run }, hurried);
    expect(at.handedOver).toEqual([run]);
  });

  test('that is delivered twice begins nothing twice', async () => {
    const at = durableProcess();
    await Promise.all([tickAt(at, 0), tickAt(at, 0)]);
    await tickAt(at, 0);
    expect(repeatedActions(at.dcs.log.entries())).toEqual([]);
    expect(toldIn(at)).toHaveLength(1);
  });

  test('begins a fire that no tick came for, while it is in time', async () => {
    const at = durableProcess();
    await tickAt(at, -5);
    await tickAt(at, 40);
    expect(toldIn(at)).toMatchObject([{ run, status: 'succeeded' }]);
  });

  test('tells of a fire that no tick came for in time, and runs it no more', async () => {
    const at = durableProcess();
    await tickAt(at, -5);
    await tickAt(at, 90);
    expect(toldIn(at)).toMatchObject([{ run, status: 'skipped', problems: [{ code: 'missed' }] }]);
    await tickAt(at, 95);
    expect(at.told).toHaveLength(1);
    expect(at.dcs.log.entries().filter(({ kind }) => kind === 'accepted')).toEqual([]);
  });

  test('tells of many missed fires of a job in one summary', async () => {
    const at = durableProcess({ yaml: nightly.replace('"30 3 * * *"', '"30 * * * *"').replace('1h', '10m') });
    await tickAt(at, -5);
    await tickAt(at, 5 * 60);
    expect(toldIn(at)).toMatchObject([
      {
        run: 'nightly@2026-11-23T08:30:00+08:00',
        status: 'succeeded',
        notes: [
          expect.stringContaining(
            '5 fires from nightly@2026-11-23T03:30:00+08:00 to nightly@2026-11-23T07:30',
          ),
        ],
      },
    ]);
  });

  test('tells of nothing that was before its first', async () => {
    const at = durableProcess();
    await tickAt(at, 90);
    expect(at.told).toEqual([]);
  });

  test('begins what was entered by an invocation that died before it began', async () => {
    const at = durableProcess();
    await at.records.register.enter({ kind: 'begins', run, at: startAt });
    await at.records.register.enter({ kind: 'tick', at: startAt });
    await tickAt(at, 5);
    expect(toldIn(at)).toMatchObject([{ run, status: 'succeeded' }]);
  });

  test('tells of a request by hand that was never begun, half an hour and three looks later', async () => {
    const at = durableProcess();
    const asked = 'nightly@by-hand-r-9';
    await at.records.register.enter({ kind: 'begins', run: asked, at: startAt });
    for (const minutes of [15, 35, 40]) await tickAt(at, minutes);
    expect(at.told).toEqual([]);
    await tickAt(at, 45);
    expect(toldIn(at)[0]).toMatchObject({
      run: asked,
      status: 'skipped',
      problems: [{ code: 'not-started' }],
    });
    expect((await at.records.register.open()).runs).toEqual([]);
  });
});

describe('a fire that comes due while the run before it is going', () => {
  const hourly = nightly.replace('"30 3 * * *"', '"*/10 3 * * *"');
  const slowly = { instances: fleetOf(40), remainingMs: 120_000 };

  test('is skipped, and the run goes on', async () => {
    const at = durableProcess({ ...slowly, yaml: hourly });
    await tickAt(at, 0);
    await tickAt(at, 10);
    expect(toldIn(at)).toMatchObject([
      { run: 'nightly@2026-11-23T03:40:00+08:00', status: 'skipped', problems: [{ code: 'overlap' }] },
    ]);
  });

  test('waits where the job queues its fires, and begins when the other has ended', async () => {
    const at = durableProcess({
      instances: fleetOf(4),
      remainingMs: 60_000,
      yaml: hourly
        .replace('    startDeadline', '    overlap: queue\n    startDeadline')
        .replace('*/10', '30,40'),
    });
    await tickAt(at, 0);
    expect(await tickAt(at, 10)).toMatchObject({
      unfinished: [{ run }, { run: 'nightly@2026-11-23T03:40:00+08:00', continues: 'tick' }],
    });
    for (let minutes = 15; minutes <= 60; minutes += 5) await tickAt(at, minutes);
    expect(toldIn(at).map(({ run: id, status }) => [id, status])).toEqual([
      [run, 'succeeded'],
      ['nightly@2026-11-23T03:40:00+08:00', 'succeeded'],
    ]);
  });
});

describe('a run that is cancelled', () => {
  test('starts nothing more, sees what is in flight to its end, and says who wanted it', async () => {
    const at = durableProcess({ remainingMs: 60_000 });
    await tickAt(at, 0);
    const accepted = at.dcs.log.entries().filter(({ kind }) => kind === 'accepted').length;
    expect(await answerRequest({ kind: 'cancel', run }, at.invocation('li.wei'))).toEqual({
      cancelled: run,
      left: 3,
    });
    for (let minutes = 5; minutes <= 30; minutes += 5) await tickAt(at, minutes);
    expect(toldIn(at)).toMatchObject([
      { status: 'partial', counts: { succeeded: accepted, skipped: 4 - accepted } },
    ]);
    expect(toldIn(at)[0]?.instances.find(({ outcome }) => outcome === 'skipped')?.reason).toMatch(
      /the run was cancelled by li\.wei/,
    );
    expect(at.dcs.log.entries().filter(({ kind }) => kind === 'accepted')).toHaveLength(accepted);
  });

  test('that is unknown or over is an answer and no failure', async () => {
    const at = durableProcess();
    expect(await answerRequest({ kind: 'cancel', run }, at.invocation())).toMatchObject({
      started: false,
      reason: expect.stringContaining('nothing is known here'),
    });
    await tickAt(at, 0);
    expect(await answerRequest({ kind: 'cancel', run }, at.invocation())).toMatchObject({
      started: false,
      reason: expect.stringContaining('has ended'),
    });
  });
});

test('what a run is told by is in its journal, whatever became of the schedule', async () => {
  const at = durableProcess({ remainingMs: 60_000 });
  await tickAt(at, 0);
  const { events } = await at.records.journal.read(run);
  expect(fold(events).about).toMatchObject({ timezone: 'Asia/Shanghai', notify: ['ops'], notes: [] });
});

describe('an invocation that finds the run held', () => {
  const named = { kind: 'timer-jobs', at: startAt, jobs: ['nightly'], dryRun: false } as const;

  /** Opens the run as an invocation that dies at once. */
  async function leaveHeld(at: WarmProcess) {
    const living = at.invocation();
    const dying = { ...living, clock: { ...living.clock, wait: () => new Promise<never>(() => undefined) } };
    void answerRequest({ kind: 'tick', at: startAt }, dying);
    while ((await at.records.journal.read(run)).position === 0) await at.clock.wait(1);
  }

  test('waits for the lease of a dead one to be over, where nobody else may come after it', async () => {
    const at = durableProcess();
    await leaveHeld(at);
    await answerRequest(named, at.invocation());
    expect(toldIn(at)).toMatchObject([{ run, status: 'succeeded' }]);
  });

  test('leaves it to the next tick when it is a tick itself', async () => {
    const at = durableProcess();
    await leaveHeld(at);
    const before = at.clock.now();
    expect(await answerRequest({ kind: 'tick', at: startAt }, at.invocation())).toEqual({
      summaries: [],
      unfinished: [{ run, continues: 'holder' }],
    });
    expect(at.clock.now()).toBe(before);
    await tickAt(at, 5);
    expect(toldIn(at)).toMatchObject([{ run, status: 'succeeded' }]);
  });
});
