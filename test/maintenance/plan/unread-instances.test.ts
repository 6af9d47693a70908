import { describe, expect, test } from 'vitest';
import {
  type Instance,
  type UnreadField,
  unreadStatus,
} from '../../../functions/maintenance/plan/instance.ts';
import { makePlan } from '../../../functions/maintenance/plan/make-plan.ts';
import { selectInstances } from '../../../functions/maintenance/plan/select-instances.ts';
import { unreadInstance, unreadNotes } from '../../../functions/maintenance/plan/unread-instances.ts';
import type { Selectors, Targets } from '../../../functions/maintenance/schedule/selector-schema.ts';
import { jobOf } from '../run/night.ts';
import { beijing, instance, keepingFacts, unread } from './instance-fixture.ts';

/** A row of which these fields cannot be read. */
function row(name: string, fields: readonly UnreadField[], parts: Partial<Instance> = {}): Instance {
  return instance(name, { unread: fields, ...parts });
}

/** Where a row with a field that cannot be read goes: among those to act on, to refuse, or to mention. */
function placeOf(one: Instance, targets: Selectors & Pick<Targets, 'exclude'>): string {
  const found = selectInstances({ region: 'beijing', ...targets }, [beijing(one)]);
  const places = (['selected', 'unread', 'unreadOthers'] as const).filter((place) => found[place].length > 0);
  return places.join(' and ') || 'nowhere';
}

describe('an instance of which DCS wrote something that cannot be read', () => {
  test.each<[UnreadField, Selectors & Pick<Targets, 'exclude'>, string]>([
    ['id', {}, 'unread'],
    ['status', {}, 'unread'],
    ['name', {}, 'selected'],
    ['tags', {}, 'selected'],
    ['engineVersion', {}, 'selected'],
    ['name', { names: ['nobody'] }, 'unread'],
    ['tags', { tags: { env: 'prod' } }, 'unread'],
    ['engineVersion', { engineVersions: ['7.0'] }, 'unread'],
    ['name', { exclude: { names: ['nobody'] } }, 'unread'],
    ['tags', { exclude: { tags: { env: 'prod' } } }, 'unread'],
    ['rows', {}, 'unread'],
    ['rows', { names: ['a'] }, 'unread'],
    ['rows', { names: ['nobody'] }, 'unreadOthers'],
    ['status', { names: ['nobody'] }, 'unreadOthers'],
    ['name', { ids: ['b'] }, 'unreadOthers'],
    ['name', { ids: ['a'] }, 'selected'],
    ['tags', { tags: { env: 'prod' }, names: ['nobody'] }, 'unreadOthers'],
    ['tags', { tags: { env: 'prod' }, exclude: { names: ['a'] } }, 'unreadOthers'],
  ])('with its %s and targets of %j is %s', (field, targets, place) => {
    expect(placeOf(row('a', [field]), targets)).toBe(place);
  });

  test('is nowhere when all of it can be read and the job is not for it', () => {
    expect(placeOf(instance('a'), { names: ['nobody'] })).toBe('nowhere');
  });

  test('is refused as what it is where it has two rows that differ', () => {
    const twice = row('a', ['tags', 'rows'], { status: unreadStatus });
    expect(unreadInstance(twice).reason).toBe(
      'DCS lists it in two rows that differ, so nothing was done to it - look at it in the console',
    );
    expect(unreadNotes([twice])).toEqual([expect.stringMatching(/: a \(two rows that differ\)$/)]);
  });

  test('is refused by its name, or its id where it has none, and says what cannot be read', () => {
    expect(unreadInstance(row('a', ['status', 'tags'], { status: unreadStatus }))).toEqual({
      id: 'a',
      name: 'a',
      region: 'beijing',
      decision: 'refuse',
      code: 'unreadable',
      reason:
        'DCS lists it with a status, tags that cannot be read, so nothing was done to it - look at it in the console',
      losesData: false,
      tier: 0,
      wave: null,
      groups: [],
    });
    expect(unreadInstance(row('', ['name'], { id: 'b1' })).name).toBe('b1');
  });

  test('is told in a note when the job is not for it, region by region', () => {
    const others = [
      row('a', ['status']),
      row('b', ['id', 'engineVersion'], { region: 'shanghai' }),
      row('', ['name'], { id: 'c1' }),
    ];
    expect(unreadNotes(others)).toEqual([
      '2 rows of the list of beijing cannot be read, of instances that the job is not for: a (a status), c1 (a name)',
      '1 row of the list of shanghai cannot be read, of instances that the job is not for: b (an id, an engine version)',
    ]);
    expect(unreadNotes([])).toEqual([]);
  });
});

