import { describe, expect, test } from 'vitest';
import {
  type ConditionDecision,
  decideAll,
  decideForGood,
  isWaiting,
} from '../../../functions/maintenance/plan/decide-by-conditions.ts';
import type { Instance } from '../../../functions/maintenance/plan/instance.ts';
import {
  type Conditions,
  type ConditionVerdict,
  conditionsOf,
  type LastActed,
} from '../../../functions/maintenance/plan/metric-conditions.ts';
import { jobOf, startAt } from '../run/night.ts';
import { instance } from './instance-fixture.ts';

const hour = 3_600_000;
const onlyIf = { memory_frag_ratio: '> 1.5' };
const cause = { code: 'ces.0429', message: 'Too Many Requests' };
const met: ConditionVerdict = { kind: 'met', reason: 'it is so' };
const notMet: ConditionVerdict = { kind: 'not-met', reason: 'it is not so' };
const noData: ConditionVerdict = { kind: 'no-data', reason: 'nobody knows', cause };

function conditions(settings: object): Conditions {
  const found = conditionsOf(jobOf({ ...settings }), startAt + hour);
  if (!found) throw new TypeError('a job without conditions');
  return found;
}

type Case = {
  readonly settings: object;
  readonly verdict?: ConditionVerdict;
  readonly one?: Partial<Instance>;
  readonly acted?: LastActed | undefined;
};

/** What is decided of one instance. */
function decided({ settings, verdict, one = {}, acted }: Case): ConditionDecision | undefined {
  const verdicts = new Map(verdict ? [['a', verdict]] : []);
  return decideAll([instance('a', one)], conditions(settings), { verdicts, acted }).get('a');
}

const asIs: ConditionDecision = { decision: 'act', reason: 'it is so' };
const skipped: ConditionDecision = {
  decision: 'skip',
  code: 'condition',
  reason: 'left alone: it is not so',
};
const refused: ConditionDecision = {
  decision: 'refuse',
  code: 'condition-unknown',
  reason: 'left alone: nobody knows',
  cause,
};
const allTheSame: ConditionDecision = {
  decision: 'act',
  reason: 'acted on without its conditions: nobody knows',
  cause,
};
const waits = (verdict: ConditionVerdict): ConditionDecision => ({
  decision: 'act',
  reason: `waits: ${verdict.reason}`,
  cause: verdict.cause,
  waits: verdict,
});

describe('by its rules', () => {
  test.each<[object, ConditionVerdict, ConditionDecision]>([
    [{}, met, asIs],
    [{}, notMet, skipped],
    [{}, noData, refused],
    [{ noData: 'act' }, noData, allTheSame],
    [{ noData: 'act' }, notMet, skipped],
    [{ otherwise: 'wait' }, met, asIs],
    [{ otherwise: 'wait' }, notMet, waits(notMet)],
    [{ otherwise: 'wait' }, noData, waits(noData)],
    [{ otherwise: 'wait', noData: 'act' }, noData, allTheSame],
    [{ otherwise: 'wait', noData: 'act' }, notMet, waits(notMet)],
  ])('with %j, %j', (settings, verdict, expected) => {
    expect(decided({ settings: { onlyIf, ...settings }, verdict })).toEqual(expected);
    expect(isWaiting(expected)).toBe('waits' in expected);
  });

  test.each<[object, ConditionVerdict, ConditionDecision]>([
    [{}, met, asIs],
    [{}, notMet, skipped],
    [{}, noData, refused],
    [{ noData: 'act' }, noData, allTheSame],
  ])('nobody waits where it ends, with %j, %j', (settings, verdict, expected) => {
    expect(decideForGood(conditions({ onlyIf, otherwise: 'wait', ...settings }), verdict)).toEqual(expected);
  });

  test('one that was not looked at is not known', () => {
    expect(decided({ settings: { onlyIf } })).toEqual({
      ...refused,
      reason: 'left alone: Cloud Eye was not asked',
      cause: undefined,
    });
  });

  test('nor is what it waits for', () => {
    expect(decided({ settings: { onlyIf, otherwise: 'wait' } })).toEqual(
      waits({ kind: 'no-data', reason: 'Cloud Eye was not asked' }),
    );
  });

  test('without rules nothing is decided', () => {
    const spaced = conditions({ atMostEvery: '20h' });
    expect([...decideAll([instance('a')], spaced, { verdicts: new Map(), acted: undefined })]).toEqual([]);
    expect(isWaiting(undefined)).toBe(false);
  });
});

