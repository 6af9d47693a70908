import { describe, expect, test } from 'vitest';
import type { SeriesRead, SeriesWanted } from '../../../../functions/maintenance/plan/metric-series.ts';
import { readVerdicts } from '../../../../functions/maintenance/run/read-verdicts.ts';
import type { MetricName } from '../../../../functions/maintenance/schedule/conditions/metric-table.ts';
import { readRule } from '../../../../functions/maintenance/schedule/conditions/read-rule.ts';
import type { CesOptions } from '../../../../functions/minicloud/ces/ces-service.ts';
import { createCesService } from '../../../../functions/minicloud/ces/ces-service.ts';
import { createDcsService } from '../../../../functions/minicloud/dcs/dcs-service.ts';
import { instanceIdOf } from '../../../../functions/minicloud/dcs/instance-seed.ts';
import { createHandClock } from '../../../../functions/minicloud/wire/cloud-clock.ts';
import { createMemoryMetrics } from '../../../minicloud/ces/memory-metrics.ts';

const minute = 60_000;
const project = '0123456789abcdef0123456789abcdef';
const three = ['memory_frag_ratio', 'used_memory', 'instantaneous_ops'];

/** So many instances, what reads their metrics, and how many metrics each call asked for. */
function scene(count: number, ces: CesOptions = {}) {
  const clock = createHandClock(Date.UTC(2026, 10, 30, 3, 0));
  const names = Array.from({ length: count }, (_, index) => `redis-${index}`);
  const dcs = createDcsService({
    clock,
    projects: { 'cn-north-4': project },
    instances: names.map((name) => ({ name, cacheMode: 'single' })),
  });
  const service = createCesService(dcs, ces);
  const sizes: number[] = [];
  const bodies: number[] = [];
  const counting: typeof service = {
    ...service,
    call(call, requestId) {
      if (call.operation !== 'BatchListMetricData') throw new Error(`nobody needs ${call.operation}`);
      sizes.push((JSON.parse(call.body) as { readonly metrics: readonly unknown[] }).metrics.length);
      bodies.push(Buffer.byteLength(call.body));
      return service.call(call, requestId);
    },
  };
  const metrics = createMemoryMetrics({
    ...{ dcs, ces: counting },
    regions: { beijing: { region: 'cn-north-4', projectId: project } },
    clock: { now: clock.now, wait: async (ms) => clock.advance(ms) },
  });
  const wanted = (of: readonly string[] = three) =>
    names.flatMap((name) => of.map((metric) => ({ instanceId: instanceIdOf(name), metric })));
  const read = (series: readonly SeriesWanted[], minutes = 30) =>
    metrics.read('beijing', series, { from: clock.now() - minutes * minute, to: clock.now() });
  const judge = async (...written: readonly (readonly [MetricName, string])[]) => {
    const rules = written.map(([metric, text]) => {
      const rule = readRule(metric, text);
      return rule.ok ? rule.rule : expect.unreachable(rule.expected);
    });
    const ids = names.map(instanceIdOf);
    return readVerdicts(metrics, { region: 'beijing', ids, rules, now: clock.now() });
  };
  return { ces: service, dcs, clock, wanted, read, judge, sizes, bodies };
}

const counts = (read: readonly SeriesRead[]) =>
  read.map((one) => (one.kind === 'points' ? one.points.length : one.cause.code));
const least = (read: readonly SeriesRead[]) => Math.min(...counts(read).map(Number));

