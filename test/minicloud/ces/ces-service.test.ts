import { describe, expect, test } from 'vitest';
import {
  hasMetric,
  metricNames,
  metricOf,
} from '../../../functions/maintenance/schedule/conditions/metric-table.ts';
import { cesCallOf } from '../../../functions/minicloud/ces/ces-call.ts';
import { type CesOptions, createCesService } from '../../../functions/minicloud/ces/ces-service.ts';
import { createDcsService } from '../../../functions/minicloud/dcs/dcs-service.ts';
import { instanceIdOf } from '../../../functions/minicloud/dcs/instance-seed.ts';
import { createHandClock } from '../../../functions/minicloud/wire/cloud-clock.ts';

const project = '0123456789abcdef0123456789abcdef';
const other = 'fedcba9876543210fedcba9876543210';
const minute = 60_000;
const hour = 60 * minute;
const now = Date.UTC(2026, 10, 30, 3, 0);
const id = instanceIdOf('a');
const dimensions = [{ name: 'dcs_instance_id', value: id }];
const metric = { namespace: 'SYS.DCS', metric_name: 'memory_frag_ratio', dimensions };
const query = { metrics: [metric], from: now - 10 * minute, to: now, period: '1', filter: 'average' };

function open(ces: CesOptions = {}) {
  const clock = createHandClock(now);
  const projects = { 'cn-north-4': project, 'cn-south-1': other };
  const instances = [{ name: 'a', measured: { fragmentation: 1.62 } }];
  const service = createCesService(createDcsService({ clock, projects, instances }), ces);
  const ask = (body: unknown, of = project) => {
    const path = `/V1.0/${of}/batch-query-metric-data`;
    const call = cesCallOf({ method: 'POST', path, query: [], body: JSON.stringify(body) });
    if (!call) throw new Error('it is a call');
    return service.call(call);
  };
  const get = (what: string, params: Readonly<Record<string, string>>) => {
    const path = `/V1.0/${project}/${what}`;
    const call = cesCallOf({ method: 'GET', path, query: Object.entries(params), body: '' });
    if (!call) throw new Error('it is a call');
    return service.call(call);
  };
  return { ask, get, clock, service };
}

describe('a batch query', () => {
  test('is answered in the documented shape, up to a minute ago', () => {
    expect(open().ask({ ...query, from: now - 2 * minute })).toMatchObject({
      status: 200,
      body: {
        metrics: [
          {
            ...{ namespace: 'SYS.DCS', metric_name: 'memory_frag_ratio', unit: '', dimensions },
            datapoints: [
              { average: 1.62, timestamp: now - 2 * minute },
              { average: 1.62, timestamp: now - minute },
            ],
          },
        ],
      },
    });
  });

  test.each([
    ['without metrics', { metrics: [] }],
    ['with another period', { period: '30' }],
    ['with a period that is no text', { period: 1 }],
    ['with another filter', { filter: 'last' }],
    ['that ends before it begins', { to: query.from }],
    ['with instants that are texts', { from: `${query.from}` }],
    ['of a metric without dimensions', { metrics: [{ ...metric, dimensions: [] }] }],
    ['of 501 metrics', { metrics: Array(501).fill(metric) }],
  ])('%s is refused', (_, change) => {
    expect(open().ask({ ...query, ...change })).toMatchObject({ status: 400 });
  });

  test('of too many points has its beginning moved, and nobody is told', () => {
    const reply = open().ask({ ...query, from: now - hour, metrics: Array(100).fill(metric) });
    const { metrics } = (reply as { body: { metrics: { datapoints: { timestamp: number }[] }[] } }).body;
    expect(metrics[0]?.datapoints[0]?.timestamp).toBe(now - 30 * minute);
  });

  test('sees nothing of another project, of what is older than two days, and of metrics that there are none of', () => {
    const old = { ...query, from: now - 72 * hour, to: now - 71 * hour };
    const none = { status: 200, body: { metrics: [{ datapoints: [] }] } };
    const { ask } = open();
    expect(ask(query, other)).toMatchObject(none);
    expect(ask(old)).toMatchObject(none);
    expect(ask({ ...query, metrics: [{ ...metric, metric_name: 'mood' }] })).toMatchObject(none);
    expect(ask(query, 'ffffffffffffffffffffffffffffffff')).toMatchObject({ status: 400 });
  });

  test('rolls up what is asked for in longer steps', () => {
    const { ask, service } = open({ knobs: { lagSeconds: 0 } });
    service.set({ instance: id, metric: 'keys', value: (at: number) => (at / minute) % 5 });
    const wanted = [{ ...metric, metric_name: 'keys' }];
    const of = (filter: string) =>
      ask({ ...query, metrics: wanted, period: '300', to: now - minute, filter });
    const points = [now - 10 * minute, now - 5 * minute];
    for (const [filter, value] of [
      ['average', 2],
      ['min', 0],
      ['max', 4],
      ['sum', 10],
      ['variance', 2],
    ] as const)
      expect(of(filter)).toMatchObject({
        body: { metrics: [{ datapoints: points.map((timestamp) => ({ [filter]: value, timestamp })) }] },
      });
  });
});

