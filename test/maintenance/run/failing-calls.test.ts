import { describe, expect, test } from 'vitest';
import type { CallFailure } from '../../../functions/maintenance/run/call-failure.ts';
import {
  failsForAll,
  mayBeOneOfThem,
  noneFailing,
  partOf,
  placeToTry,
  triesAlone,
  withFailedCall,
} from '../../../functions/maintenance/run/failing-calls.ts';
import type { FailingCalls, RegionState } from '../../../functions/maintenance/run/state.ts';
import { stateOf, tracked } from './tracked-fixture.ts';

const failure = (kind: CallFailure['kind'], parts: Partial<CallFailure> = {}): CallFailure => ({
  kind,
  code: 'DCS.4113',
  message: 'it is not possible now',
  ...parts,
});
const named = (count: number) => Array.from({ length: count }, (_, index) => `id-${index}`);

function region(instances: number, failing: FailingCalls): RegionState {
  const waiting = { kind: 'waiting', notBefore: 0 } as const;
  const state = stateOf(
    named(instances).map((id) => tracked(id, waiting)),
    { region: { failing } },
  );
  return state.regions.get('beijing') ?? expect.unreachable('there is Beijing');
}

test('a call that failed goes on in quarters, as even as can be', () => {
  const parts = (count: number) => named(count).map((_, place) => partOf(place, count));
  expect(parts(8)).toEqual(['0', '0', '1', '1', '2', '2', '3', '3']);
  expect(parts(5)).toEqual(['0', '0', '1', '2', '3']);
  expect(parts(1)).toEqual(['0']);
});

test.each<[CallFailure, boolean]>([
  [failure('permanent'), true],
  [failure('permanent', { code: 'interrupted' }), true],
  [failure('wait'), true],
  [failure('ambiguous'), true],
  [failure('ambiguous', { code: 'interrupted' }), false],
  [failure('denied', { status: 403 }), true],
  [failure('denied', { status: 401 }), false],
  [failure('denied'), false],
  [failure('throttled'), false],
  [failure('unsent'), false],
])('%j may be the doing of one of those that the call named: %s', (given, expected) => {
  expect(mayBeOneOfThem(given)).toBe(expected);
});

describe('the failing calls of a region', () => {
  test('are counted, with those that were tried alone, each once', () => {
    const both = withFailedCall(noneFailing, failure('permanent'), ['a', 'b']);
    expect(both).toEqual({ calls: 1, alone: [] });
    const one = withFailedCall(both, failure('permanent'), ['a']);
    expect(one).toEqual({ calls: 2, alone: ['a'] });
    expect(withFailedCall(one, failure('permanent'), ['a'])).toEqual({ calls: 3, alone: ['a'] });
    expect(withFailedCall(one, failure('ambiguous'), ['b'])).toEqual({ calls: 3, alone: ['a', 'b'] });
  });

  test.each([failure('wait'), failure('throttled'), failure('unsent'), failure('denied', { status: 401 })])(
    'are none for what says nothing of the region: %j',
    (given) => {
      const known = { calls: 2, alone: ['a'] };
      expect(withFailedCall(known, given, ['b'])).toEqual(known);
    },
  );

  test('are a reason to try instances alone when a call and its quarters have failed', () => {
    const tries = (calls: number) => triesAlone(region(16, { calls, alone: [] }));
    expect([0, 4, 5, 6].map(tries)).toEqual([false, false, true, true]);
  });

  test.each([
    [1, 1],
    [2, 2],
    [3, 3],
    [16, 8],
    [50, 12],
    [400, 12],
  ])('of %i instances are nobody’s when %i of them have failed alone', (instances, most) => {
    const fails = (alone: number, calls = 5) =>
      failsForAll(region(instances, { calls, alone: named(alone) }));
    expect([fails(most - 1), fails(most)]).toEqual([false, true]);
    expect(fails(most, 4)).toBe(false);
    expect(triesAlone(region(instances, { calls: 5, alone: named(most) }))).toBe(false);
  });
});

test('those that are tried alone stand far from each other', () => {
  const places = named(8).map((_, tried) => placeToTry({ calls: 5, alone: named(tried) }, 16));
  expect(places).toEqual([0, 8, 4, 12, 2, 10, 6, 14]);
  expect(placeToTry({ calls: 5, alone: named(1) }, 5)).toBe(2);
});
