import { describe, expect, test } from 'vitest';
import { apply, fold } from '../../../functions/maintenance/run/apply.ts';
import type { RunEvent } from '../../../functions/maintenance/run/event.ts';
import type { RunState } from '../../../functions/maintenance/run/state.ts';
import type { Fault } from '../../../functions/minicloud/dcs/fault.ts';
import { instanceIdOf } from '../../../functions/minicloud/dcs/instance-seed.ts';
import { fleetOf } from './night.ts';
import { run, setStage } from './stage.ts';

const faults: readonly Fault[] = [
  { operation: 'RestartOrFlushInstances', times: 1, effect: { kind: 'call-refused', code: 'DCS.4111' } },
  { operation: 'RestartOrFlushInstances', after: 2, times: 1, effect: { kind: 'gateway-timeout' } },
  { operation: 'ListInstances', after: 4, times: 6, effect: { kind: 'throttled' } },
  {
    operation: 'RestartOrFlushInstances',
    matches: { instance: instanceIdOf('cache-5') },
    times: 1,
    effect: { kind: 'item-failed' },
  },
  {
    operation: 'ListInstances',
    after: 9,
    times: 1,
    effect: { kind: 'instance-vanishes', instance: instanceIdOf('cache-8') },
  },
];

/** A night on which much goes wrong, so that its journal holds every kind of event. */
async function badNight(): Promise<{ readonly events: readonly RunEvent[]; readonly state: RunState }> {
  const instances = [...fleetOf(8), { name: 'frozen', status: 'FROZEN' }];
  const stage = setStage({ instances, job: { rollout: { concurrency: 3, maxFailures: 5 } }, faults });
  const driven = await stage.perform();
  if (!driven) expect.unreachable('the run was not driven');
  return { events: (await stage.journal.read(run)).events, state: driven.open.state };
}

const { events, state } = await badNight();

describe('the journal of a bad night', () => {
  test('holds every kind of event', () => {
    expect([...new Set(events.map(({ type }) => type))].sort()).toEqual([
      'answered',
      'concluded',
      'finished',
      'held',
      'inspected',
      'look-failed',
      'measured',
      'observed',
      'opened',
      'refused',
      'retrying',
      'submitting',
    ]);
  });

  test('gives the state that the run ended with', () => {
    expect(fold(events)).toEqual(state);
    expect(state.finishedAt).toBeDefined();
  });

  test('gives it after a journey through JSON, too', () => {
    expect(fold(JSON.parse(JSON.stringify(events)))).toEqual(state);
  });

  test('gives the same state whether it is folded at once, event by event or in two parts', () => {
    let one: RunState | undefined;
    for (const [index, event] of events.entries()) {
      one = apply(one, event);
      expect(one).toEqual(fold(events.slice(0, index + 1)));
      expect(fold(events.slice(index + 1), one)).toEqual(state);
    }
  });

  test('leaves the states on the way as they were', () => {
    const half = fold(events.slice(0, Math.floor(events.length / 2)));
    const copy = structuredClone(half);
    fold(events.slice(Math.floor(events.length / 2)), half);
    expect(half).toEqual(copy);
  });
});

describe('a journal that cannot be folded', () => {
  test('is empty, or does not begin with "opened"', () => {
    expect(() => fold([])).toThrow(TypeError);
    expect(() => fold(events.slice(1))).toThrow('a journal begins with "opened"');
  });
});
