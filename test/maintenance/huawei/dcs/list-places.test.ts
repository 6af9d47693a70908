import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  apart,
  callsOf,
  fewRows,
  listAsRead,
  missingOf,
  unknownList,
  withoutOrder,
} from '../../../../functions/maintenance/huawei/dcs/list-places.ts';

const numbered = (count: number) => Array.from({ length: count }, (_, index) => `i-${index}`);
const list = listAsRead(numbered(2_000), true);

test('who stand near each other are read together, with some rows around; who stands far from the others, alone', () => {
  expect(apart(['i-130', 'i-100', 'i-900', 'i-150'], list)).toEqual({
    stretches: [{ offset: 96, limit: 59, ids: ['i-100', 'i-130', 'i-150'] }],
    alone: ['i-900'],
  });
  expect(apart(['i-1', 'i-0'], list).stretches).toEqual([{ offset: 0, limit: 6, ids: ['i-0', 'i-1'] }]);
});

test('of whom nobody knows where he stands, and all of a list that nobody has read or that keeps no order, are alone', () => {
  expect(apart(['new', 'i-1', 'i-2'], list).alone).toEqual(['new']);
  for (const unread of [unknownList, withoutOrder(list), listAsRead(numbered(2_000), false)])
    expect(apart(['i-1', 'i-2'], unread)).toEqual({ stretches: [], alone: ['i-1', 'i-2'] });
  // It is as cheap as a part of it.
  expect(listAsRead(numbered(fewRows), true).places.size).toBe(0);
});

test('who was not found where he stood is missing', () => {
  const those = apart(['i-1', 'i-2', 'i-900'], list);
  expect(missingOf(those, new Set(['i-2']))).toEqual(['i-1']);
  expect(missingOf(those, new Set(['i-1', 'i-2']))).toEqual([]);
});

test('everybody is looked for once, no page is larger than DCS gives, and no more calls are made than for each alone', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(2_200), { maxLength: 200 }), (places) => {
      const ids = places.map((place) => `i-${place}`);
      const those = apart(ids, list);
      const sought = [...those.stretches.flatMap((stretch) => stretch.ids), ...those.alone];
      expect([...sought].sort()).toEqual([...ids].sort());
      expect(callsOf(those)).toBeLessThanOrEqual(ids.length);
      for (const { offset, limit, ids: its } of those.stretches) {
        expect(limit).toBeLessThanOrEqual(1_000);
        expect(its.length).toBeGreaterThan(1);
        for (const id of its) {
          const place = Number(id.slice(2));
          expect(place >= offset && place < offset + limit).toBe(true);
        }
      }
    }),
  );
});
