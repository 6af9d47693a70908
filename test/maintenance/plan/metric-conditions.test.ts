import { describe, expect, test } from 'vitest';
import {
  conditionsOf,
  isOfConditions,
  judgeConditions,
  spacingNotes,
  wasNotNeeded,
} from '../../../functions/maintenance/plan/metric-conditions.ts';
import { jobOf, startAt } from '../run/night.ts';
import { rule } from './series-fixture.ts';

describe('the conditions of an instance', () => {
  const rules = [
    rule('> 1.5 for 30m'),
    rule('> 200MB', 'used_memory'),
    rule('< 500 for 5m', 'instantaneous_ops'),
  ];

  test('are met when each is', () => {
    expect(
      judgeConditions(rules, [
        { kind: 'met', value: 1.62, node: 'redis-1' },
        { kind: 'met', value: 432_013_312 },
        { kind: 'met', value: 12 },
      ]),
    ).toEqual({
      kind: 'met',
      reason:
        'memory_frag_ratio of its node redis-1 was as low as 1.62; used_memory is 412MB; instantaneous_ops was as high as 12/s',
    });
  });

  test('are not when one is not, whatever is unknown', () => {
    expect(
      judgeConditions(rules, [
        { kind: 'met', value: 1.62 },
        { kind: 'not-met', value: 161_480_704 },
        { kind: 'no-data', why: 'instantaneous_ops could not be read' },
      ]),
    ).toEqual({ kind: 'not-met', reason: 'used_memory is 154MB, wanted > 200MB' });
  });

  test('are not known when one is not, and carry the cause', () => {
    const cause = { code: 'TIMEOUT', message: 'no answer' };
    expect(
      judgeConditions(rules, [
        { kind: 'met', value: 1.62 },
        { kind: 'no-data', why: 'used_memory could not be read', cause },
      ]),
    ).toEqual({ kind: 'no-data', reason: 'used_memory could not be read; Cloud Eye was not asked', cause });
  });
});

describe('what is told of a rule', () => {
  test.each([
    ['> 1.5', 1.6, 'memory_frag_ratio is 1.6'],
    ['> 1.5 for 30m', 1.6, 'memory_frag_ratio was as low as 1.6'],
    ['< 1.5 for 30m', 1.4, 'memory_frag_ratio was as high as 1.4'],
    ['= 1 for 30m', 1, 'memory_frag_ratio is 1'],
  ])('%s, of %d', (text, value, reason) => {
    expect(judgeConditions([rule(text)], [{ kind: 'met', value }])).toEqual({ kind: 'met', reason });
  });

  test('and only what is not known has a cause', () => {
    const cause = { code: 'TIMEOUT', message: 'no answer' };
    const rules = [rule('> 1.5'), rule('> 1GB', 'used_memory')];
    expect(
      judgeConditions(rules, [
        { kind: 'met', value: 1.6 },
        { kind: 'no-data', why: 'nothing is there' },
      ]),
    ).toEqual({ kind: 'no-data', reason: 'nothing is there', cause: undefined });
    expect(
      judgeConditions(rules, [
        { kind: 'no-data', why: 'nothing is there' },
        { kind: 'no-data', why: 'nobody answered', cause },
      ]),
    ).toEqual({ kind: 'no-data', reason: 'nothing is there; nobody answered', cause });
  });
});

const onlyIf = { memory_frag_ratio: '> 1.5' };

describe('the conditions of a job', () => {
  test('are none where it has neither rules nor a time between two', () => {
    expect(conditionsOf(jobOf(), startAt)).toBeUndefined();
  });

  test('are its rules, and how it rolls out over those that meet them', () => {
    const { rollout } = jobOf();
    const { canary, concurrency, ramp, maxFailures } = rollout;
    expect(conditionsOf(jobOf({ onlyIf, otherwise: 'wait', noData: 'act' }), startAt)).toStrictEqual({
      rules: [rule('> 1.5')],
      otherwise: 'wait',
      noData: 'act',
      rollout: { canary, concurrency, ramp, maxFailures },
    });
  });

  test('may be a time between two alone', () => {
    expect(conditionsOf(jobOf({ atMostEvery: '20h' }), startAt)).toMatchObject({
      rules: [],
      atMostEvery: 20 * 3_600_000,
    });
  });

  test('let nobody wait without a window that ends', () => {
    expect(conditionsOf(jobOf({ onlyIf, otherwise: 'wait' }), null)).toMatchObject({ otherwise: 'skip' });
  });
});

describe('a plan for which nobody asked the journal', () => {
  const spaced = conditionsOf(jobOf({ atMostEvery: '20h' }), startAt);

  test('says that atMostEvery is judged at the run only', () => {
    expect(spacingNotes(spaced, undefined)).toEqual([
      'atMostEvery is judged at the run only: this plan reads no journal, and does not know whom the job acted on within 20h',
    ]);
  });

  test.each([
    ['it was asked', spaced, { now: startAt, at: new Map() }],
    ['the job has no atMostEvery', conditionsOf(jobOf({ onlyIf }), startAt), undefined],
    ['the job has no conditions', undefined, undefined],
  ])('says nothing where %s', (_, conditions, acted) => {
    expect(spacingNotes(conditions, acted)).toEqual([]);
  });
});

describe('an instance that was left alone', () => {
  test.each([
    ['skipped', 'condition', true],
    ['skipped', 'at-most-every', true],
    ['skipped', 'window', false],
    ['refused', 'condition-unknown', false],
    ['refused', 'condition', false],
  ])('%s %s met no need: %s', (outcome, code, expected) => {
    expect(wasNotNeeded({ outcome, code })).toBe(expected);
  });

  test.each([
    ['condition', true],
    ['at-most-every', true],
    ['condition-unknown', true],
    ['state', false],
  ])('for %s was so by its conditions: %s', (code, expected) => {
    expect(isOfConditions(code)).toBe(expected);
  });
});
