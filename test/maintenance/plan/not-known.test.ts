import { describe, expect, test } from 'vitest';
import { makePlan } from '../../../functions/maintenance/plan/make-plan.ts';
import { jobOf } from '../run/night.ts';
import { beijing, instance, planOf, unread } from './instance-fixture.ts';

const everything = { targets: { region: ['beijing', 'shanghai'] } };

describe('a plan without all that it should know', () => {
  test('a region that was asked for again and again says how often', () => {
    const asked = { ...unread('shanghai'), asked: '4 times within 30 s' };
    expect(planOf(everything, beijing(instance('a')), asked).problems[0]?.reason).toBe(
      'the instances of shanghai could not be listed (4 times within 30 s), so none of them was touched',
    );
  });

  test('a region that is the project of another is a problem, and its instances are not there twice', () => {
    const plan = planOf(
      { targets: { region: ['beijing', 'again'], ids: ['a', 'gone'] } },
      beijing(instance('a')),
      { region: 'again', twin: 'beijing' },
    );
    expect(plan.problems).toEqual([
      {
        code: 'same-project',
        region: 'again',
        reason:
          'again is the same project as beijing, so none of its instances was touched - give each project one name in regions',
      },
    ]);
    expect(plan.instances.map(({ id, code, cause }) => [id, code, cause])).toEqual([
      ['a', 'ready', undefined],
      ['gone', 'region-unread', undefined],
    ]);
  });

  test('an id that may be in a region that could not be read says why it could not', () => {
    const targets = { region: ['beijing', 'shanghai'], ids: ['gone'] };
    expect(planOf({ targets }, beijing(instance('a')), unread('shanghai')).instances).toMatchObject([
      { id: 'gone', cause: { code: 'DCS.5000' } },
    ]);
  });

  test('what nobody knows of a loss is told as such', () => {
    const job = jobOf({ destroysData: 'acknowledged' });
    const facts = new Map([
      ['known', { cacheMode: 'single', replicasPerShard: 1, appendOnly: true, task: undefined }],
    ]);
    const inventory = [beijing(instance('known'), instance('unknown'))];
    const plan = makePlan({ job, inventory, windowEnd: null, facts });
    expect(plan.instances.map(({ name, lossUnknown }) => [name, lossUnknown])).toEqual([
      ['known', undefined],
      ['unknown', true],
    ]);
  });
});
