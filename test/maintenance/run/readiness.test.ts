import { describe, expect, test } from 'vitest';
import type { MaintenanceWindow } from '../../../functions/maintenance/plan/maintenance-window.ts';
import { conditionsOf } from '../../../functions/maintenance/plan/metric-conditions.ts';
import {
  inItsTurnSince,
  keepsSlot,
  mayWaitInVain,
  nextOpeningIn,
  readinessOf,
  seesWaiting,
} from '../../../functions/maintenance/run/readiness.ts';
import { jobOf } from './night.ts';
import { openedAt, second, seen, stateOf, tracked } from './tracked-fixture.ts';

const hour = 3_600_000;
const day = 86_400;
const ownWindows = { inMaintenanceWindow: { zone: 'UTC', clock: { offset: 0, changes: [] } } };
/** It may be touched for an hour from an hour of the day on; the run opened at 19:30. */
const from = (begin: number) => ({ maintenance: { begin: begin * hour, end: (begin + 1) * hour } });
const waits = (id: string, parts: Parameters<typeof tracked>[2] = {}, notBefore = 0) =>
  tracked(id, { kind: 'waiting', notBefore: second(notBefore) }, parts);

describe('an instance that waits', () => {
  const conditions = conditionsOf(jobOf({ onlyIf: { memory_frag_ratio: '> 1.5' } }), null);
  const judged = {
    verdict: { kind: 'not-met', reason: 'it is not so' },
    at: openedAt,
    keeps: true,
    old: false,
  } as const;

  test.each([
    ['may start', waits('a'), { kind: 'ready' }, true],
    ['has a pause', waits('a', {}, 30), { kind: 'waits', why: 'pause', until: second(30) }, true],
    ['had a pause', waits('a', {}, 10), { kind: 'ready' }, true],
    [
      'is in another state',
      waits('a', { seen: seen({ idle: false }) }),
      { kind: 'waits', why: 'state', until: undefined },
      false,
    ],
    [
      'does not meet its conditions',
      waits('a', { judged }),
      { kind: 'waits', why: 'condition', until: undefined },
      false,
    ],
  ])('%s', (_, one, expected, keeps) => {
    const state = stateOf([one], { rules: { ...(conditions && { conditions }) } });
    const readiness = readinessOf(one, state, second(10));
    expect(readiness).toEqual(expected);
    expect(keepsSlot(readiness)).toBe(keeps);
  });

  test.each<[string, object, number, MaintenanceWindow | undefined, number]>([
    ['since it was so, where it keeps to no window', {}, -3_600, from(19).maintenance, -3_600],
    ['since its window opened', ownWindows, -3_600, from(19).maintenance, -1_800],
    ['since later, where it was so later', ownWindows, 60, from(19).maintenance, 60],
    ['since it was so, where its window is not known', ownWindows, -3_600, undefined, -3_600],
  ])('could be started %s', (_, rules, since, maintenance, expected) => {
    const one = waits('a', { ...(maintenance && { maintenance }) });
    expect(inItsTurnSince(one, stateOf([one], { rules }), second(since), second(120))).toBe(second(expected));
  });
});

test.each<[string, object, number, number, boolean]>([
  ['no window of their own', {}, 100, 0, false],
  ['their windows, and nobody goes on after this invocation', ownWindows, 100, 0, true],
  ['their windows, and others go on', ownWindows, Number.POSITIVE_INFINITY, day - 1, false],
  ['their windows, for a day', ownWindows, Number.POSITIVE_INFINITY, day, true],
  [
    'their windows, for a day, within that of the job',
    { ...ownWindows, windowEnd: second(2 * day) },
    Number.POSITIVE_INFINITY,
    day,
    false,
  ],
])('whether instances may wait in vain that wait for %s', (_, rules, startUntil, at, expected) => {
  expect(mayWaitInVain(stateOf([], { rules }), second(at), { startUntil, actUntil: startUntil })).toBe(
    expected,
  );
});

describe('of a region whose instances wait for their windows', () => {
  test.each<[string, object, readonly ReturnType<typeof waits>[], number | undefined]>([
    ['the first that opens', ownWindows, [waits('a', from(21)), waits('b', from(20))], second(1_800)],
    [
      'none, where all are open, whatever else they wait for',
      ownWindows,
      [waits('a', from(19), 600)],
      undefined,
    ],
    ['none, where the job keeps to none', {}, [waits('a', from(20), 600)], undefined],
  ])('the next opening is %s', (_, rules, its, expected) => {
    expect(nextOpeningIn(stateOf(its, { rules }), 'beijing', second(10))).toBe(expected);
  });

  test.each<[object, number, number, string, boolean]>([
    [ownWindows, 0, 119, 'beijing', false],
    [ownWindows, 0, 120, 'beijing', true],
    [ownWindows, 121, 239, 'beijing', false],
    [ownWindows, 121, 240, 'beijing', true],
    [ownWindows, 0, 240, 'nowhere', false],
    [{}, 0, 120, 'beijing', false],
  ])(
    'with %j, looked at after %i s, a look at %i s in %s sees them: %s',
    (rules, lookedAt, at, region, expected) => {
      const state = stateOf([], { rules, region: { lookedAt: second(lookedAt) } });
      expect(seesWaiting(state, region, second(at))).toBe(expected);
    },
  );
});
