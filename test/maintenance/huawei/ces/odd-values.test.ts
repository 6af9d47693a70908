import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { keyOf, readMetricData } from '../../../../functions/maintenance/huawei/ces/read-metric-data.ts';
import { judgeRule } from '../../../../functions/maintenance/plan/judge-rule.ts';
import type { MetricName } from '../../../../functions/maintenance/schedule/conditions/metric-table.ts';
import { readRule } from '../../../../functions/maintenance/schedule/conditions/read-rule.ts';

const minute = 60_000;
const now = Date.UTC(2026, 10, 30, 3, 0);
const span = { from: now - 33 * minute, to: now };
const ratio = 'memory_frag_ratio';

type Told = Readonly<Record<string, unknown>>;

/** A point of so many minutes ago. */
const point = (ago: number, average: unknown): Told => ({ average, timestamp: now - ago * minute });
/** Points of as many minutes, up to a minute ago. */
const flat = (average: unknown, count = 32) =>
  Array.from({ length: count }, (_, index) => point(index + 1, average));
/** The same, but for some. */
const but = (all: readonly Told[], ...others: readonly Told[]) => [
  ...all.filter(({ timestamp }) => others.every((other) => other['timestamp'] !== timestamp)),
  ...others,
];

/** What an answer of Cloud Eye with these points makes of a rule. */
function judged(metric: MetricName, text: string, datapoints: readonly Told[], more: object = {}) {
  const dimensions = [{ name: 'dcs_instance_id', value: 'a' }];
  const entry = { namespace: 'SYS.DCS', metric_name: metric, dimensions, datapoints, ...more };
  const wanted = { instanceId: 'a', metric };
  const points = readMetricData({ metrics: [entry] }, span).get(keyOf(wanted)) ?? [];
  const read = readRule(metric, text);
  if (!read.ok) throw new Error(read.expected);
  return judgeRule(read.rule, [{ wanted, kind: 'points', points }], now);
}

const unknown = (why: string) => ({ kind: 'no-data', why });
const none = unknown(`Cloud Eye has no ${ratio} of the last 10m`);
const newest = (metric: string) => unknown(`the newest ${metric} cannot be read as a value`);
const some = (metric: string, minutes: number) =>
  unknown(`of ${metric} the values of ${minutes} minutes cannot be read`);

describe('what Cloud Eye tells and nobody can read meets nothing', () => {
  test.each(['NaN', '1,8', 'n/a', true, { value: 1.8 }, -1, '-1'])('%j among others', (odd) => {
    const told = but(flat(1.8), point(9, odd), point(14, odd));
    expect(judged(ratio, '> 1.5 for 30m', told)).toEqual(some(ratio, 2));
    expect(judged(ratio, '> 1.5 for 5m', told)).toEqual({ kind: 'met', value: 1.8 });
    expect(judged(ratio, '> 1.5 for 30m', but(told, point(20, 1.2)))).toEqual({
      kind: 'not-met',
      value: 1.2,
    });
  });

  test.each(['NaN', -1])('%j as the newest', (odd) => {
    const told = but(flat(1.8), point(1, odd));
    expect(judged(ratio, '> 1.5', told)).toEqual(newest(ratio));
    expect(judged(ratio, '> 1.5 for 30m', told)).toEqual(some(ratio, 1));
    expect(judged(ratio, '> 1.5', flat(odd))).toEqual(newest(ratio));
  });

  test('a number below 0, which is below every limit', () => {
    expect(judged('instantaneous_ops', '< 500', flat(-1))).toEqual(newest('instantaneous_ops'));
    expect(judged('instantaneous_ops', '< 500 for 5m', but(flat(20), point(3, -1)))).toEqual(
      some('instantaneous_ops', 1),
    );
  });

  test('one instant with two values, in one entry or in two', () => {
    const twice = [...flat(1.8), point(7, 1.2)];
    expect(judged(ratio, '> 1.5 for 30m', twice)).toEqual(some(ratio, 1));
    expect(judged(ratio, '> 1.5', [...flat(1.8), point(1, 1.2)])).toEqual(newest(ratio));
    expect(judged(ratio, '> 1.5 for 30m', [...flat(1.8), ...flat('1.80')])).toMatchObject({ kind: 'met' });
  });

  test('a value under the name of another filter', () => {
    const told = flat(undefined).map(({ timestamp }) => ({ max: 1.8, timestamp }));
    expect(judged(ratio, '> 1.5', told)).toEqual(newest(ratio));
  });

  test.each([
    ['used_memory', '> 200MB', 'KB'],
    ['used_memory', '< 200MB', 'MB'],
    ['command_max_delay', '< 5ms', 's'],
    ['command_max_rt', '< 500us', 'ms'],
  ] as const)('%s %s, counted in %s', (metric, text, unit) => {
    expect(judged(metric, text, flat(3), { unit })).toEqual(newest(metric));
  });

  test('units as they are documented are those of the values', () => {
    for (const unit of ['byte', 'Byte', 'bytes', 'B', '', undefined])
      expect(judged('used_memory', '> 200MB', flat(300_000_000), { unit })).toMatchObject({ kind: 'met' });
  });
});