describe('a plan over rows that cannot be read', () => {
  const planOf = (targets: object, ...inventory: Parameters<typeof keepingFacts>[0]) =>
    makePlan({ job: jobOf({ targets }), inventory, windowEnd: null, facts: keepingFacts(inventory) });

  test('refuses those it is for, and notes the others', () => {
    const plan = planOf(
      { region: 'beijing', names: ['a*'] },
      beijing(row('a1', ['status']), row('b', ['status']), instance('a2')),
    );
    expect(plan.instances.map(({ name, code }) => [name, code])).toEqual([
      ['a2', 'ready'],
      ['a1', 'unreadable'],
    ]);
    expect(plan.notes).toEqual([
      '1 row of the list of beijing cannot be read, of instances that the job is not for: b (a status)',
    ]);
  });

  test('has a selection, even when there is nothing else', () => {
    expect(planOf({ region: 'beijing' }, beijing(row('a', ['status']))).problems).toEqual([]);
  });

  test.each([
    ['with an id that cannot be read', [beijing(row('x', ['id']))], 'unreadable'],
    ['with a name that cannot be read', [beijing(row('x', ['name']))], 'not-found'],
    [
      'in a region that cannot be read either',
      [beijing(row('x', ['id'])), unread('shanghai')],
      'region-unread',
    ],
  ] as const)('says of an id that nobody has, beside one %s, what it may be', (_, inventory, code) => {
    const plan = planOf({ region: ['beijing', 'shanghai'], ids: ['gone'] }, ...inventory);
    expect(plan.instances).toMatchObject([{ id: 'gone', decision: 'refuse', code }]);
  });
});

describe('an instance that the targets cannot be judged by is refused', () => {
  const cause = { code: 'DCS.5000', message: 'DCS answered 500' };
  const refused = (fields: readonly UnreadField[], open: readonly (keyof Selectors)[]) => {
    const { code, reason, cause: its } = unreadInstance(row('a', fields, { cacheModeUnread: cause }), open);
    return [code, / (not tell .*?), which/.exec(reason)?.[1], its];
  };
  const asUnreadable = ['unreadable', undefined, undefined];

  test.each<[readonly UnreadField[], readonly (keyof Selectors)[], readonly unknown[]]>([
    // Something odd stands in the place of what they go by.
    [['name'], ['names'], asUnreadable],
    [['tags'], ['tags'], asUnreadable],
    [['engineVersion'], ['engineVersions'], asUnreadable],
    [['name', 'tags'], ['names', 'tags'], asUnreadable],
    // All of it is odd.
    [['id'], ['capacity'], asUnreadable],
    [['status'], ['capacity'], asUnreadable],
    [['rows'], ['capacity'], asUnreadable],
    // It is not told.
    [['name'], ['capacity'], ['untold', 'not tell its capacity', undefined]],
    [['name'], ['names', 'age'], ['untold', 'not tell when it was created', undefined]],
    [[], ['cacheModes'], ['untold', 'not tell its cache mode', cause]],
    [[], ['age', 'cacheModes'], ['untold', 'not tell when it was created, its cache mode', cause]],
    [[], ['ids', 'names', 'tags'], ['untold', 'not tell its ids, its names, its tags', undefined]],
  ])('for %j and open %j', (fields, open, expected) => {
    expect(refused(fields, open)).toEqual(expected);
  });
});
