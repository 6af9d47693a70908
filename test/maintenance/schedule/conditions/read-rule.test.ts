import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  hasMetric,
  type MetricName,
  meantMetric,
  metricNames,
  metricOf,
} from '../../../../functions/maintenance/schedule/conditions/metric-table.ts';
import { expectedFor, readRule } from '../../../../functions/maintenance/schedule/conditions/read-rule.ts';
import {
  areContrary,
  isAlwaysMet,
  type Rule,
} from '../../../../functions/maintenance/schedule/conditions/rule.ts';
import { showValue } from '../../../../functions/maintenance/schedule/conditions/show-value.ts';

const minutes = (count: number) => count * 60_000;

function ruleOf(metric: MetricName, text: string): Rule {
  const read = readRule(metric, text);
  if (!read.ok) throw new Error(`${read.found} - expected ${read.expected}`);
  return read.rule;
}

describe('a rule is read', () => {
  test.each<[MetricName, string, Omit<Rule, 'metric'>]>([
    [
      'memory_frag_ratio',
      '> 1.5 for 30m',
      { compare: '>', limit: 1.5, forMs: minutes(30), written: '> 1.5 for 30m' },
    ],
    ['memory_frag_ratio', '>1.5', { compare: '>', limit: 1.5, forMs: 0, written: '> 1.5' }],
    ['used_memory', '> 200MB', { compare: '>', limit: 209_715_200, forMs: 0, written: '> 200MB' }],
    ['used_memory', '>= 1.5 GiB', { compare: '>=', limit: 1.5 * 2 ** 30, forMs: 0, written: '>= 1.5GiB' }],
    [
      'used_memory',
      '<= 64kb for 1h',
      { compare: '<=', limit: 65_536, forMs: minutes(60), written: '<= 64kb for 1h' },
    ],
    ['used_memory', '> 100B', { compare: '>', limit: 100, forMs: 0, written: '> 100B' }],
    [
      'instantaneous_ops',
      '< 500 for 5m',
      { compare: '<', limit: 500, forMs: minutes(5), written: '< 500 for 5m' },
    ],
    ['instantaneous_ops', '< 5k/s', { compare: '<', limit: 5_000, forMs: 0, written: '< 5k/s' }],
    ['instantaneous_ops', '< 500ops/s', { compare: '<', limit: 500, forMs: 0, written: '< 500ops/s' }],
    [
      'instantaneous_input_kbps',
      '< 2MB/s for 90m',
      { compare: '<', limit: 2_048, forMs: minutes(90), written: '< 2MB/s for 1h 30m' },
    ],
    ['net_in_throughput', '< 2KB/s', { compare: '<', limit: 2_048, forMs: 0, written: '< 2KB/s' }],
    ['cpu_usage', '< 20%', { compare: '<', limit: 20, forMs: 0, written: '< 20%' }],
    ['cpu_usage', '< 20 for 1m', { compare: '<', limit: 20, forMs: minutes(1), written: '< 20 for 1m' }],
    ['command_max_delay', '< 1s', { compare: '<', limit: 1_000, forMs: 0, written: '< 1s' }],
    ['command_max_rt', '> 2ms', { compare: '>', limit: 2_000, forMs: 0, written: '> 2ms' }],
    ['keys', '> 2M', { compare: '>', limit: 2_000_000, forMs: 0, written: '> 2M' }],
    [
      'blocked_clients',
      '= 0 for 24h',
      { compare: '=', limit: 0, forMs: minutes(1_440), written: '= 0 for 24h' },
    ],
  ])('%s: %j', (metric, text, rule) => {
    expect(readRule(metric, text)).toEqual({ ok: true, rule: { metric, ...rule } });
  });

  test('as its example has it, whatever its metric', () => {
    for (const metric of metricNames) {
      const [, example = ''] = /"(.+)"$/.exec(expectedFor(metric)) ?? [];
      expect({ metric, read: readRule(metric, example).ok }).toEqual({ metric, read: true });
    }
  });
});