test('where nothing is said of a minute, nothing was measured', () => {
  const gaps = but(flat(1.8), ...[2, 5, 6].map((ago) => point(ago, null)), { timestamp: now - 8 * minute });
  expect(judged(ratio, '> 1.5 for 30m', gaps)).toEqual({ kind: 'met', value: 1.8 });
  expect(judged(ratio, '> 1.5', but(gaps, point(1, '')))).toEqual({ kind: 'met', value: 1.8 });
  expect(judged(ratio, '> 1.5', flat(null))).toEqual(none);
});

test('times that are no milliseconds are none of those that were asked about', () => {
  const inSeconds = flat(1.8).map(({ average, timestamp }) => ({
    average,
    timestamp: Number(timestamp) / 1e3,
  }));
  const asText = flat('1.8').map(({ average, timestamp }) => ({ average, timestamp: String(timestamp) }));
  expect(judged(ratio, '> 1.5', inSeconds)).toEqual(none);
  expect(judged(ratio, '> 1.5 for 30m', asText)).toEqual({ kind: 'met', value: 1.8 });
});

test('whatever is told of a minute, a rule is met only where all that was told of its window meets it', () => {
  const value = fc.oneof(
    { weight: 30, arbitrary: fc.constantFrom<unknown>(1.8, '1.8', 1.6) },
    {
      weight: 1,
      arbitrary: fc.constantFrom<unknown>(1.2, '1.2', -1, 'NaN', '1,9', [9], null, '', undefined),
    },
  );
  const one = fc.tuple(fc.constantFrom(0, 0, 0, 60, -5, 3_000), value);
  const all = fc.array(fc.array(one, { maxLength: 2 }), { minLength: 20, maxLength: 36 });
  fc.assert(
    fc.property(
      all,
      fc.constantFrom(0, 5, 20),
      fc.integer({ min: 0, max: 9 }),
      (minutes, forMinutes, late) => {
        const told = minutes.flatMap((points, index) =>
          points.map(([shift, average]) => point(index + late + shift, average)),
        );
        const forTime = forMinutes === 0 ? '' : ` for ${forMinutes}m`;
        const verdict = judged(ratio, `> 1.5${forTime}`, told.toReversed());
        if (verdict.kind !== 'met') return true;
        const said = told
          .map(({ average, timestamp }) => ({ average, at: Number(timestamp) }))
          .filter(({ average, at }) => at >= span.from && at <= now && (average ?? '') !== '');
        const newest = Math.max(...said.map(({ at }) => at));
        const window = said.filter(({ at }) =>
          forMinutes === 0 ? at === newest : at > newest - forMinutes * minute,
        );
        const isEnough = new Set(window.map(({ at }) => at)).size >= forMinutes * 0.8;
        return (
          now - newest <= 10 * minute && isEnough && window.every(({ average }) => Number(average) > 1.5)
        );
      },
    ),
    { numRuns: 500 },
  );
});
