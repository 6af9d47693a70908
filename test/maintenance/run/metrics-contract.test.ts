import { describe, expect, test } from 'vitest';
import type { MetricPoint, SeriesRead } from '../../../functions/maintenance/plan/metric-series.ts';
import type { CesKnobs } from '../../../functions/minicloud/ces/ces-knobs.ts';
import { adapters, idsOf, type Scene } from './fleets-under-contract.ts';

const [a = '', b = ''] = idsOf('a', 'b');
const minute = 60_000;

/** The half hour that ends now. */
const halfHour = ({ clock }: Scene) => ({ from: clock.now() - 30 * minute, to: clock.now() });
const calls = ({ dcs }: Scene) =>
  dcs.log.entries().filter((entry) => entry.kind === 'call' && entry.operation === 'BatchListMetricData');
const pointsOf = (read: SeriesRead | undefined): readonly MetricPoint[] =>
  read?.kind === 'points' ? read.points : [];

describe.each(adapters)('what metrics %s tell', (_, open) => {
  test('are the minutes of each series, in the order in which they were asked for', async () => {
    const scene = await open({ instances: [{ name: 'a', measured: { fragmentation: 1.8 } }, { name: 'b' }] });
    const { from, to } = halfHour(scene);
    const wanted = [
      { instanceId: b, metric: 'memory_frag_ratio' },
      { instanceId: a, metric: 'memory_frag_ratio' },
      { instanceId: a, metric: 'used_memory' },
      { instanceId: b, metric: 'memory_frag_ratio' },
    ];
    const read = await scene.metrics.read('beijing', wanted, { from, to });
    expect(read.map((one) => one.wanted)).toEqual(wanted);
    for (const one of read) {
      const points = pointsOf(one);
      expect(points.length).toBeGreaterThanOrEqual(29);
      expect(
        points.every(
          ({ at }, place) =>
            at % minute === 0 &&
            at >= from &&
            at <= to &&
            (place === 0 || at === (points[place - 1]?.at ?? 0) + minute),
        ),
      ).toBe(true);
    }
    expect(pointsOf(read[1]).map(({ value }) => value)).toEqual(pointsOf(read[1]).map(() => 1.8));
    expect(pointsOf(read[0])).toEqual(pointsOf(read[3]));
    expect(calls(scene)).toHaveLength(1);
  });

  const answers: readonly Partial<CesKnobs>[] = [
    { order: 'unstable' },
    { figures: 'texts' },
    { withoutData: 'left-out' },
    { beforeFrom: 'given' },
    { order: 'unstable', figures: 'texts', withoutData: 'left-out', beforeFrom: 'given' },
  ];
  test.each(answers)('are the same where Cloud Eye answers %j', async (knobs) => {
    const wanted = ['a', 'b', 'c'].flatMap((name) => [
      { instanceId: idsOf(name)[0] ?? '', metric: 'instantaneous_ops' },
      { instanceId: idsOf(name)[0] ?? '', metric: 'no_such_metric' },
    ]);
    const instances = [{ name: 'a' }, { name: 'b', status: 'ERROR' }, { name: 'c' }];
    const read = async (ces: Partial<CesKnobs>) => {
      const scene = await open({ instances, ces: { knobs: ces } });
      const told = await scene.metrics.read('beijing', wanted, halfHour(scene));
      return told.map((one) => pointsOf(one).map(({ value = 0 }) => (value > 0 ? 'some' : 'none')));
    };
    const told = await read(knobs);
    expect(told).toEqual(await read({}));
    expect(told.map(({ length }) => length > 25)).toEqual([true, false, false, false, true, false]);
  });

  test('are none in gaps and in what is not there yet', async () => {
    const scene = await open({ instances: [{ name: 'a' }], ces: { knobs: { lagSeconds: 300, gaps: 0.3 } } });
    const [read] = await scene.metrics.read('beijing', [{ instanceId: a, metric: 'keys' }], halfHour(scene));
    const points = pointsOf(read);
    expect(points.length).toBeGreaterThan(10);
    expect(points.length).toBeLessThan(25);
    expect(points.at(-1)?.at).toBeLessThanOrEqual(scene.clock.now() - 300_000);
  });

  test('have no value of what is no figure, and of what is told in two ways neither', async () => {
    const scene = await open({ instances: [{ name: 'a' }] });
    const now = Math.floor(scene.clock.now() / minute) * minute;
    const metric = 'memory_frag_ratio';
    const point = (average: unknown, minutes: number) => ({ average, timestamp: now - minutes * minute });
    const entry = (datapoints: unknown) => ({
      namespace: 'SYS.DCS',
      metric_name: metric,
      dimensions: [{ name: 'dcs_instance_id', value: a }],
      datapoints,
    });
    scene.ces.addFault({
      operation: 'BatchListMetricData',
      effect: {
        kind: 'said',
        body: {
          metrics: [
            entry([point('NaN', 1), point(null, 2), point('', 3), point(1.5, 4), { average: 2 }, 'none']),
            entry([point(1.2, 9), point('1.4', 6), point(1.4, 6), point(1.1, 7), point(1.3, 7)]),
            entry([point(9, 600), point(9, -600)]),
            { ...entry([point(7, 5)]), metric_name: 'used_memory' },
            { ...entry([point(7, 5)]), namespace: 'SYS.ECS' },
            { ...entry([point(7, 5)]), dimensions: [{ name: 'dcs_instance_id', value: b }] },
            null,
            entry(null),
          ],
        },
      },
    });
    const [read] = await scene.metrics.read('beijing', [{ instanceId: a, metric }], {
      from: now - 30 * minute,
      to: now,
    });
    expect(read).toMatchObject({
      kind: 'points',
      points: [
        { at: now - 9 * minute, value: 1.2 },
        { at: now - 7 * minute, value: undefined },
        { at: now - 6 * minute, value: 1.4 },
        { at: now - 4 * minute, value: 1.5 },
        { at: now - minute, value: undefined },
      ],
    });
  });

  test('are those of nodes, which DCS tells the names of, with one call or with a list', async () => {
    const names = ['a', 'b', 'c', 'd', 'e'];
    const scene = await open({
      instances: names.map((name) => ({
        name,
        cacheMode: name === 'a' ? ('cluster' as const) : ('proxy' as const),
        measured: { fragmentation: 2 },
      })),
    });
    const one = await scene.metrics.nodes('beijing', [a]);
    const all = await scene.metrics.nodes('beijing', [...idsOf(...names), 'gone']);
    expect(one.get(a)).toEqual(all.get(a));
    expect(all.get('gone')).toEqual({ kind: 'nodes', nodes: [] });
    const known = one.get(a);
    if (known?.kind !== 'nodes') throw new Error('the nodes are known');
    expect(known.nodes).toHaveLength(6);
    const ofB = all.get(b);
    expect(ofB?.kind === 'nodes' && ofB.nodes.length).toBe(6);
    const wanted = [undefined, ...known.nodes].map((node) => ({
      instanceId: a,
      metric: 'memory_frag_ratio',
      node,
    }));
    const read = await scene.metrics.read('beijing', wanted, halfHour(scene));
    const [own = 0, ...nodes] = read.map((series) => pointsOf(series).at(-1)?.value ?? 0);
    expect(Math.max(...nodes)).toBe(2);
    expect(own).toBeLessThan(2);
  });

  test('are those of the instance where DCS does not tell its nodes alone, for a few as for many', async () => {
    const scene = await open({
      instances: [
        { name: 'a', cacheMode: 'cluster' },
        { name: 'b', cacheMode: 'single' },
        { name: 'c', engineVersion: '3.0' },
        { name: 'd' },
      ],
    });
    const few = await scene.metrics.nodes('beijing', idsOf('a', 'b', 'c'));
    const many = await scene.metrics.nodes('beijing', idsOf('a', 'b', 'c', 'd'));
    for (const id of idsOf('a', 'b', 'c')) expect(few.get(id)).toEqual(many.get(id));
    const counts = [...few.values()].map((read) => (read.kind === 'nodes' ? read.nodes.length : read));
    expect(counts).toEqual([6, 1, 0]);
  });

  test('say of nodes that cannot be read why, each for itself', async () => {
    const scene = await open({
      instances: [
        { name: 'a', cacheMode: 'cluster' },
        { name: 'b', cacheMode: 'single' },
      ],
      faults: [{ operation: 'BatchShowNodesInformation', effect: { kind: 'forbidden' } }],
    });
    const few = await scene.metrics.nodes('beijing', [a, b]);
    expect(few.get(a)).toMatchObject({ kind: 'nodes' });
    expect(few.get(b)).toMatchObject({ kind: 'unread', cause: { permission: 'dcs:instance:list' } });
    const many = await scene.metrics.nodes('beijing', idsOf('a', 'b', 'c', 'd'));
    for (const one of many.values())
      expect(one).toMatchObject({ kind: 'unread', cause: { permission: 'dcs:instance:list' } });
  });

  test.each([
    ['ListGroupReplicationInfo', 'group_list.1.replication_list.0.dimensions', null],
    ['BatchShowNodesInformation', 'instances.0.nodes.1.dimensions', []],
    ['BatchShowNodesInformation', 'instances.0.node_count', 8],
    ['BatchShowNodesInformation', 'instances.0.nodes', null],
  ] as const)('do not take some nodes for all where %s has %s = %j', async (operation, field, value) => {
    const scene = await open({
      instances: [{ name: 'a', cacheMode: 'cluster' }],
      faults: [{ operation, effect: { kind: 'spoilt', field, value } }],
    });
    const many = operation === 'BatchShowNodesInformation' ? idsOf('x', 'y', 'z') : [];
    const read = await scene.metrics.nodes('beijing', [a, ...many]);
    expect(read.get(a)).toMatchObject({ kind: 'unread', cause: { code: 'MALFORMED', ending: 'unreadable' } });
  });

  test('follow a restart and a flush', async () => {
    const scene = await open({
      instances: [{ name: 'a', keys: 1_000_000, measured: { fragmentation: 1.9, clients: 100 } }],
    });
    await scene.fleet.submit('beijing', 'restart', [a]);
    scene.clock.advance(6 * minute);
    await scene.fleet.submit('beijing', 'flush', [a]);
    scene.clock.advance(6 * minute);
    const metrics = ['memory_frag_ratio', 'connected_clients', 'used_memory', 'keys'];
    const read = await scene.metrics.read(
      'beijing',
      metrics.map((metric) => ({ instanceId: a, metric })),
      { from: scene.clock.now() - 20 * minute, to: scene.clock.now() },
    );
    const ends = read.map((one) => [pointsOf(one)[0]?.value ?? 0, pointsOf(one).at(-1)?.value ?? 0] as const);
    const [ratio, clients, memory, keys] = ends;
    expect(ratio?.[0]).toBe(1.9);
    expect(ratio?.[1]).toBeLessThan(1.1);
    expect(clients).toEqual([100, 70]);
    expect(memory?.[0]).toBeGreaterThan(500_000_000);
    expect(memory?.[1]).toBeLessThan(3_000_000);
    expect(keys).toEqual([1_000_000, 0]);
  });

  test('of an unknown region, and of a span that ends before it begins, are a mistake of the caller', async () => {
    const scene = await open({ instances: [{ name: 'a' }] });
    const wanted = [{ instanceId: a, metric: 'keys' }];
    await expect(scene.metrics.read('nowhere', wanted, halfHour(scene))).rejects.toThrow(TypeError);
    await expect(scene.metrics.nodes('nowhere', [a])).rejects.toThrow(TypeError);
    await expect(scene.metrics.read('beijing', wanted, { from: 2, to: 1 })).rejects.toThrow(TypeError);
  });
});
