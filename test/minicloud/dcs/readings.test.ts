import { describe, expect, test } from 'vitest';
import type { DcsQuery } from '../../../functions/minicloud/dcs/dcs-call.ts';
import { instanceIdOf } from '../../../functions/minicloud/dcs/instance-seed.ts';
import { answerOf, at, project, smallDcs } from './small-dcs.ts';

const namesIn = (body: unknown) => {
  const instances = at(body, 'instances');
  return Array.isArray(instances) ? instances.map((each) => at(each, 'name')) : [];
};
const numbered = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ name: `n${String(index).padStart(4, '0')}` }));

describe('a list', () => {
  test('has 10 items unless a limit is given, counts them all, and goes on at an item', () => {
    const { list } = smallDcs(numbered(25));
    const first = answerOf(list()).body;
    expect(at(first, 'instance_num')).toBe(25);
    expect(namesIn(first)).toHaveLength(10);
    expect(namesIn(answerOf(list({ offset: '3', limit: '2' })).body)).toEqual(['n0003', 'n0004']);
    expect(namesIn(answerOf(list({ offset: '24' })).body)).toEqual(['n0024']);
    expect(namesIn(answerOf(list({ offset: '25' })).body)).toEqual([]);
  });

  test('has up to 1000 items', () => {
    const { list } = smallDcs(numbered(1001));
    expect(namesIn(answerOf(list({ limit: '1000' })).body)).toHaveLength(1000);
  });

  test.each([
    ['limit', '0'],
    ['limit', '1001'],
    ['limit', 'all'],
    ['offset', '-1'],
    ['offset', '1.5'],
  ])('is refused with %s=%s', (parameter, value) => {
    expect(answerOf(smallDcs([]).list({ [parameter]: value }))).toEqual({
      status: 400,
      body: {
        error_code: 'DCS.4800',
        error_msg: `Invalid ${parameter} in the request.`,
        error_ext_msg: null,
      },
    });
  });

  const fleet = [
    { name: 'web-1', tags: { env: 'prod', team: 'a' } },
    { name: 'web-11', tags: { env: 'prod', team: 'b' } },
    { name: 'job-1', status: 'ERROR' },
    { name: 'never-was', status: 'CREATEFAILED' },
    { name: 'elsewhere', region: 'cn-south-1' },
  ];
  test.each<[DcsQuery, string[]]>([
    [{}, ['job-1', 'web-1', 'web-11']],
    [{ include_failure: 'true' }, ['job-1', 'never-was', 'web-1', 'web-11']],
    [{ include_failure: '1' }, ['job-1', 'web-1', 'web-11']],
    [{ name: 'web-1' }, ['web-1', 'web-11']],
    [{ name: 'web-1', name_equal: 'true' }, ['web-1']],
    [{ status: 'ERROR' }, ['job-1']],
    [{ instance_id: instanceIdOf('job-1') }, ['job-1']],
    [{ instance_id: instanceIdOf('elsewhere') }, []],
    [{ tags: 'env=prod' }, ['web-1', 'web-11']],
    [{ tags: 'env=prod,team=b' }, ['web-11']],
    [{ tags: 'env=prod,team=c' }, []],
  ])('filtered by %o has %o', (query, names) => {
    const { body } = answerOf(smallDcs(fleet).list(query));
    expect(namesIn(body)).toEqual(names);
    expect(at(body, 'instance_num')).toBe(names.length);
  });

  test('may be in another order at every call', () => {
    const { list } = smallDcs(numbered(5), { knobs: { listOrder: 'unstable' } });
    const [one, two] = [namesIn(answerOf(list()).body), namesIn(answerOf(list()).body)];
    expect(one).not.toEqual(two);
    expect(one.toSorted()).toEqual(two.toSorted());
  });

  test('leaves a deleted instance out, unless asked for', () => {
    const { dcs, list, show } = smallDcs([{ name: 'a' }, { name: 'b' }]);
    dcs.remove(instanceIdOf('a'));
    expect(namesIn(answerOf(list()).body)).toEqual(['b']);
    expect(namesIn(answerOf(list({ include_delete: 'true' })).body)).toEqual(['a', 'b']);
    expect(answerOf(show('a')).status).toBe(404);
  });

  test('lacks what only the detail of an instance shows', () => {
    const { list, show } = smallDcs([{ name: 'a', cacheMode: 'cluster', tags: { k: 'v' }, zones: ['z1'] }]);
    const item = at(answerOf(list()).body, 'instances', 0);
    expect(item).toMatchObject({
      engine: 'Redis',
      engine_version: '5.0',
      spec_code: 'redis.cluster.xu1.large.4',
      sub_status: 'normal',
      az_codes: ['z1'],
      tags: [{ key: 'k', value: 'v' }],
    });
    for (const key of ['cache_mode', 'task', 'sharding_count']) expect(item).not.toHaveProperty(key);
    expect(answerOf(show('a')).body).toMatchObject({ cache_mode: 'cluster', task: null, sharding_count: 3 });
  });
});