describe('how Cloud Eye is asked', () => {
  test('a thousand instances with three metrics over half an hour take at most 35 calls', async () => {
    const { read, wanted, sizes, bodies } = scene(1_000);
    const told = await read(wanted());
    expect(told).toHaveLength(3_000);
    expect(least(told)).toBeGreaterThanOrEqual(29);
    expect(sizes.length).toBeLessThanOrEqual(35);
    expect(Math.max(...bodies)).toBeLessThan(512 * 1_024);
  });

  test.each([0, 60, 100])(
    'the conditions of a thousand, of three metrics over half an hour, take no more with a lag of %i s',
    async (lagSeconds) => {
      const { judge, sizes, dcs } = scene(1_000, { knobs: { lagSeconds } });
      const before = dcs.log.entries().length;
      const verdicts = await judge(
        ['memory_frag_ratio', '> 0.1 for 30m'],
        ['used_memory', '> 1KB for 30m'],
        ['instantaneous_ops', '< 100k for 30m'],
      );
      expect(verdicts.size).toBe(1_000);
      expect(new Set([...verdicts.values()].flat().map(({ kind }) => kind))).toEqual(new Set(['met']));
      // Those of Cloud Eye, and the list of the nodes.
      expect(sizes.length).toBeLessThan(35);
      expect(dcs.log.entries().length - before).toBeLessThanOrEqual(35);
    },
  );

  test('a call has at most 500 metrics, however short the time, and at most 3,000 points, however long', async () => {
    const { read, wanted, sizes, bodies } = scene(400);
    await read(wanted(), 2);
    expect(sizes).toEqual([500, 500, 200]);
    expect(Math.max(...bodies)).toBeLessThan(512 * 1_024);
    await read(wanted().slice(0, 5), 24 * 60);
    expect(sizes.slice(3)).toEqual([2, 2, 1]);
    const [longest] = await read(wanted().slice(0, 1), 2 * 24 * 60);
    expect(longest?.kind === 'points' && longest.points.length).toBeGreaterThan(2_870);
  });

  test('where ten metrics are the most, that is found out once and then kept to', async () => {
    const { read, wanted, sizes } = scene(20, { knobs: { mostMetrics: 10 } });
    expect(least(await read(wanted()))).toBeGreaterThanOrEqual(29);
    expect(sizes).toEqual([60, 10, 10, 10, 10, 10, 10]);
    expect(least(await read(wanted()))).toBeGreaterThanOrEqual(29);
    expect(sizes.slice(7)).toEqual([10, 10, 10, 10, 10, 10]);
  });

  test('a metric that is refused spoils no other, and says why it is not there', async () => {
    const { read, wanted, ces } = scene(20);
    const body = { http_code: '400', message: { details: 'no such metric', code: '400' } };
    ces.addFault({
      operation: 'any',
      metric: 'odd',
      effect: { kind: 'fails', status: 400, body },
    });
    const series = [...wanted(), { instanceId: instanceIdOf('redis-3'), metric: 'odd' }];
    const told = await read(series);
    expect(least(told.slice(0, -1))).toBeGreaterThanOrEqual(29);
    expect(told.at(-1)).toMatchObject({
      kind: 'unread',
      cause: { message: 'no such metric', status: 400, code: 'HTTP.400' },
    });
  });

  test('a refusal that is not for one of them is not asked about one by one', async () => {
    const effect = {
      kind: 'fails',
      status: 400,
      body: { error_code: 'ces.0013', error_msg: 'bad' },
    } as const;
    const { read, wanted, sizes } = scene(200, { faults: [{ operation: 'any', effect }] });
    expect(new Set(counts(await read(wanted())))).toEqual(new Set(['ces.0013']));
    expect(sizes.length).toBeLessThan(100);
  });
});

