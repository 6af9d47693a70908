import { describe, expect, test } from 'vitest';
import { readInstancePage } from '../../../../functions/maintenance/huawei/dcs/dcs-instance.ts';
import { rawInstance } from '../fleet-under-test.ts';

const read = (...rows: readonly object[]) =>
  readInstancePage('beijing', { instance_num: rows.length, instances: rows }).items;
const one = (fields: Readonly<Record<string, unknown>>) => read(rawInstance('a', fields))[0];

describe('a capacity is read as DCS writes it, and from nothing else', () => {
  test.each<[unknown, unknown, number | undefined]>([
    [4, null, 4_096],
    [4, undefined, 4_096],
    ['4', '', 4_096],
    [0, '.125', 128],
    [0, '0.125', 128],
    [0, 0.25, 256],
    ['0.5', null, 512],
    [1, '1', 1_024],
    [8, '0', 8_192],
    // Which of the two holds, or whether both together, no document says.
    [1, '.5', undefined],
    [0, null, undefined],
    [null, null, undefined],
    [-4, null, undefined],
    ['4GB', null, undefined],
    [0, '128MB', undefined],
    [{ size: 4 }, null, undefined],
    [[4], null, undefined],
    [true, null, undefined],
    [1e21, null, undefined],
  ])('capacity %j, capacity_minor %j', (capacity, capacity_minor, expected) => {
    expect(one({ capacity, capacity_minor })?.capacity).toBe(expected);
  });
});

describe('a creation is read where it is one instant', () => {
  const at = Date.parse('2022-08-29T09:00:34.335Z');
  test.each<[unknown, number | undefined]>([
    ['2022-08-29T09:00:34.335Z', at],
    ['2022-08-29T17:00:34.335+08:00', at],
    ['2022-08-29 09:00:34.335Z', at],
    ['2022-08-29T09:00:34.335', undefined],
    ['2022-08-29', undefined],
    ['0001-01-01T00:00:00Z', undefined],
    ['1970-01-01T00:00:00.000Z', undefined],
    ['2022-02-30T00:00:00Z', undefined],
    ['yesterday', undefined],
    [1_661_763_634_335, undefined],
    [null, undefined],
    ['', undefined],
  ])('%j', (created_at, expected) => {
    expect(one({ created_at })?.createdAt).toBe(expected);
  });
});

describe('an enterprise project and a cache mode are kept as they are written', () => {
  test.each<[unknown, string | undefined]>([
    ['0', '0'],
    [0, '0'],
    ['7c7f0b4e-0000-4000-8000-000000000001', '7c7f0b4e-0000-4000-8000-000000000001'],
    ['', undefined],
    [null, undefined],
    [{}, undefined],
  ])('the project %j', (enterprise_project_id, expected) => {
    expect(one({ enterprise_project_id })?.enterpriseProject).toBe(expected);
  });

  test.each<[unknown, string | undefined]>([
    ['ha', 'ha'],
    ['HA', 'HA'],
    ['', undefined],
    [undefined, undefined],
    [1, undefined],
  ])('the mode %j', (cache_mode, expected) => {
    expect(one({ cache_mode })?.cacheMode).toBe(expected);
  });
});

test('of two rows of one instance that differ, what differs is told by neither', () => {
  const rows = { capacity: 4, created_at: '2022-08-29T09:00:34.335Z', az_codes: ['z'], cache_mode: 'ha' };
  const both = (change: object) => read(rawInstance('a', rows), rawInstance('a', { ...rows, ...change }))[0];
  expect(both({ capacity: 8 })).toMatchObject({ capacity: undefined, cacheMode: 'ha', unread: ['rows'] });
  expect(both({ created_at: '2023-08-29T09:00:34.335Z' })).toMatchObject({
    createdAt: undefined,
    capacity: 4_096,
  });
  expect(both({ az_codes: ['y'] })).toMatchObject({ zones: [] });
  expect(both({ cache_mode: 'single' })).toMatchObject({ cacheMode: undefined });
  expect(both({ enterprise_project_id: 'x' })).toMatchObject({ enterpriseProject: undefined, zones: ['z'] });
});