describe('figures', () => {
  const read = (operation: 'ListNumberOfInstancesInDifferentStatus' | 'ListStatisticsOfRunningInstances') =>
    ({ operation, project, query: {} }) as const;

  test('count instances by status and engine, with failed creations only where asked for', () => {
    const { dcs } = smallDcs([
      { name: 'a' },
      { name: 'b', status: 'ERROR' },
      { name: 'c', engine: 'Memcached' },
      { name: 'd', status: 'CREATEFAILED' },
    ]);
    const call = read('ListNumberOfInstancesInDifferentStatus');
    expect(answerOf(dcs.call(call)).body).toMatchObject({
      running_count: 2,
      error_count: 1,
      restarting_count: 0,
      createfailed_count: 0,
      redis: { running_count: 1, error_count: 1 },
      memcached: { running_count: 1, error_count: 0 },
    });
    expect(answerOf(dcs.call({ ...call, query: { include_failure: 'true' } })).body).toMatchObject({
      createfailed_count: 1,
    });
  });

  test('of the statistic are of RUNNING instances only, and may be old', () => {
    const { dcs, change, clock } = smallDcs(
      [
        { name: 'a', keys: 9 },
        { name: 'b', status: 'ERROR' },
      ],
      {
        knobs: { statisticLagSeconds: 60 },
      },
    );
    const keys = () => at(answerOf(dcs.call(read('ListStatisticsOfRunningInstances'))).body, 'statistics');
    expect(keys()).toMatchObject([{ instance_id: instanceIdOf('a'), keys: 9 }]);
    change('flush', 'a');
    clock.advance(64_999);
    expect(keys()).toMatchObject([{ keys: 9 }]);
    clock.advance(1);
    expect(keys()).toMatchObject([{ keys: 0 }]);
  });

  test('of keys grow again as clients write', () => {
    const { dcs, change, clock } = smallDcs([{ name: 'a', keysPerSecond: 3, flushSeconds: 5 }]);
    change('flush', 'a');
    clock.advance(15_000);
    expect(answerOf(dcs.call(read('ListStatisticsOfRunningInstances'))).body).toMatchObject({
      statistics: [{ keys: 30 }],
    });
  });
});

test('configurations tell whether append-only files are on', () => {
  const { dcs } = smallDcs([{ name: 'a' }, { name: 'b', cacheMode: 'single' }]);
  const appendOnly = (name: string) => {
    const call = { operation: 'ListConfigurations', project, instance: instanceIdOf(name) } as const;
    const parameters = at(answerOf(dcs.call(call)).body, 'redis_config');
    if (!Array.isArray(parameters)) throw new Error('no parameters');
    return at(
      parameters.find((each) => at(each, 'param_name') === 'appendonly'),
      'param_value',
    );
  };
  expect([appendOnly('a'), appendOnly('b')]).toEqual(['yes', 'no']);
});

test('tags are told one by one', () => {
  const { dcs } = smallDcs([{ name: 'a', tags: { env: 'prod' } }]);
  const call = { operation: 'ShowTags', project, instance: instanceIdOf('a') } as const;
  expect(answerOf(dcs.call(call)).body).toEqual({ tags: [{ key: 'env', value: 'prod' }] });
});
