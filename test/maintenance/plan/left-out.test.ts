import { describe, expect, test } from 'vitest';
import { makePlan } from '../../../functions/maintenance/plan/make-plan.ts';
import { translated } from '../../../functions/maintenance/report/wording/chinese.ts';
import { jobOf, startAt } from '../run/night.ts';
import { beijing, instance, planOf, variedFleet, whole } from './instance-fixture.ts';

describe('a selection of nothing names who lacks only one condition:', () => {
  const nothing = (targets: object) =>
    planOf({ targets: { region: 'beijing', ...targets } }, variedFleet).problems.map(({ reason }) => reason);

  test.each<[object, string]>([
    [
      { names: ['p*', 's*'], cacheModes: ['cluster'] },
      '3 instances meet all but cacheModes cluster: plain (ha), sick (ha), single (single)',
    ],
    [
      { capacity: '> 8GB', statuses: ['ERROR'] },
      '1 instance meets all but capacity > 8GB: sick (8GB); 1 instance meets all but statuses ERROR: big (RUNNING)',
    ],
    [
      { capacity: '>= 128GB', enterpriseProjects: ['shop'] },
      'no instance meets capacity >= 128GB, there are 128MB, 8GB, 64GB; 1 instance meets all but capacity >= 128GB: sick (8GB)',
    ],
    [{ enterpriseProjects: ['books'] }, 'no instance meets enterpriseProjects books, there are 0, shop'],
    [
      { availabilityZones: ['cn-north-4x'] },
      'no instance meets availabilityZones cn-north-4x, there are cn-north-4a, cn-north-4a cn-north-4b, cn-north-4c',
    ],
    [{ statuses: ['FROZEN'] }, 'no instance meets statuses FROZEN, there are ERROR, RUNNING'],
    [{ engineVersions: ['> 7.0'] }, 'no instance has the engine version > 7.0, there are 3.0.7, 5.0, 6.0.20'],
    [
      { statuses: ['ERROR'], names: ['big'], exclude: { names: ['sick'] } },
      '1 instance meets all but statuses ERROR: big (RUNNING)',
    ],
    [
      { names: ['big'], availabilityZones: ['cn-north-4c'], age: '> 100d' },
      'none meets all conditions together: names 1, availabilityZones 1, age 1',
    ],
  ])('%j', (targets, details) => {
    const [reason = ''] = nothing(targets);
    expect(reason).toBe(`the targets select no instance: ${details}`);
    expect(translated(reason)).toMatch(/^\p{Script=Han}/u);
  });

  test('of many the first, and how many there are besides', () => {
    const many = beijing(...Array.from({ length: 7 }, (_, n) => instance(`c-${n}`, whole)));
    const [problem] = planOf(
      { targets: { region: 'beijing', names: ['c-*'], capacity: '> 8GB' } },
      many,
    ).problems;
    expect(problem?.reason).toContain(
      '7 instances meet all but capacity > 8GB: c-0 (8GB), c-1 (8GB), c-2 (8GB), c-3 (8GB), c-4 (8GB) and 2 more',
    );
  });
});

describe('a plan that is looked at tells whom a finer condition leaves out', () => {
  const notesOf = (targets: object, explained = true, fleet = variedFleet) =>
    makePlan({
      job: jobOf({ targets: { region: 'beijing', ...targets }, destroysData: 'acknowledged' }),
      inventory: [fleet],
      ...{ windowEnd: null, facts: 'not-examined', now: startAt, explained },
    }).notes;

  test.each<[object, readonly string[]]>([
    [
      { names: ['p*', 's*'], capacity: '>= 8GB' },
      ['1 instance meets all but capacity >= 8GB: single (128MB)'],
    ],
    [
      { age: '< 100d', statuses: ['RUNNING'], names: ['*'] },
      [
        '1 instance meets all but statuses RUNNING: sick (ERROR)',
        '1 instance meets all but age < 100d: old (400d)',
      ],
    ],
    [
      { names: ['*'], exclude: { cacheModes: ['single'], capacity: '> 8GB', names: ['old'] } },
      [
        '1 instance is left out by exclude cacheModes single: single (single)',
        '1 instance is left out by exclude capacity > 8GB: big (64GB)',
      ],
    ],
    [
      { names: ['s*'], enterpriseProjects: ['0'] },
      ['1 instance meets all but enterpriseProjects 0: sick (shop)'],
    ],
    [
      { names: ['*'], exclude: { availabilityZones: ['cn-north-4b'] } },
      [
        '3 instances are left out by exclude availabilityZones cn-north-4b: big (cn-north-4a cn-north-4b), old (cn-north-4a cn-north-4b), plain (cn-north-4a cn-north-4b)',
      ],
    ],
    [{ names: ['p*'], exclude: { names: ['x'] } }, []],
    [
      { names: ['*'], capacity: '>= 8GB', exclude: { names: ['big'] } },
      ['1 instance meets all but capacity >= 8GB: single (128MB)'],
    ],
    // Whoever is excluded is not missed, nor whom the targets are not for anyway.
    [{ names: ['*'], capacity: '>= 8GB', exclude: { names: ['single'] } }, []],
    [{ names: ['*'], engineVersions: ['5.0'], exclude: { capacity: '> 8GB' } }, []],
    // Why nothing is selected says it already.
    [{ names: ['single'], capacity: '>= 8GB' }, []],
  ])('%j', (targets, notes) => {
    expect(notesOf(targets)).toEqual(notes);
    expect(notesOf(targets, false)).toEqual([]);
    for (const note of notes) expect(translated(note)).toMatch(/\p{Script=Han}/u);
  });

  test('but not whom it only may leave out: of him the plan says so itself', () => {
    const odd = beijing(instance('odd', { ...whole, capacity: undefined }), instance('plain', whole));
    expect(notesOf({ names: ['*'], capacity: '>= 8GB' }, true, odd)).toEqual([]);
  });
});