describe('what an engine cannot have', () => {
  const since4 = { onlyIf: { used_memory_dataset: '> 1GB' } };
  const lacking = 'Redis 3.0.7 has no used_memory_dataset';
  const old = { engineVersion: '3.0.7' };
  const left = { decision: 'refuse', code: 'condition-unknown', reason: `left alone: ${lacking}` };

  test('is no data, whatever was read', () => {
    expect(decided({ settings: since4, verdict: met, one: old })).toMatchObject(left);
    expect(decided({ settings: { ...since4, noData: 'act' }, verdict: met, one: old })).toMatchObject({
      decision: 'act',
      reason: `acted on without its conditions: ${lacking}`,
    });
  });

  test('is any metric, where it is not Redis', () => {
    const memcached = { engine: 'Memcached', engineVersion: '5.0' };
    expect(decided({ settings: { onlyIf }, verdict: met, one: memcached })).toMatchObject({
      decision: 'refuse',
      reason: 'left alone: Memcached 5.0 has no memory_frag_ratio',
    });
  });

  test('does not come by waiting', () => {
    const settings = { ...since4, otherwise: 'wait' };
    expect(decided({ settings, verdict: met, one: old })).toMatchObject(left);
    expect(decided({ settings, verdict: notMet, one: old })).toEqual(skipped);
  });

  test('keeps nobody from waiting for the others, where it is not asked for', () => {
    const settings = { ...since4, otherwise: 'wait', noData: 'act' };
    expect(decided({ settings, verdict: notMet, one: old })).toEqual(waits(notMet));
  });
});

describe('by how lately the job acted on it', () => {
  const atMostEvery = '20h';
  const now = startAt;
  const acted = (at: number | undefined, unread?: string): LastActed => ({
    now,
    at: new Map(at === undefined ? [] : [['a', at]]),
    unread,
  });
  const lately = (ago: string) => ({
    decision: 'skip',
    code: 'at-most-every',
    reason: `left alone: the job acted on it ${ago} ago, and atMostEvery is 20h`,
  });
  const notKnown = {
    decision: 'refuse',
    code: 'condition-unknown',
    reason:
      'left alone: when the job acted on it last is not known, as the record of some-run cannot be read',
  };

  test.each<[string, LastActed | undefined, object, object | undefined]>([
    ['lately', acted(now - 19 * hour), {}, lately('19h')],
    ['just long enough ago', acted(now - 20 * hour), {}, undefined],
    ['by a clock that is ahead', acted(now + 1_000), {}, lately('0s')],
    ['never', acted(undefined), {}, undefined],
    ['nobody asked', undefined, {}, undefined],
    ['lately, and a record cannot be read', acted(now - 19 * hour, 'some-run'), {}, lately('19h')],
    ['never, as far as what can be read tells', acted(undefined, 'some-run'), {}, notKnown],
    ['long ago, as far as what can be read tells', acted(now - 21 * hour, 'some-run'), {}, notKnown],
    ['never known, and no matter', acted(undefined, 'some-run'), { noData: 'act' }, undefined],
    ['lately, and no matter what is not known', acted(now - hour), { noData: 'act' }, lately('1h')],
  ])('%s', (_, when, settings, expected) => {
    expect(decided({ settings: { atMostEvery, ...settings }, acted: when })).toEqual(expected);
  });

  test('and then by its rules', () => {
    const settings = { atMostEvery, onlyIf };
    expect(decided({ settings, verdict: met, acted: acted(now - hour) })).toMatchObject(lately('1h'));
    expect(decided({ settings, verdict: met, acted: acted(now - 21 * hour) })).toEqual(asIs);
  });

  test('by its rules alone, where the job may act on it at any time', () => {
    expect(decided({ settings: { onlyIf }, verdict: met, acted: acted(now, 'some-run') })).toEqual(asIs);
  });
});
