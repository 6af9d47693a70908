import { describe, expect, test } from 'vitest';
import { makePlan } from '../../../functions/maintenance/plan/make-plan.ts';
import { planRules, planTable } from '../../../functions/nightshift/commands/plan-table.ts';
import { instance, keepingFacts } from '../../maintenance/plan/instance-fixture.ts';
import { jobOf } from '../../maintenance/run/night.ts';

const inventory = [
  {
    region: 'beijing',
    instances: [
      instance('shop-1', { tags: { tier: '2', app: 'shop' } }),
      instance('shop-2', { tags: { tier: '1', app: 'shop' } }),
      instance('shop-3', { tags: { tier: '2', app: 'shop' }, status: 'FROZEN' }),
      instance('shop-4', { tags: { tier: '1' } }),
    ],
  },
  {
    region: 'shanghai',
    instances: [instance('sh-1', { region: 'shanghai', tags: { tier: '1', app: 'blog' } })],
  },
];

/** The rules of a plan, and its table without why. */
function shown(rollout: Readonly<Record<string, unknown>>): readonly string[] {
  const job = jobOf({ targets: { region: ['beijing', 'shanghai'], names: ['*'] }, rollout });
  const plan = makePlan({ job, inventory, windowEnd: null, facts: keepingFacts(inventory) });
  const table = planTable(plan, { colour: false, width: 120, hasEdge: true });
  return [planRules(plan), ...table.map((line) => line.replace(/ +(DECISION|act|refuse).*/, ''))];
}

describe('a plan', () => {
  test('is shown in the order of each region, in which the next starts as soon as one is done', () => {
    expect(shown({ canary: 1, concurrency: 2 })).toEqual([
      'at most 2 at once, the next as soon as one is done, stops starting when more than 1 failed, backup none',
      'ORDER   NAME    REGION',
      'canary  shop-1  beijing',
      '1       shop-2  beijing',
      '2       shop-4  beijing',
      '1       sh-1    shanghai',
      '-       shop-3  beijing',
    ]);
  });

  test('is shown with whom others wait for: tiers, and groups of which two are never done at once', () => {
    expect(shown({ concurrency: 2, order: 'tag:tier', spreadBy: 'tag:app' })).toEqual([
      'at most 2 at once, the next as soon as one is done, tier by tier, never two of one group, stops starting when more than 1 failed, backup none',
      'ORDER  NAME    REGION    TIER  GROUP',
      '1      shop-2  beijing   1     shop',
      '2      shop-4  beijing   1     -',
      '1      sh-1    shanghai  1     blog',
      '3      shop-1  beijing   2     shop',
      '-      shop-3  beijing   -     -',
    ]);
  });

  test('is shown in waves where the job goes in waves', () => {
    expect(shown({ concurrency: 2, ramp: true, pauseBetween: '10m' })).toEqual([
      'at most 2 at once, wave by wave, 10m between waves, stops starting when more than 1 failed, backup none',
      'WAVE  NAME    REGION',
      '1     shop-1  beijing',
      '1     sh-1    shanghai',
      '2     shop-2  beijing',
      '2     shop-4  beijing',
      '-     shop-3  beijing',
    ]);
  });
});
