import { describe, expect, test } from 'vitest';
import { fleetAt, rawInstance } from '../fleet-under-test.ts';
import { json, listen } from '../listener.ts';

describe('the list', () => {
  test.each([
    '../../evil',
    '..',
    'a/b',
    'a\\b',
    'a?b',
    'a#b',
    'a%2fb',
    'a b',
    'a\n',
    'a\u0000b',
    '\u202ea',
    '',
    ' ',
    7,
    null,
  ])('finds no id in %j, whatever else the row says', async (instance_id) => {
    const { endpoint } = await listen(
      json(200, { instance_num: 2, instances: [rawInstance('b', { instance_id }), rawInstance('a')] }),
    );
    const [odd, ...others] = await fleetAt(endpoint).list('beijing');
    expect(odd).toMatchObject({ id: 'row 1 of beijing, without an id', unread: ['id'] });
    expect(others.map(({ id }) => id)).toEqual(['a']);
  });

  test.each<[string, Readonly<Record<string, unknown>>, readonly string[]]>([
    ['another status', { status: 'RESTARTING' }, ['rows']],
    ['another name', { name: 'other' }, ['name', 'rows']],
    ['other tags', { tags: [] }, ['tags', 'rows']],
    ['another version', { engine_version: '7.0' }, ['engineVersion', 'rows']],
    ['something under way', { sub_status: 'UPDATE_SSL' }, ['rows']],
    ['no status', { status: null }, ['status', 'rows']],
  ])('believes neither of two rows of one instance that differ: %s', async (_, change, unread) => {
    const rows = [rawInstance('a'), rawInstance('b'), rawInstance('a', change)];
    for (const instances of [rows, rows.toReversed()]) {
      const { endpoint } = await listen(json(200, { instance_num: 3, instances }));
      const found = await fleetAt(endpoint).list('beijing');
      expect(found.map(({ id }) => id).sort()).toEqual(['a', 'b']);
      expect(found.find(({ id }) => id === 'a')).toMatchObject({ status: 'UNREADABLE', unread });
      expect(found.find(({ id }) => id === 'b')).toMatchObject({ status: 'RUNNING' });
    }
  });

  test('takes two rows that say the same for one', async () => {
    const instances = [rawInstance('a'), rawInstance('a', { description: 'told to nobody' })];
    const { endpoint } = await listen(json(200, { instance_num: 2, instances }));
    expect(await fleetAt(endpoint).list('beijing')).toMatchObject([{ id: 'a', status: 'RUNNING' }]);
  });
});
