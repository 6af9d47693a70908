import { describe, expect, test } from 'vitest';
import type { Seen } from '../../../functions/maintenance/run/state.ts';
import { whatChanged } from '../../../functions/maintenance/run/take-look.ts';
import { instance } from '../plan/instance-fixture.ts';
import { openedAt, seen, stateOf, tracked, watching } from './tracked-fixture.ts';

const waiting = { kind: 'waiting', notBefore: openedAt } as const;

function changes(last: Seen | undefined, ...listed: Parameters<typeof instance>[]) {
  const state = stateOf([tracked('a', waiting, { seen: last })]);
  return whatChanged(
    state,
    'beijing',
    listed.map((parts) => instance(...parts)),
  );
}

const same = { updatedAt: 'then' };

describe('a look at a region', () => {
  test('keeps nothing of what looks as before', () => {
    expect(changes(seen(), ['a', same])).toEqual([]);
  });

  test('keeps whatever is seen for the first time', () => {
    expect(changes(undefined, ['a', same])).toEqual([
      { id: 'a', status: 'RUNNING', idle: true, updatedAt: 'then' },
    ]);
  });

  test.each([
    ['the status', { status: 'RESTARTING' }],
    ['a task that began', { idle: false }],
    ['a change at DCS', { updatedAt: 'now' }],
    ['a change at DCS that it tells no more', { updatedAt: undefined }],
  ])('keeps %s', (_, parts) => {
    const after = { ...same, ...parts };
    expect(changes(seen(), ['a', after])).toEqual([{ id: 'a', status: 'RUNNING', idle: true, ...after }]);
  });

  test('keeps that an instance was left out that was looked for, once', () => {
    const missing = { status: 'MISSING', idle: false, updatedAt: undefined };
    const left = (last: Seen | undefined) =>
      whatChanged(stateOf([tracked('a', watching(), { seen: last })]), 'beijing', []);
    expect(left(seen())).toEqual([{ id: 'a', ...missing }]);
    expect(left(seen(missing))).toEqual([]);
    expect(left(undefined)).toEqual([{ id: 'a', ...missing }]);
  });

  test('takes none for missing that is yet to have its turn, and was not looked for', () => {
    expect(changes(seen())).toEqual([]);
    expect(changes(undefined)).toEqual([]);
    const held = seen({ status: 'EXTENDING' });
    expect(changes(held)).toMatchObject([{ id: 'a', status: 'MISSING' }]);
  });

  test('does not doubt that an instance is gone, but sees one that is back', () => {
    const gone = { status: 'GONE', idle: false, updatedAt: undefined };
    expect(changes(seen(gone))).toEqual([]);
    expect(changes(seen(gone), ['a', same])).toMatchObject([{ id: 'a', status: 'RUNNING' }]);
  });

  test('minds neither strangers nor the instances of other regions', () => {
    const elsewhere = tracked('b', waiting, {});
    const moved = { ...elsewhere, planned: { ...elsewhere.planned, region: 'shanghai' } };
    expect(whatChanged(stateOf([moved]), 'beijing', [instance('stranger')])).toEqual([]);
  });
});
