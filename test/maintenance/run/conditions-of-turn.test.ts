import { describe, expect, test } from 'vitest';
import {
  type Conditions,
  type ConditionVerdict,
  conditionsOf,
} from '../../../functions/maintenance/plan/metric-conditions.ts';
import { afterJudging, aged, passCanaryOn } from '../../../functions/maintenance/run/after-judging.ts';
import {
  keptBy,
  needsJudging,
  nextJudgingAt,
  toBeJudgedAgain,
} from '../../../functions/maintenance/run/conditions-of-turn.ts';
import { draftOf } from '../../../functions/maintenance/run/draft-state.ts';
import type { Judged } from '../../../functions/maintenance/run/read-verdicts.ts';
import type { Tracked } from '../../../functions/maintenance/run/state.ts';
import { jobOf } from './night.ts';
import { ended, openedAt, rulesOf, second, stateOf, tracked, watching } from './tracked-fixture.ts';

const onlyIf = { memory_frag_ratio: '> 1.5' };
const conditions = (settings: object): Conditions | undefined =>
  conditionsOf(jobOf({ ...settings }), second(3_600));
const rulesWith = (settings: object) => {
  const found = conditions(settings);
  return rulesOf(found && { conditions: found });
};
const rules = rulesWith({ onlyIf });

const notMet: ConditionVerdict = { kind: 'not-met', reason: 'it is not so' };
/** A look at its metrics when the run opened. */
const look = (parts: Partial<Judged> = {}): Judged => ({
  verdict: notMet,
  at: openedAt,
  keeps: true,
  old: false,
  ...parts,
});
const ready = { kind: 'waiting', notBefore: openedAt } as const;
const waits = (id: string, parts: Parameters<typeof tracked>[2] = {}) =>
  tracked(id, ready, { attempts: 0, ...parts });
const begun: Partial<Tracked> = { failedTries: 1 };
const doubted: Partial<Tracked> = { sent: watching() };

describe('metrics are looked at before an instance is sent', () => {
  test.each<[string, Tracked | undefined, ReturnType<typeof rulesOf>, number, boolean]>([
    ['where nobody looked', waits('a'), rules, 0, true],
    ['where that was two minutes ago', waits('a', { judged: look() }), rules, 120, true],
    ['not where it was not', waits('a', { judged: look() }), rules, 119, false],
    [
      'where somebody else did, or before others were at it',
      waits('a', { judged: look({ old: true }) }),
      rules,
      1,
      true,
    ],
    ['not where the job has no conditions', waits('a'), rulesOf(), 0, false],
    ['not where it has none on metrics', waits('a'), rulesWith({ atMostEvery: '20h' }), 0, false],
    ['not once it was begun', waits('a', begun), rules, 0, false],
    ['not where it may have been begun', waits('a', doubted), rules, 0, false],
    ['not of nobody', undefined, rules, 0, false],
  ])('%s', (_, one, by, at, expected) => {
    expect(needsJudging(one, by, second(at))).toBe(expected);
  });
});

describe('what the latest look showed', () => {
  const unknown: ConditionVerdict = { kind: 'no-data', reason: 'nobody knows' };
  test.each<[string, Partial<Tracked>, object | undefined]>([
    [
      'that it does not meet them',
      { judged: look() },
      { outcome: 'skipped', code: 'condition', reason: 'left alone: it is not so' },
    ],
    ['nothing', { judged: look({ verdict: unknown }) }, { outcome: 'refused', code: 'condition-unknown' }],
    [
      'that it meets them',
      { judged: look({ keeps: false, verdict: { kind: 'met', reason: 'it is so' } }) },
      undefined,
    ],
    ['that it may be sent', { judged: look({ verdict: { kind: 'met', reason: 'it is so' } }) }, undefined],
    ['is not there', {}, undefined],
    ['is of no matter once it was begun', { judged: look(), ...begun }, undefined],
    ['is of no matter where it may have been begun', { judged: look(), ...doubted }, undefined],
  ])('%s', (_, parts, expected) => {
    const kept = keptBy(waits('a', parts), rules);
    if (expected) expect(kept).toMatchObject(expected);
    else expect(kept).toBeUndefined();
  });

  test('is of no matter where the job has no conditions', () => {
    expect(keptBy(waits('a', { judged: look() }), rulesOf())).toBeUndefined();
  });
});

