import { describe, expect, test } from 'vitest';
import { makePlan } from '../../../functions/maintenance/plan/make-plan.ts';
import type { ConditionVerdict, LastActed } from '../../../functions/maintenance/plan/metric-conditions.ts';
import { jobOf, startAt } from '../run/night.ts';
import { beijing, instance, keepingFacts } from './instance-fixture.ts';

const cause = { code: 'ces.0429', message: 'Too Many Requests' };
const verdicts = new Map<string, ConditionVerdict>([
  ['a', { kind: 'not-met', reason: 'it is not so' }],
  ['b', { kind: 'no-data', reason: 'nobody knows', cause }],
  ['c', { kind: 'met', reason: 'it is so' }],
]);
const inventory = [
  beijing(...[...verdicts.keys()].map((name) => instance(name)), instance('d', { status: 'FROZEN' })),
];

/** What is planned where the metrics have been read. */
function planWith(settings: object, acted?: LastActed) {
  return makePlan({
    job: jobOf({ ...settings }),
    inventory,
    windowEnd: startAt + 3_600_000,
    facts: keepingFacts(inventory),
    known: { verdicts, acted },
  });
}

const onlyIf = { memory_frag_ratio: '> 1.5' };
const planned = { region: 'beijing', losesData: false, tier: 0, groups: [] };

describe('a plan of a job with conditions', () => {
  test('has turns for those alone that meet them', () => {
    expect(planWith({ onlyIf, rollout: { canary: 1 } }).instances).toStrictEqual([
      {
        ...planned,
        id: 'a',
        name: 'a',
        decision: 'skip',
        code: 'condition',
        reason: 'left alone: it is not so',
        wave: null,
      },
      {
        ...planned,
        id: 'b',
        name: 'b',
        decision: 'refuse',
        code: 'condition-unknown',
        reason: 'left alone: nobody knows',
        cause,
        wave: null,
      },
      {
        ...planned,
        id: 'c',
        name: 'c',
        decision: 'act',
        code: 'ready',
        reason: 'is RUNNING; it is so',
        wave: 0,
      },
      {
        ...planned,
        id: 'd',
        name: 'd',
        decision: 'refuse',
        code: 'state',
        reason: 'is FROZEN - a soft restart needs RUNNING or ERROR',
        tier: 0,
        wave: null,
      },
    ]);
  });

  test('has turns for those that wait, after those that need not', () => {
    const { instances } = planWith({ onlyIf, otherwise: 'wait', rollout: { canary: 1 } });
    expect(instances.map(({ id, decision, wave, waits }) => [id, decision, wave, waits])).toEqual([
      ['a', 'act', 1, verdicts.get('a')],
      ['b', 'act', 1, verdicts.get('b')],
      ['c', 'act', 0, undefined],
      ['d', 'refuse', null, undefined],
    ]);
  });

  test('carries the cause of what is not known', () => {
    const { instances } = planWith({ onlyIf, noData: 'act' });
    expect(instances[1]).toMatchObject({
      decision: 'act',
      reason: 'is RUNNING; acted on without its conditions: nobody knows',
      cause,
    });
  });

  test('keeps the conditions as rules of the run', () => {
    expect(planWith({ onlyIf }).rules.conditions?.rules).toMatchObject([
      { metric: 'memory_frag_ratio', limit: 1.5 },
    ]);
  });

  test('says where it does not know when the job acted last', () => {
    const notes = [expect.stringMatching(/^atMostEvery is judged at the run only/)];
    expect(planWith({ onlyIf, atMostEvery: '20h' }).notes).toEqual(notes);
    expect(planWith({ onlyIf, atMostEvery: '20h' }, { now: startAt, at: new Map() }).notes).toEqual([]);
  });
});

test('a job without conditions acts on all, whatever is known of them', () => {
  const { instances, notes } = planWith({});
  expect(instances.map(({ decision, reason }) => [decision, reason]).slice(0, 3)).toEqual(
    Array(3).fill(['act', 'is RUNNING']),
  );
  expect(notes).toEqual([]);
});
