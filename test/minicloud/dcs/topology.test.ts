import { describe, expect, test } from 'vitest';
import { instanceIdOf } from '../../../functions/minicloud/dcs/instance-seed.ts';
import { answerOf, at, project, smallDcs } from './small-dcs.ts';

type Small = ReturnType<typeof smallDcs>;

const nodesOf = ({ dcs }: Small, name: string) =>
  answerOf(dcs.call({ operation: 'ShowNodesInformation', project, instance: instanceIdOf(name) }));
const groupsOf = ({ dcs }: Small, name: string) =>
  answerOf(dcs.call({ operation: 'ListGroupReplicationInfo', project, instance: instanceIdOf(name) }));

/** Role and status of each node, such as `master Active`. */
function rolesIn(body: unknown): readonly string[] {
  const nodes = at(body, 'nodes');
  return Array.isArray(nodes) ? nodes.map((node) => `${at(node, 'node_type')} ${at(node, 'status')}`) : [];
}

const addressOfMaster = (body: unknown) => {
  const nodes = at(body, 'nodes');
  return Array.isArray(nodes) ? nodes.find((node) => at(node, 'node_type') === 'master')?.node_ip : undefined;
};

describe('nodes', () => {
  test.each([
    ['single', ['master Active']],
    ['ha', ['master Active', 'slave Active']],
    ['cluster', Array.from({ length: 3 }, () => ['master Active', 'slave Active']).flat()],
    [
      'proxy',
      [
        ...Array.from({ length: 3 }, () => ['master Active', 'slave Active']).flat(),
        'proxy Active',
        'proxy Active',
      ],
    ],
  ] as const)('of %s', (cacheMode, roles) => {
    const { body } = nodesOf(smallDcs([{ name: 'a', cacheMode }]), 'a');
    expect(rolesIn(body)).toEqual(roles);
    expect(at(body, 'total')).toBe(roles.length);
  });

  test('are down while the instance restarts, and then the pair has swapped its roles', () => {
    const small = smallDcs([{ name: 'a', restartSeconds: 30 }]);
    const before = addressOfMaster(nodesOf(small, 'a').body);
    small.change('restart', 'a');
    small.clock.advance(1_000);
    expect(rolesIn(nodesOf(small, 'a').body)).toEqual(['master Inactive', 'slave Inactive']);
    small.clock.advance(29_000);
    const { body } = nodesOf(small, 'a');
    expect(rolesIn(body).toSorted()).toEqual(['master Active', 'slave Active']);
    expect(addressOfMaster(body)).not.toBe(before);
  });

  test('of Redis 3.0 and Memcached are not told, nor those of an unknown instance', () => {
    const small = smallDcs([
      { name: 'old', engineVersion: '3.0' },
      { name: 'm', engine: 'Memcached' },
    ]);
    expect(nodesOf(small, 'old').status).toBe(400);
    expect(nodesOf(small, 'm').status).toBe(400);
    expect(nodesOf(small, 'unknown').body).toMatchObject({ error_code: 'DCS.3022' });
  });

  test('of all instances come in pages, Redis 4.0 and later only', () => {
    const { dcs } = smallDcs([
      { name: 'a' },
      { name: 'b', engineVersion: '3.0' },
      { name: 'c', cacheMode: 'single' },
    ]);
    const page = (query: object) =>
      answerOf(dcs.call({ operation: 'BatchShowNodesInformation', project, query })).body;
    expect(page({})).toMatchObject({
      count: 2,
      instances: [
        { instance_id: instanceIdOf('a'), node_count: 2 },
        { instance_id: instanceIdOf('c'), node_count: 1 },
      ],
    });
    expect(page({ offset: '1', limit: '1' })).toMatchObject({
      count: 2,
      instances: [{ instance_id: instanceIdOf('c'), nodes: [{ node_type: 'master', status: 'Active' }] }],
    });
    expect(page({ limit: '0' })).toMatchObject({ error_code: 'DCS.4800' });
  });
});

describe('groups', () => {
  test('have one master each', () => {
    const { body } = groupsOf(smallDcs([{ name: 'a', cacheMode: 'cluster' }]), 'a');
    expect(at(body, 'group_count')).toBe(3);
    for (const group of [0, 1, 2])
      expect(at(body, 'group_list', group, 'replication_list')).toMatchObject([
        { replication_role: 'master', status: 'Active', is_replication: false },
        { replication_role: 'slave', status: 'Active', is_replication: false },
      ]);
  });

  test('are nothing that a single node has', () => {
    expect(groupsOf(smallDcs([{ name: 'a', cacheMode: 'single' }]), 'a').status).toBe(400);
  });
});

test('a lost node is Inactive in an instance that is RUNNING, and the log says so', () => {
  const small = smallDcs([{ name: 'a', cacheMode: 'cluster', restartSeconds: 30 }], {
    faults: [{ operation: 'RestartOrFlushInstances', effect: { kind: 'node-lost' } }],
  });
  small.change('restart', 'a');
  small.clock.advance(30_000);
  const { body } = nodesOf(small, 'a');
  expect(at(answerOf(small.show('a')).body, 'status')).toBe('RUNNING');
  expect(rolesIn(body).filter((role) => role === 'slave Inactive')).toHaveLength(1);
  expect(rolesIn(body).filter((role) => role === 'master Active')).toHaveLength(3);
  expect(small.told('nodes')).toMatchObject([{ active: 5, total: 6, second: 30 }]);
});