test('a single metric is answered with its unit on each point', () => {
  const params = {
    ...{ namespace: 'SYS.DCS', metric_name: 'used_memory', 'dim.0': `dcs_instance_id,${id}` },
    ...{ from: `${now - 2 * minute}`, to: `${now}`, period: '1', filter: 'average' },
  };
  const { get } = open();
  expect(get('metric-data', params)).toMatchObject({
    status: 200,
    body: { metric_name: 'used_memory', datapoints: [{ unit: 'byte' }, { unit: 'byte' }] },
  });
  expect(get('metric-data', { ...params, period: 'raw' })).toMatchObject({ status: 400 });
});

test('what is measured is listed page by page', () => {
  const { get } = open();
  const page = (start: string) => {
    const reply = get('metrics', {
      namespace: 'SYS.DCS',
      'dim.0': `dcs_instance_id,${id}`,
      limit: '20',
      start,
    });
    const { metrics, meta_data } = (
      reply as { body: { metrics: object[]; meta_data: { marker: string; total: number } } }
    ).body;
    return { metrics, ...meta_data };
  };
  const seen = new Set<string>();
  let { metrics, marker, total } = page('');
  for (; metrics.length > 0; { metrics, marker } = page(marker))
    for (const one of metrics) seen.add(JSON.stringify(one));
  expect(seen.size).toBe(total);
  expect(total).toBeGreaterThan(40);
});

describe('what is measured', () => {
  test('has the shape of a day, and is the same however often it is asked for', () => {
    const ops = (at: number) => {
      const reply = open({ knobs: { lagSeconds: 0 } }).ask({
        ...query,
        metrics: [{ ...metric, metric_name: 'instantaneous_ops' }],
        ...{ from: at - 1, to: at },
      });
      const { metrics } = (reply as { body: { metrics: { datapoints: { average: number }[] }[] } }).body;
      return metrics[0]?.datapoints[0]?.average ?? -1;
    };
    const fourAtNight = now - 7 * hour;
    expect(ops(fourAtNight - 12 * hour)).toBeGreaterThan(10 * ops(fourAtNight));
    expect(ops(fourAtNight)).toBe(ops(fourAtNight));
    expect(ops(fourAtNight)).toBeGreaterThanOrEqual(0);
  });
});

test.each(['3.0', '4.0', '5.0', '6.0', '7.0'])(
  'of Redis %s everything is measured that a condition may name, and nothing else has a value',
  (engineVersion) => {
    const clock = createHandClock(now);
    const instances = [
      { name: 'a', engineVersion, cacheMode: 'cluster' as const, measured: { operations: 900 } },
    ];
    const dcs = createDcsService({ clock, projects: { 'cn-north-4': project }, instances });
    const service = createCesService(dcs);
    const listed = service.call({ operation: 'ListMetrics', project, query: [['limit', '1000']] });
    const { metrics: found } = (listed as { body: { metrics: { metric_name: string }[] } }).body;
    const names = new Set(found.map(({ metric_name }) => metric_name));
    const nameable = metricNames.filter((name) => hasMetric(metricOf(name), engineVersion));
    expect(nameable.filter((name) => !names.has(name))).toEqual([]);
    expect(metricNames.filter((name) => names.has(name) && !nameable.includes(name))).toEqual([]);
  },
);

test.each([
  ['GET', 'batch-query-metric-data'],
  ['POST', 'metrics'],
  ['GET', 'alarms'],
])('%s %s is no call of this cloud', (method, what) => {
  expect(cesCallOf({ method, path: `/V1.0/${project}/${what}`, query: [], body: '' })).toBeUndefined();
});

test('the version in the path is written with a capital letter', () => {
  const path = `/v1.0/${project}/batch-query-metric-data`;
  expect(cesCallOf({ method: 'POST', path, query: [], body: '' })).toBeUndefined();
});
