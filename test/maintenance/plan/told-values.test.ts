import { describe, expect, test } from 'vitest';
import type { Instance } from '../../../functions/maintenance/plan/instance.ts';
import { toldValue, wordsOf } from '../../../functions/maintenance/plan/told-values.ts';
import type { Selectors } from '../../../functions/maintenance/schedule/selector-schema.ts';
import { jobOf, startAt } from '../run/night.ts';
import { instance, whole } from './instance-fixture.ts';

const conditionOf = (written: object): Selectors => {
  const { region: _, ...condition } = jobOf({ targets: { region: 'beijing', ...written } }).targets;
  return condition;
};

test.each<[object, string]>([
  [{ tags: { env: 'staging', cold: '' } }, 'env=staging, cold'],
  [{ names: ['a', 'b', 'c', 'd'] }, 'names a, b, c and 1 more'],
  [{ capacity: '>= 8GB', age: '> 30d' }, 'capacity >= 8GB, age > 30d'],
])('the condition %j is told as %j', (written, words) => {
  expect(wordsOf(conditionOf(written))).toBe(words);
});

describe('what an instance has of what a condition asks for', () => {
  test.each<[object, Partial<Instance>, string | undefined]>([
    [{ engineVersions: ['5.0'] }, { engineVersion: '6.0' }, '6.0'],
    [{ engineVersions: ['5.0'] }, { engineVersion: '' }, undefined],
    [{ enterpriseProjects: ['shop'] }, {}, '0'],
    [{ cacheModes: ['single'] }, {}, 'ha'],
    [{ capacity: '> 1GB' }, { capacity: 1_023 }, '1023MB'],
    [{ capacity: '> 1GB' }, { capacity: 1_024 }, '1GB'],
    [{ capacity: '> 1GB' }, { capacity: undefined }, undefined],
    [{ availabilityZones: ['x'] }, {}, 'cn-north-4a cn-north-4b'],
    [{ availabilityZones: ['x'] }, { zones: [] }, undefined],
    [{ statuses: ['ERROR'] }, {}, 'RUNNING'],
    [{ tags: { env: 'staging' } }, { tags: { env: 'prod' } }, 'env=prod'],
    [{ tags: { env: 'staging' } }, { tags: { undefined: 'prod' } }, undefined],
    [{ names: ['x'] }, { tags: { undefined: 'prod' } }, undefined],
  ])('of %j, with %j', (written, parts, told) => {
    expect(toldValue(instance('a', { ...whole, ...parts }), conditionOf(written), startAt)).toBe(told);
  });

  const [second, minute, hour, day] = [1_000, 60_000, 3_600_000, 86_400_000];
  test.each<[number | undefined, string | undefined]>([
    [59 * second + 999, '59s'],
    [minute, '1m'],
    [59 * minute + 59 * second, '59m'],
    [hour, '1h'],
    [23 * hour + 59 * minute, '23h'],
    [day, '1d'],
    [36 * hour, '1d'],
    [400 * day, '400d'],
    [undefined, undefined],
  ])('of an age of %d milliseconds, in whole units', (ms, told) => {
    const createdAt = ms === undefined ? undefined : startAt - ms;
    expect(toldValue(instance('a', { createdAt }), conditionOf({ age: '> 30d' }), startAt)).toBe(told);
  });
});