describe('those that are not to be sent are looked at again', () => {
  const again = (one: Tracked, at: number) =>
    toBeJudgedAgain([{ kind: 'waiting', one, phase: ready }], second(at));

  test.each<[string, Partial<Tracked>, number, readonly string[]]>([
    ['after five minutes', { judged: look() }, 300, ['a']],
    ['not before', { judged: look() }, 299, []],
    ['at a tick', { judged: look({ old: true }) }, 1, ['a']],
    ['not where it may be sent', { judged: look({ keeps: false, old: true }) }, 300, []],
    ['not where nobody looked', {}, 300, []],
  ])('%s', (_, parts, at, ids) => {
    expect(again(waits('a', parts), at)).toEqual(ids);
  });

  test('not those whose try failed', () => {
    const one = waits('a', { judged: look() });
    const phase = { kind: 'failed-try', final: false, code: 'error', reason: 'is ERROR' } as const;
    expect(toBeJudgedAgain([{ kind: 'failed-try', one, phase }], second(300))).toEqual([]);
  });

  test.each<[string, readonly Tracked[], number, number]>([
    [
      'the first of them',
      [waits('a', { judged: look({ at: second(20) }) }), waits('b', { judged: look() })],
      0,
      second(300),
    ],
    [
      'whoever is not due already',
      [waits('a', { judged: look({ at: second(20) }) }), waits('b', { judged: look() })],
      300,
      second(320),
    ],
    ['nobody who may be sent', [waits('a', { judged: look({ keeps: false }) })], 0, Number.POSITIVE_INFINITY],
    [
      'nobody who waits for nothing',
      [ended('a', 'succeeded', { judged: look() })],
      0,
      Number.POSITIVE_INFINITY,
    ],
  ])('next: %s', (_, its, at, next) => {
    expect(nextJudgingAt(its, second(at))).toBe(next);
  });
});

describe('a look at the metrics of an instance', () => {
  const values = [{ kind: 'not-met', value: 1.2 }] as const;
  const told = { kind: 'not-met', reason: 'memory_frag_ratio is 1.2, wanted > 1.5' };

  test('is kept, with whether it may be sent', () => {
    expect(afterJudging(waits('a'), values, second(9), rules).judged).toEqual({
      verdict: told,
      at: second(9),
      keeps: true,
      old: false,
    });
    const met = [{ kind: 'met', value: 1.6 }] as const;
    expect(afterJudging(waits('a'), met, second(9), rules).judged).toMatchObject({ keeps: false });
  });

  test('changes nothing of what does not wait, nor where the job has no conditions', () => {
    const under = tracked('a', watching());
    expect(afterJudging(under, values, second(9), rules)).toBe(under);
    const one = waits('a');
    expect(afterJudging(one, values, second(9), rulesOf())).toBe(one);
  });

  test('is old for whoever comes after', () => {
    expect(aged(waits('a', { judged: look() }))).toEqual(look({ old: true }));
    expect(aged(waits('a'))).toBeUndefined();
  });
});

describe('a canary that does not meet the conditions', () => {
  const kept = { judged: look() };
  /** In which wave each is, once the canary has been passed on. */
  function waves(...instances: readonly Tracked[]) {
    const state = stateOf(instances);
    const draft = draftOf(state);
    passCanaryOn(draft, state);
    for (const { planned } of instances)
      expect(draft.instances.get(planned.id)?.planned).toEqual({ ...planned, wave: expect.anything() });
    return instances.map(({ planned }) => draft.instances.get(planned.id)?.planned.wave);
  }
  const tier = (id: string, wave: number, its: number) => {
    const one = waits(id, { wave });
    return { ...one, planned: { ...one.planned, tier: its } };
  };

  test.each<[string, readonly Tracked[], readonly number[]]>([
    [
      'changes its place with the next',
      [waits('a', { wave: 0, ...kept }), waits('b', { wave: 2 }), waits('c')],
      [2, 0, 1],
    ],
    ['keeps it where nobody is left', [waits('a', { wave: 0, ...kept })], [0]],
    [
      'never gives it to one that does not either',
      [waits('a', { wave: 0, ...kept }), waits('b', kept), waits('c')],
      [1, 1, 0],
    ],
    [
      'nor to one that was begun',
      [waits('a', { wave: 0, ...kept }), waits('b', { attempts: 1 }), waits('c')],
      [1, 1, 0],
    ],
    [
      'nor to one that is done',
      [waits('a', { wave: 0, ...kept }), ended('b', 'succeeded', { attempts: 0 }), waits('c')],
      [1, 1, 0],
    ],
    [
      'nor to another canary',
      [waits('a', { wave: 0, ...kept }), waits('b', { wave: 0 }), waits('c')],
      [1, 0, 0],
    ],
    [
      'prefers a tier before',
      [waits('a', { wave: 0, ...kept }), tier('b', 2, 1), tier('c', 1, 0)],
      [1, 2, 0],
    ],
    ['that is done keeps it', [ended('a', 'succeeded', { wave: 0, ...kept }), waits('b')], [0, 1]],
    [
      'is not one that meets them',
      [waits('a', { wave: 0, judged: look({ keeps: false }) }), waits('b')],
      [0, 1],
    ],
    ['is not one that is no canary', [waits('a', { wave: 0 }), waits('b', kept), waits('c')], [0, 1, 1]],
  ])('%s', (_, instances, expected) => {
    expect(waves(...instances)).toEqual(expected);
  });
});
