import { describe, expect, test } from 'vitest';
import type { Instance } from '../../../functions/maintenance/plan/instance.ts';
import { makePlan, type PlanInput } from '../../../functions/maintenance/plan/make-plan.ts';
import { jobOf } from '../run/night.ts';
import { beijing, instance, planOf, unread } from './instance-fixture.ts';

function several(count: number, parts: Partial<Instance> = {}): Instance[] {
  return Array.from({ length: count }, (_, index) => instance(`cache-${index + 1}`, parts));
}

const everything = { targets: { region: ['beijing', 'shanghai'] } };

describe('a plan', () => {
  test('says of every selected instance what will happen to it, when, and why', () => {
    const plan = planOf(
      everything,
      beijing(instance('a'), instance('b', { status: 'FROZEN' }), instance('c', { status: 'ERROR' })),
    );
    expect(plan.instances).toStrictEqual([
      {
        id: 'a',
        name: 'a',
        region: 'beijing',
        decision: 'act',
        code: 'ready',
        reason: 'is RUNNING',
        losesData: false,
        tier: 0,
        wave: 1,
        groups: [],
      },
      {
        id: 'b',
        name: 'b',
        region: 'beijing',
        decision: 'refuse',
        code: 'state',
        reason: 'is FROZEN - a soft restart needs RUNNING or ERROR',
        losesData: false,
        tier: 0,
        wave: null,
        groups: [],
      },
      {
        id: 'c',
        name: 'c',
        region: 'beijing',
        decision: 'act',
        code: 'ready',
        reason: 'is ERROR; a soft restart may fix it',
        losesData: false,
        tier: 0,
        wave: 1,
        groups: [],
      },
    ]);
    expect(plan.problems).toEqual([]);
  });

  test('fixes the rules of the run, defaults filled in', () => {
    expect(planOf(everything, beijing(...several(40))).rules).toStrictEqual({
      action: 'soft_restart',
      concurrency: 10,
      allowedFailures: 3,
      retry: { attempts: 3, backoff: 30_000, maxBackoff: 300_000 },
      settle: { timeout: 1_800_000, poll: 10_000, acceptance: 60_000, inFunction: 60_000 },
      backup: { mode: 'none', maxAge: 86_400_000, timeout: 1_800_000 },
      pauseBetween: 0,
      windowEnd: null,
    });
    const windowEnd = Date.parse('2026-11-22T21:30:00Z');
    expect(
      makePlan({ job: jobOf(), inventory: [beijing(instance('a'))], windowEnd, facts: new Map() }).rules
        .windowEnd,
    ).toBe(windowEnd);
  });

  test('has the rules of jobs that are for some instances only', () => {
    const targets = { region: 'beijing', names: ['cache-*'], statuses: ['ERROR'] };
    expect(planOf({ targets }, beijing(instance('cache-1', { status: 'ERROR' }))).rules).toMatchObject({
      narrowing: { name: { text: 'cache-', whole: false } },
      startFrom: ['ERROR'],
    });
  });

  test('takes the pause between waves from the job', () => {
    const rollout = { concurrency: 1, pauseBetween: '5m' };
    const { rules, instances } = planOf({ ...everything, rollout }, beijing(...several(2)));
    expect(rules.pauseBetween).toBe(300_000);
    expect(instances.map(({ wave }) => wave)).toEqual([1, 2]);
    const without = planOf({ ...everything, rollout: { concurrency: 1 } }, beijing(...several(2)));
    expect(without.instances.map(({ wave }) => wave)).toEqual([1, 1]);
  });

  test('says whose data is cleared as far as somebody looked, and not where nobody did', () => {
    const job = jobOf({ action: 'restart', destroysData: 'acknowledged' });
    const planned = (facts: PlanInput['facts']) =>
      makePlan({ job, inventory: [beijing(instance('a'))], windowEnd: null, facts });
    const facts = { cacheMode: 'ha', replicasPerShard: 2, appendOnly: false, task: undefined };
    expect(planned(new Map([['a', facts]]))).toMatchObject({
      notes: ['a restart clears the data of 1 of 1 instances: a'],
      instances: [{ decision: 'act', losesData: true }],
    });
    expect(planned('not-examined')).toMatchObject({
      notes: [],
      instances: [{ decision: 'act', losesData: true }],
    });
  });

  test.each([
    [{ concurrency: 4 }, 4],
    [{ concurrency: '25%' }, 5],
    [{ concurrency: '1%' }, 1],
    [{ concurrency: '100%' }, 20],
  ])(
    'counts a concurrency of %j of those it will act on, not of those it refuses',
    (rollout, concurrency) => {
      const frozen = instance('frozen', { status: 'FROZEN' });
      expect(planOf({ ...everything, rollout }, beijing(...several(20), frozen)).rules.concurrency).toBe(
        concurrency,
      );
    },
  );

  test.each([
    [{ maxFailures: 0 }, 50, 0],
    [{ maxFailures: 7 }, 50, 7],
    [{ maxFailures: '10%' }, 50, 4],
    [{ maxFailures: '0%' }, 50, 0],
    [{ maxFailures: '10%' }, 3, 0],
    [{}, 50, 4],
    [{}, 3, 1],
    [{}, 1, 1],
  ])('with %j over %i instances allows %i failures', (rollout, count, allowed) => {
    expect(planOf({ ...everything, rollout }, beijing(...several(count))).rules.allowedFailures).toBe(
      allowed,
    );
  });

  test('keeps the tier of each instance, for starting them in that order', () => {
    const plan = planOf(
      { ...everything, rollout: { order: 'tag:tier' } },
      beijing(instance('a', { tags: { tier: '2' } }), instance('b', { tags: { tier: '1' } })),
    );
    expect(plan.instances.map(({ name, tier }) => [name, tier])).toEqual([
      ['a', 1],
      ['b', 0],
    ]);
  });

  test('keeps the groups of each instance, for starting them apart', () => {
    const plan = planOf(
      { ...everything, rollout: { spreadBy: 'az' } },
      beijing(instance('a', { zones: ['az1', 'az2'] }), instance('b', { zones: ['az1'], status: 'FROZEN' })),
    );
    expect(plan.instances.map(({ groups }) => groups)).toEqual([['az1', 'az2'], []]);
  });
});

