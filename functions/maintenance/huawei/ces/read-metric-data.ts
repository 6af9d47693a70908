import { groupBy } from '../../foundation/group-by.ts';
import type { MetricPoint, SeriesWanted } from '../../plan/metric-series.ts';
import type { SeriesSpan } from '../../run/metrics.ts';
import { type MetricUnit, metricNames, metricOf } from '../../schedule/conditions/metric-table.ts';
import { malformedAnswer } from '../dcs/dcs-failure.ts';
import { dimensionNames, dimensionsIn } from '../dcs/node-names.ts';
import { asDocument, asText, isEmpty } from '../optional-field.ts';
import type { MetricInfo } from './ces-client.ts';

const namespace = 'SYS.DCS';

/** Raw data, which DCS gives every minute; the filter does not matter to it, and the value arrives as `average`. */
const rawData = { period: '1', filter: 'average' } as const;

/** The body of the query for series over a span of time. */
export function metricQueryOf(
  series: readonly SeriesWanted[],
  { from, to }: Pick<SeriesSpan, 'from' | 'to'>,
) {
  return { metrics: series.map(queryOf), from, to, ...rawData };
}

/** A series as CES is asked for it. */
function queryOf({ instanceId, metric, node }: SeriesWanted): MetricInfo {
  const ofNode = node === undefined ? [] : [{ name: dimensionNames.node, value: node }];
  const dimensions = [{ name: dimensionNames.instance, value: instanceId }, ...ofNode];
  return { namespace, metric_name: metric, dimensions };
}

/** The same for two that are the same series. */
export function keyOf({ instanceId, metric, node = '' }: SeriesWanted): string {
  return `${metric} ${instanceId} ${node}`;
}

/**
 * Reads an answer of `BatchListMetricData`: by `keyOf`, the points that lie in what was asked for, in their order. A
 * series that the answer has no entry for has none, which is one of the two ways in which CES may say so. What is told and
 * is no value, or in two ways for one instant, is a point without a value. Throws `HuaweiCallError` if it is none.
 */
export function readMetricData(
  answer: unknown,
  { from, to }: Pick<SeriesSpan, 'from' | 'to'>,
): ReadonlyMap<string, readonly MetricPoint[]> {
  const { metrics } = asDocument(answer);
  if (!Array.isArray(metrics) && metrics !== null)
    throw malformedAnswer('BatchListMetricData answered something else than metrics', answer);
  const told = new Map<string, MetricPoint[]>();
  for (const entry of metrics ?? []) {
    const series = seriesOf(entry);
    if (series === undefined) continue;
    const points = told.get(series) ?? [];
    told.set(series, points);
    for (const point of pointsOf(entry)) if (point.at >= from && point.at <= to) points.push(point);
  }
  return new Map([...told].map(([series, points]) => [series, inOrder(points)]));
}

/** The key of an entry, whatever the order of its dimensions; `undefined` for one about something else. */
function seriesOf(entry: unknown): string | undefined {
  const { namespace: space = namespace, metric_name, dimensions } = asDocument(entry);
  const metric = asText(metric_name);
  const named = dimensionsIn(dimensions);
  const instanceId = named?.get(dimensionNames.instance);
  if (space !== namespace || metric === undefined || instanceId === undefined) return undefined;
  const node = named?.get(dimensionNames.node);
  const isOther = named?.size !== (node === undefined ? 1 : 2);
  return isOther ? undefined : keyOf({ instanceId, metric, node });
}

function* pointsOf(entry: unknown): Iterable<MetricPoint> {
  const { datapoints, metric_name, unit } = asDocument(entry);
  if (!Array.isArray(datapoints)) return;
  const isMeant = !isAnotherUnit(metric_name, unit);
  for (const point of datapoints) {
    const { average, timestamp, unit: _, ...others } = asDocument(point);
    const at = figure(timestamp);
    // Nothing at all is said of a minute in which nothing was measured.
    if (at === undefined || (isEmpty(average) && Object.values(others).every(isEmpty))) continue;
    const value = isMeant ? figure(average) : undefined;
    // No metric is ever below 0: whoever says so means something else by it.
    yield { at, value: value !== undefined && value >= 0 ? value : undefined };
  }
}

/** The units that would make another size of the same number. */
const otherUnits: Partial<Record<MetricUnit, RegExp>> = {
  bytes: /^[kmgt]i?b(ytes?)?$/i,
  ms: /^(s|[uµμ]s)$/i,
  us: /^m?s$/i,
};

/** Whether Cloud Eye says that it counts a metric in another unit than documented. */
function isAnotherUnit(metric: unknown, unit: unknown): boolean {
  const known = metricNames.find((name) => name === metric);
  return known !== undefined && otherUnits[metricOf(known).unit]?.test(asText(unit)?.trim() ?? '') === true;
}

/** A number, or a text that is one and nothing else. */
function figure(written: unknown): number | undefined {
  const isWritten = typeof written === 'string' && written.trim() !== '';
  const value = isWritten ? Number(written) : written;
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

function inOrder(points: readonly MetricPoint[]): readonly MetricPoint[] {
  const isInOrder = points.every(({ at }, place) => at > (points[place - 1]?.at ?? Number.NEGATIVE_INFINITY));
  if (isInOrder) return points;
  return [...groupBy(points, ({ at }) => at).values()]
    .flatMap(([one, ...others]) => {
      if (one === undefined) return [];
      return others.every(({ value }) => value === one.value) ? [one] : [{ at: one.at, value: undefined }];
    })
    .sort((a, b) => a.at - b.at);
}
