import { describe, expect, test } from 'vitest';
import { ageOf, conditionsOf } from '../../../functions/maintenance/plan/conditions.ts';
import { jobOf, startAt } from '../run/night.ts';
import { instance } from './instance-fixture.ts';

test('each condition is known by its key', () => {
  const { region: _, ...conditions } = jobOf({
    targets: {
      region: 'beijing',
      ids: ['a'],
      names: ['a*'],
      tags: { env: 'test' },
      engineVersions: ['5.0'],
      enterpriseProjects: ['0'],
      cacheModes: ['ha'],
      capacity: '8GB',
      availabilityZones: ['cn-north-4a'],
      statuses: ['ERROR'],
      age: '> 30d',
    },
  }).targets;
  expect(conditionsOf(conditions, startAt).map(({ key }) => key)).toEqual(Object.keys(conditions));
});

describe('a version', () => {
  test.each([
    ['5.0', '5.0.14', 'yes'],
    ['5.0', '5.01', 'no'],
    ['>= 5.0', '5.0', 'yes'],
    ['>= 5.0', '6', 'yes'],
    ['>= 5.0', '4.0.9', 'no'],
    ['> 5.0', '5.0.14', 'no'],
    ['> 5.0', '5.1', 'yes'],
    ['< 5.0', '5.0', 'no'],
    ['< 5.0', '4.0', 'yes'],
    ['<= 5.0', '5.0', 'yes'],
    ['<= 5.0', '5.1', 'no'],
    // What of 5.0 it is decides.
    ['>= 5.0.9', '5.0', 'unknown'],
    ['< 5.0.9', '5.0', 'unknown'],
    ['> 5.0.2 < 5.0.4', '5.0', 'unknown'],
    ['> 5.0.2 < 5.0.4', '5.1', 'no'],
    ['>= 5.0', 'five', 'unknown'],
    ['>= 5.0', '', 'unknown'],
    ['>= five', '5.0', 'unknown'],
  ])('that is to be %s, where it is %j: %s', (wanted, engineVersion, answer) => {
    const [condition] = conditionsOf({ engineVersions: [wanted] }, undefined);
    expect(condition?.answer(instance('a', { engineVersion }))).toBe(answer);
  });
});

describe('an age', () => {
  test.each<[string, number | undefined, number | undefined, number | undefined]>([
    ['passes', startAt - 1_000, startAt, 1_000],
    [
      'is none of one that was made by a clock which is a quarter of an hour ahead',
      startAt + 900_000,
      startAt,
      0,
    ],
    ['is not known of one from further in the future', startAt + 900_001, startAt, undefined],
    ['is not known of one of which nothing is told', undefined, startAt, undefined],
    ['is not known where nobody says when it is', startAt, undefined, undefined],
  ])('%s', (_, createdAt, now, age) => {
    expect(ageOf(instance('a', { createdAt }), now)).toBe(age);
  });
});