describe('what cannot be planned', () => {
  test('an id that nobody has is refused by name', () => {
    const plan = planOf({ targets: { region: 'beijing', ids: ['a', 'gone'] } }, beijing(instance('a')));
    expect(plan.instances.at(-1)).toEqual({
      id: 'gone',
      name: 'gone',
      region: 'beijing',
      decision: 'refuse',
      code: 'not-found',
      reason: 'no instance in beijing has this id - correct targets.ids, or the region',
      losesData: false,
      tier: 0,
      wave: null,
      groups: [],
    });
    expect(plan.problems).toEqual([]);
  });

  test('an id that is written twice is one instance, found or not', () => {
    const plan = planOf(
      { targets: { region: 'beijing', ids: ['a', 'gone', 'a', 'gone'] } },
      beijing(instance('a')),
    );
    expect(plan.instances.map(({ id }) => id)).toEqual(['a', 'gone']);
  });

  test('an id that may be in a region that could not be read is not called wrong', () => {
    const targets = { region: ['beijing', 'shanghai'], ids: ['a', 'there'] };
    const plan = planOf({ targets }, beijing(instance('a')), unread('shanghai'));
    expect(plan.instances.at(-1)).toMatchObject({ id: 'there', decision: 'refuse', code: 'region-unread' });
    expect(plan.instances.at(-1)?.reason).not.toContain('correct');
  });

  test('a region that could not be read is a problem, and the others are planned', () => {
    const plan = planOf(everything, beijing(instance('a')), unread('shanghai'));
    expect(plan.instances).toMatchObject([{ id: 'a', decision: 'act' }]);
    expect(plan.problems).toEqual([
      {
        code: 'DCS.5000',
        region: 'shanghai',
        reason: 'the instances of shanghai could not be listed, so none of them was touched',
        cause: { code: 'DCS.5000', message: 'DCS answered 500' },
      },
    ]);
  });

  test('a selection of nothing is a problem, unless a region could not be read: that is one already', () => {
    const targets = { region: 'beijing', names: ['nobody-*'] };
    expect(planOf({ targets }, beijing(instance('a'))).problems).toEqual([
      {
        code: 'nothing-selected',
        region: null,
        reason: 'the targets select no instance: no instance is named nobody-*, there are a',
      },
    ]);
    expect(planOf({ targets }, unread('beijing')).problems.map(({ code }) => code)).toEqual(['DCS.5000']);
  });
});
