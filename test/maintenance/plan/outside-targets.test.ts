import { describe, expect, test } from 'vitest';
import { outsideTargets } from '../../../functions/maintenance/plan/outside-targets.ts';
import type { RegionInventory } from '../../../functions/maintenance/plan/select-instances.ts';
import { jobOf } from '../run/night.ts';
import { beijing, instance, unread } from './instance-fixture.ts';

const cart = instance('0c1d2e3f', { name: 'cart' });
const shop = instance('4a5b6c7d', { name: 'shop' });
const unnamed = instance('8e9f0a1b', { name: '', unread: ['name'] });
const listed = beijing(cart, shop);

function outside(named: readonly string[], conditions: object, ...inventory: readonly RegionInventory[]) {
  const { targets } = jobOf({ targets: { region: ['beijing', 'shanghai'], ...conditions } });
  return outsideTargets(targets, named, inventory);
}

describe('of ids that somebody named', () => {
  test('those of targets are not told, however many there are', () => {
    expect(outside([cart.id, shop.id], { names: ['*'] }, listed)).toEqual([]);
  });

  test('one of another instance says which that is', () => {
    expect(outside([cart.id, shop.id], { names: ['c*'] }, listed)).toEqual([
      '4a5b6c7d (shop is not one of its targets)',
    ]);
  });

  test('a name of one of the targets says its id', () => {
    expect(outside(['cart'], { names: ['*'] }, listed)).toEqual(['cart (the name of the instance 0c1d2e3f)']);
    expect(outside(['shop'], { names: ['c*'] }, listed)).toEqual([
      'shop (no instance in beijing, shanghai has this id)',
    ]);
  });

  test('one that is nearly that of a target says which is meant', () => {
    const near = ['0c1d2e3e (the nearest id is 0c1d2e3f of cart)'];
    expect(outside(['0c1d2e3e'], { names: ['*'] }, listed)).toEqual(near);
    expect(outside(['0c1d2e3e'], { ids: [cart.id] }, listed)).toEqual(near);
  });

  test('one that is nowhere says so', () => {
    expect(outside(['ffffffff'], { names: ['*'] }, listed)).toEqual([
      'ffffffff (no instance in beijing, shanghai has this id)',
    ]);
    expect(outside(['ffffffff'], { ids: [cart.id] }, listed)).toEqual(['ffffffff (not in its targets.ids)']);
  });

  test('one that the targets name and nobody has is told as that', () => {
    expect(outside(['ffffffff'], { ids: ['ffffffff'] }, listed)).toEqual([
      'ffffffff (no instance in beijing, shanghai has this id)',
    ]);
  });
});

describe('of one that may be in what could not be read, the plan speaks', () => {
  test.each<[string, readonly RegionInventory[]]>([
    ['no region', [unread('beijing'), unread('shanghai')]],
    ['a region', [listed, unread('shanghai')]],
    ['an id', [beijing(cart, instance('', { name: 'odd', unread: ['id'] }))]],
  ])('where %s is not as it should be', (_, inventory) => {
    expect(outside(['ffffffff'], { names: ['*'] }, ...inventory)).toEqual([]);
    expect(outside(['ffffffff'], { ids: [cart.id] }, ...inventory)).toEqual([
      'ffffffff (not in its targets.ids)',
    ]);
  });

  test('where a name is not, by which targets select', () => {
    expect(outside([unnamed.id], { names: ['c*'] }, beijing(cart, unnamed))).toEqual([]);
    expect(outside(['ffffffff'], { names: ['c*'] }, beijing(cart, unnamed))).toEqual([
      'ffffffff (no instance in beijing, shanghai has this id)',
    ]);
  });

  test('a region that is another by its project hides nothing', () => {
    expect(outside(['ffffffff'], { names: ['*'] }, listed, { region: 'shanghai', twin: 'beijing' })).toEqual([
      'ffffffff (no instance in beijing, shanghai has this id)',
    ]);
  });
});
