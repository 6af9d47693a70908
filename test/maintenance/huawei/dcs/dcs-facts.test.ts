import { describe, expect, test } from 'vitest';
import { fleetAt, rawInstance } from '../fleet-under-test.ts';
import { json, listen, type Respond } from '../listener.ts';

const appendOnly = (value: unknown) => ({ param_name: 'appendonly', param_value: value });
const configs = (redis_config: unknown) => json(200, { instance_id: 'a', redis_config });
const groupsOf = (...sizes: readonly number[]) =>
  json(200, {
    group_count: sizes.length,
    group_list: sizes.map((size) => ({ replication_list: Array.from({ length: size }, () => ({})) })),
  });
const refused = json(403, { error_code: 'DCS.2003', error_msg: 'This role does not have the permission.' });

/** What the three calls are answered; an instance `a` that keeps its data but for what is said. */
async function factsWith(more: { show?: object; configs?: Respond; groups?: Respond }) {
  const shown = rawInstance('a', { cache_mode: 'ha', replica_count: 2, task: null, ...more.show });
  const { endpoint, arrived } = await listen((request, response, turn) => {
    const answer = request.path.endsWith('/configs')
      ? (more.configs ?? configs([appendOnly('yes')]))
      : request.path.endsWith('/groups')
        ? (more.groups ?? groupsOf())
        : json(200, shown);
    answer(request, response, turn);
  });
  const facts = await fleetAt(endpoint).facts('beijing', 'a');
  if ('none' in facts) expect.unreachable('there is one');
  return { facts, paths: arrived.map(({ path }) => path.replace(/^.*\/(instances?\/)/, '$1')).sort() };
}

describe('whether data is appended to files', () => {
  test.each([
    [[appendOnly('yes')], true],
    [[appendOnly('no')], false],
    [[appendOnly('Yes')], true],
    [[{ param_name: 'timeout', param_value: '0' }, appendOnly('no')], false],
    // The published example has an object where a list is documented.
    [appendOnly('yes'), true],
    // A replica alone that appends is no promise for a restart of all nodes.
    [[appendOnly('only-replica')], undefined],
    [[appendOnly(1)], undefined],
    [[{ param_name: 'appendonly' }], undefined],
    [[{ param_name: 'timeout', param_value: 'yes' }], undefined],
    [[null, 7, appendOnly('yes')], true],
    [[], undefined],
    [null, undefined],
  ])('with the configuration %j is %s', async (redis_config, expected) => {
    const { facts } = await factsWith({ configs: configs(redis_config) });
    expect(facts?.appendOnly).toBe(expected);
  });

  test.each([
    ['a refusal', refused],
    ['another answer', json(200, [])],
    ['no JSON', (_, response) => void response.end('<html>')],
  ] as readonly (readonly [string, Respond])[])('is not known from %s', async (_, respond) => {
    const { facts } = await factsWith({ configs: respond });
    expect(facts).toMatchObject({
      cacheMode: 'ha',
      replicasPerShard: 2,
      appendOnly: undefined,
      task: undefined,
    });
  });
});

describe('the nodes of a shard', () => {
  test.each([
    [{ cache_mode: 'cluster', replica_count: 1 }, 1],
    [{ cache_mode: 'proxy', replica_count: 3 }, 3],
    [{ cache_mode: 'ha', replica_count: null }, undefined],
  ])('are what the detail says: %j', async (show, expected) => {
    const { facts, paths } = await factsWith({ show });
    expect(facts?.replicasPerShard).toBe(expected);
    expect(paths).toEqual(['instances/a', 'instances/a/configs']);
  });

  test.each([
    [groupsOf(2, 2, 2), 2],
    // The weakest shard decides.
    [groupsOf(2, 1, 2), 1],
    [groupsOf(), undefined],
    [refused, undefined],
    [json(200, {}), undefined],
  ])('of a cluster without a count are those of its smallest group (%#)', async (groups, expected) => {
    const { facts, paths } = await factsWith({
      show: { cache_mode: 'cluster', replica_count: null },
      groups,
    });
    expect(facts?.replicasPerShard).toBe(expected);
    expect(paths).toContain('instance/a/groups');
  });
});

test.each([
  [null, undefined],
  ['', undefined],
  [{}, undefined],
  ['BACKUPING', 'BACKUPING'],
  [{ name: 'EXTEND' }, 'UNKNOWN'],
])('a task of %j is told as %s', async (task, expected) => {
  const { facts } = await factsWith({ show: { task } });
  expect(facts?.task).toBe(expected);
});

test.each([
  ['ha', 'ha'],
  ['tiered', 'tiered'],
  [null, undefined],
  ['', undefined],
  [7, undefined],
])('a cache_mode of %j is told as %s', async (cache_mode, expected) => {
  const { facts } = await factsWith({ show: { cache_mode } });
  expect(facts?.cacheMode).toBe(expected);
});

test('another instance is not taken for the one asked for', async () => {
  await expect(factsWith({ show: { instance_id: 'b' } })).rejects.toMatchObject({ code: 'MALFORMED' });
});
