import { describe, expect, test } from 'vitest';
import { fold } from '../../../functions/maintenance/run/fold.ts';
import type { Ports } from '../../../functions/maintenance/run/ports.ts';
import { repeatedActions, repeatedFlushes } from '../../minicloud/gateway/audit-invariants.ts';
import { outcomesOf } from './drive-outcomes.ts';
import { fleetOf } from './night.ts';
import { pause, run, type Stage, setStage } from './stage.ts';

const slowly = { rollout: { concurrency: 2 } };

describe('two invocations on one run', () => {
  // The first is done after a minute and a half.
  const moments = Array.from({ length: 12 }, (_, index) => index * 7);

  test.each(moments)('the second %i s after the first, which lives: it does nothing', async (seconds) => {
    const stage = setStage({ instances: fleetOf(6), job: slowly });
    const first = stage.perform();
    await pause(stage.clock, seconds);
    const second = await stage.perform({}, 'second');
    expect(second).toBeUndefined();
    const driven = await first;
    expect(driven?.end).toBe('finished');
    expect(outcomesOf(driven)).toEqual(Array(6).fill('succeeded'));
    expect(repeatedActions(stage.dcs.log.entries())).toEqual([]);
    const { events } = await stage.journal.read(run);
    expect(events.filter(({ type }) => type === 'finished')).toHaveLength(1);
    expect(fold(events).finishedAt).toBeDefined();
  });
});

/** The ports of a process that is killed in its call of that number: nothing of it goes on, and no clock wakes it. */
function dyingIn(call: number, { fleet, backups, metrics, journal, clock }: Stage): Ports {
  let calls = 0;
  const never = () => new Promise<never>(() => undefined);
  const calling = <Result>(make: () => Promise<Result>) => (++calls < call ? make() : never());
  const living = <Result>(make: () => Promise<Result>) => (calls < call ? make() : never());
  return {
    fleet: {
      ...fleet,
      list: (region) => calling(() => fleet.list(region)),
      show: (region, id) => calling(() => fleet.show(region, id)),
      measure: (region) => calling(() => fleet.measure(region)),
      // DCS gets it all the same, and the answer comes to nobody.
      submit: (region, action, ids) =>
        calling(() => fleet.submit(region, action, ids)).then((answer) => living(async () => answer)),
    },
    backups,
    metrics,
    journal: {
      read: (id) => living(() => journal.read(id)),
      append: (id, position, events) => living(() => journal.append(id, position, events)),
    },
    clock: { now: clock.now, wait: (ms, signal) => living(() => clock.wait(ms, signal)) },
  };
}

describe('an invocation that takes over from a dead one', () => {
  const deaths = Array.from({ length: 12 }, (_, index) => index + 1);

  test.each(deaths)('in its call %i: the run ends, and nothing is done twice', async (call) => {
    const stage = setStage({ instances: fleetOf(4), job: slowly });
    void stage.perform(dyingIn(call, stage));
    await pause(stage.clock, 180);
    const driven = await stage.perform({}, 'second');
    expect(driven?.end).toBe('finished');
    expect(outcomesOf(driven)).toHaveLength(4);
    expect(repeatedActions(stage.dcs.log.entries())).toEqual([]);
  });

  test.each([3, 4, 5, 6, 8])('of a flush in its call %i: nothing is flushed twice', async (call) => {
    const stage = setStage({
      instances: fleetOf(4),
      job: { ...slowly, action: 'flush', destroysData: 'acknowledged' },
    });
    void stage.perform(dyingIn(call, stage));
    await pause(stage.clock, 600);
    await stage.perform({}, 'second');
    expect(repeatedFlushes(stage.dcs.log.entries())).toEqual([]);
  });
});