describe('where values are late, the minutes before are asked for by themselves', () => {
  const rule = ['keys', '> 15 for 30m'] as const;
  const judged = async (fails: boolean, highFor: number) => {
    const { judge, ces, clock } = scene(1, { knobs: { lagSeconds: 300 } });
    const high = { instance: instanceIdOf('redis-0'), metric: 'keys', value: 18 };
    ces.set({ ...high, value: 12 });
    ces.set({ ...high, from: clock.now() - highFor * minute });
    if (fails) ces.addFault({ operation: 'any', after: 1, effect: { kind: 'server-error' } });
    return [...(await judge(rule)).values()].flat();
  };

  test('and decide as the others do', async () => {
    expect(await judged(false, 40)).toEqual([{ kind: 'met', value: 18 }]);
    expect(await judged(false, 33)).toEqual([{ kind: 'not-met', value: 12 }]);
  });

  test('also where they are late as nothing was read since', async () => {
    const { judge, ces, clock } = scene(1);
    const rate = { instance: instanceIdOf('redis-0'), metric: 'keyspace_hits_perc' };
    ces.set({ ...rate, value: 20 });
    ces.set({ ...rate, value: 90, from: clock.now() - 36 * minute, to: clock.now() - 35 * minute });
    ces.set({ ...rate, value: 0, from: clock.now() - 8.5 * minute });
    const verdicts = await judge(['keyspace_hits_perc', '< 50% for 30m']);
    expect([...verdicts.values()].flat()).toEqual([{ kind: 'not-met', value: 90 }]);
  });

  test('and where that fails, the others alone meet nothing', async () => {
    const why = 'the metric keys could not be read for all of the 30 minutes';
    const unknown = { kind: 'no-data', why, cause: expect.objectContaining({ code: 'HTTP.500' }) };
    expect(await judged(true, 40)).toEqual([unknown]);
    expect(await judged(true, 33)).toEqual([unknown]);
    expect(await judged(true, 20)).toEqual([{ kind: 'not-met', value: 12 }]);
  });
});

describe('where Cloud Eye moves `from`', () => {
  test.each([
    [2_999, 100],
    [1_500, 100],
    [700, 100],
    [100, 40],
    [31, 7],
  ])('for more than %i points, no series of %i loses its beginning', async (mostPoints, series) => {
    const { read, wanted } = scene(series, { knobs: { mostPoints } });
    const told = await read(wanted(['keys']));
    expect(least(told)).toBeGreaterThanOrEqual(29);
  });

  test('it is found out once, and then kept to', async () => {
    const { read, wanted, sizes } = scene(200, { knobs: { mostPoints: 1_500 } });
    expect(least(await read(wanted(['keys'])))).toBeGreaterThanOrEqual(29);
    const before = sizes.length;
    expect(before).toBeLessThanOrEqual(6);
    await read(wanted(['keys']));
    expect(sizes.slice(before)).toEqual([50, 50, 50, 50]);
  });

  test('behind the newest point of all, the call gives nothing at all, and is asked for again', async () => {
    const { read, wanted } = scene(90, { knobs: { mostPoints: 400, lagSeconds: 330 } });
    const told = await read(wanted(['keys']));
    expect(least(told)).toBeGreaterThanOrEqual(24);
  });

  test('is not taken for a gap, and a gap not for it: one call more shows it', async () => {
    const { read, wanted, ces, clock, sizes } = scene(300);
    for (const { instanceId } of wanted(['keys']))
      ces.set({ instance: instanceId, metric: 'keys', value: undefined, to: clock.now() - 12 * minute });
    const told = await read(wanted(['keys']));
    expect(new Set(counts(told))).toEqual(new Set([11]));
    expect(sizes).toEqual([100, 50, 100, 100]);
  });

  test('a Cloud Eye that has nothing is not asked for ever', async () => {
    const { read, wanted, sizes } = scene(400, { knobs: { gaps: 1 } });
    expect(new Set(counts(await read(wanted())))).toEqual(new Set([0]));
    expect(sizes.length).toBeLessThanOrEqual(40);
  });

  test('a call that shows whether it did and fails leaves the others unread', async () => {
    const { read, wanted, ces, clock } = scene(100);
    for (const { instanceId } of wanted(['keys']))
      ces.set({ instance: instanceId, metric: 'keys', value: undefined, to: clock.now() - 12 * minute });
    ces.addFault({ operation: 'any', after: 1, effect: { kind: 'server-error' } });
    expect(new Set(counts(await read(wanted(['keys']))))).toEqual(new Set(['HTTP.500']));
  });
});