describe('a rule is refused', () => {
  test.each<[MetricName, string, string, RegExp]>([
    ['memory_frag_ratio', '1.5', 'condition.form', /> 1\.5 for 30m/],
    ['memory_frag_ratio', '> 1,5', 'condition.form', /a number/],
    ['memory_frag_ratio', '> -1', 'condition.form', /a number/],
    ['memory_frag_ratio', '≥ 1.5', 'condition.form', />=/],
    ['memory_frag_ratio', '> 1.5 for 30 minutes', 'condition.form', /^"> 1\.5 for 30m"$/],
    ['memory_frag_ratio', '> 1.5 for 30 min', 'condition.form', /^"> 1\.5 for 30m"$/],
    ['memory_frag_ratio', '> 1.5 for 2小时', 'condition.for', /whole minutes/],
    ['memory_frag_ratio', '> 1.5 for 2 小时', 'condition.form', /^"> 1\.5 for 2h"$/],
    ['memory_frag_ratio', '> 1.5 for 30 mb', 'condition.form', /for how long/],
    ['cpu_usage', '=> 80%', 'condition.form', /^">= 80%"$/],
    ['keys', '== 3', 'condition.form', /^"= 3"$/],
    ['keys', '> 1,000,000', 'condition.form', /^"> 1000000"$/],
    ['used_memory', '> 200MB < 4GB', 'condition.form', /^a list: \["> 200MB", "< 4GB"\]$/],
    ['cpu_usage', '>5% and <20 for 10 min', 'condition.form', /^a list: \["> 5%", "< 20 for 10m"\]$/],
    ['used_memory', '> 200 < 4GB', 'condition.form', /a size in/],
    ['memory_frag_ratio', '> 150%', 'condition.unit', /a number/],
    ['used_memory', '> 200', 'condition.unit', /> 200MB/],
    ['used_memory', '> 200M', 'condition.unit', /> 200MB/],
    ['used_memory', '> 200MB/s', 'condition.unit', /a size in/],
    ['instantaneous_input_kbps', '> 200', 'condition.unit', /KB\/s/],
    ['command_max_delay', '> 5', 'condition.unit', /ms/],
    ['keys', '> 5GB', 'condition.unit', /a number/],
    ['cpu_usage', '< 0.2', 'condition.unit', /< 20%/],
    ['cpu_usage', '< 20% for 90s', 'condition.for', /whole minutes/],
    ['cpu_usage', '< 20% for 25h', 'condition.for', /up to 24h/],
    ['cpu_usage', '< 20% for 0m', 'condition.for', /whole minutes/],
    ['cpu_usage', '> 100%', 'condition.never', /100% at most/],
    ['cpu_usage', '>= 101%', 'condition.never', /100% at most/],
    ['used_memory', '< 0MB', 'condition.never', /never below 0/],
    ['keyspace_hits_perc', '<= 0%', 'condition.never', /counts as no data/],
    ['keyspace_hits_perc', '= 0', 'condition.never', /counts as no data/],
    ['is_slow_log_exist', '> 1', 'condition.never', /1 at most/],
    ['connected_clients', '= 0.5', 'condition.never', /a whole number/],
  ])('%s: %j is %s', (metric, text, code, expected) => {
    expect(readRule(metric, text)).toEqual({
      ok: false,
      code,
      found: JSON.stringify(text),
      expected: expect.stringMatching(expected),
    });
  });

  test('and nothing that is written makes it throw', () => {
    const piece = fc.constantFrom(
      '>',
      '<=',
      '=',
      ' ',
      '1',
      '.',
      '5',
      'MB',
      '%',
      '/s',
      'for',
      '30m',
      'é',
      'x',
      '',
    );
    fc.assert(
      fc.property(fc.constantFrom(...metricNames), fc.array(piece, { maxLength: 9 }), (metric, pieces) => {
        const read = readRule(metric, pieces.join(''));
        if (!read.ok) return read.expected.length > 0;
        return (
          Number.isFinite(read.rule.limit) && readRule(metric, read.rule.written.replace(/h (\d+)m$/, 'h')).ok
        );
      }),
      { numRuns: 2_000 },
    );
  });
});

test.each<[string, string, boolean]>([
  ['> 4GB', '< 200MB', true],
  ['> 4GB for 30m', '< 200MB', true],
  ['> 200MB', '< 4GB', false],
  ['>= 4GB', '<= 4GB', false],
  ['> 4GB', '<= 4GB', true],
  ['= 4GB', '> 4GB', true],
  ['= 4GB', '>= 4GB', false],
  ['= 4GB', '= 5GB', true],
  ['> 1GB', '> 4GB', false],
])('%j beside %j of one metric: no value meets both: %s', (one, other, contrary) => {
  const [a, b] = [ruleOf('used_memory', one), ruleOf('used_memory', other)];
  expect(areContrary(a, b)).toBe(contrary);
  expect(areContrary(b, a)).toBe(contrary);
});

test.each<[MetricName, string, boolean]>([
  ['cpu_usage', '<= 100%', true],
  ['cpu_usage', '< 100%', false],
  ['cpu_usage', '>= 0', true],
  ['cpu_usage', '> 0', false],
  ['used_memory', '>= 0MB', true],
  ['used_memory', '<= 64TB', false],
])('%s %j is met by whatever can be read: %s', (metric, text, always) => {
  expect(isAlwaysMet(ruleOf(metric, text))).toBe(always);
});

test.each([
  ['mem_fragmentation_ratio', 'memory_frag_ratio'],
  ['QPS', 'instantaneous_ops'],
  ['hit-rate', 'keyspace_hits_perc'],
  ['CPU_USAGE', 'cpu_usage'],
  ['Average CPU Usage', 'cpu_avg_usage'],
  ['Maximum Command Latency', 'command_max_delay'],
  ['内存碎片率', 'memory_frag_ratio'],
  ['CPU利用率', 'cpu_usage'],
  ['Lua已用内存', 'used_memory_lua'],
  ['constructor', undefined],
])('%s is meant for %s', (name, meant) => {
  expect(meantMetric(name)).toBe(meant);
});

test('versions of Redis have what they have, and of others nobody knows', () => {
  expect(hasMetric(metricOf('expires'), '3.0.7')).toBe(false);
  expect(hasMetric(metricOf('expires'), '4.0')).toBe(true);
  expect(hasMetric(metricOf('auth_errors'), '5.0')).toBe(false);
  expect(hasMetric(metricOf('auth_errors'), '3.0')).toBe(true);
  expect(hasMetric(metricOf('expires'), '')).toBe(true);
});

test.each<[MetricName, number, number, string]>([
  ['memory_frag_ratio', 1.2099, 1.5, '1.21'],
  ['memory_frag_ratio', 1.4999, 1.5, '1.4999'],
  ['used_memory', 161_480_704, 209_715_200, '154MB'],
  ['used_memory', 500, 209_715_200, '500B'],
  ['used_memory', 209_715_199, 209_715_200, '199.999999MB'],
  ['instantaneous_ops', 1_234.56, 500, '1234.6/s'],
  ['instantaneous_input_kbps', 2_048, 100, '2MB/s'],
  ['cpu_usage', 41, 20, '41%'],
  ['command_max_rt', 1_500, 100, '1500us'],
  ['blocked_clients', 3, 0, '3'],
])('%s %d beside %d is shown as %s', (metric, value, limit, shown) => {
  expect(showValue(metric, value, limit)).toBe(shown);
});
