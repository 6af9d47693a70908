import * as z from 'zod/mini';
import { parseJson } from '../../maintenance/foundation/parse-json.ts';
import type { CesError } from './ces-error.ts';
import type { CesKnobs } from './ces-knobs.ts';

/** A metric that is asked for, its dimensions by their names. */
export type QueriedMetric = {
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: ReadonlyMap<string, string>;
};

/** A valid query of metrics, `from` moved where there would be too many points; the period is in milliseconds. */
export type MetricQuery = {
  readonly metrics: readonly QueriedMetric[];
  readonly from: number;
  readonly to: number;
  readonly period: number;
  readonly isRaw: boolean;
  readonly filter: z.infer<typeof filters>;
};

const filters = z.enum(['average', 'variance', 'min', 'max', 'sum']);
const periods = z.enum(['1', '60', '300', '1200', '3600', '14400', '86400']);
const dimension = z.object({
  name: z.string().check(z.minLength(1), z.maxLength(32)),
  value: z.string().check(z.minLength(1), z.maxLength(256)),
});
const metricShape = z.object({
  namespace: z.string().check(z.regex(/^[A-Za-z]\w*\.\w+$/), z.maxLength(32)),
  metric_name: z.string().check(z.regex(/^\w{1,96}$/)),
  dimensions: z.array(dimension).check(z.minLength(1), z.maxLength(4)),
});
const instant = z.int().check(z.minimum(0));
const bodyShape = z.object({
  metrics: z.array(metricShape).check(z.minLength(1)),
  from: instant,
  to: instant,
  period: periods,
  filter: filters,
});

const mostBodyBytes = 512 * 1_024;

/** Reads the body of a batch query as CES does, or gives the error it answers. */
export function parseBatchQuery(
  body: string,
  knobs: Pick<CesKnobs, 'mostMetrics' | 'mostPoints'>,
): MetricQuery | CesError {
  if (body.trim() === '') return { code: 'ces.0001' };
  if (Buffer.byteLength(body) > mostBodyBytes) return { code: 'ces.0014', subject: 'the body is too large' };
  const parsed = bodyShape.safeParse(parseJson(body));
  if (!parsed.success) {
    const [flaw] = parsed.error.issues;
    return { code: 'ces.0014', subject: flaw?.path.join('.') || 'the body' };
  }
  const { metrics, from, to, period, filter } = parsed.data;
  if (metrics.length > knobs.mostMetrics)
    return { code: 'ces.0014', subject: `at most ${knobs.mostMetrics} metrics` };
  if (from >= to) return { code: 'ces.0014', subject: 'from' };
  return limited({ metrics: metrics.map(queried), from, to, ...periodOf(period), filter }, knobs);
}

/** Reads the query of a single metric, in which the period is a number, or gives the error CES answers. */
export function parseSingleQuery(
  query: readonly (readonly [name: string, value: string])[],
  knobs: Pick<CesKnobs, 'mostPoints'>,
): MetricQuery | CesError {
  const { namespace, metric_name, from, to, period, filter } = Object.fromEntries(query);
  const parsed = bodyShape.safeParse({
    metrics: [{ namespace, metric_name, dimensions: dimensionsIn(query) }],
    ...{ from: Number(from), to: Number(to), period, filter },
  });
  if (!parsed.success || parsed.data.from >= parsed.data.to)
    return { code: 'ces.0014', subject: 'the query' };
  const { metrics, ...others } = parsed.data;
  return limited({ ...others, ...periodOf(others.period), metrics: metrics.map(queried) }, knobs);
}

/** `dim.0=name,value` and so on. */
export function dimensionsIn(
  query: readonly (readonly [name: string, value: string])[],
): readonly { readonly name: string; readonly value: string }[] {
  return query.flatMap(([key, written]) => {
    const [name = '', ...value] = written.split(',');
    return /^dim\.[0-3]$/.test(key) ? [{ name, value: value.join(',') }] : [];
  });
}

function queried({ namespace, metric_name, dimensions }: z.infer<typeof metricShape>): QueriedMetric {
  const named = new Map(dimensions.map(({ name, value }) => [name, value]));
  return { namespace, metric: metric_name, dimensions: named };
}

function periodOf(period: z.infer<typeof periods>) {
  return period === '1' ? { period: 60_000, isRaw: true } : { period: Number(period) * 1_000, isRaw: false };
}

/** "metrics × (to − from) / period ≤ 3000": what is more is left out at the beginning, and nobody is told. */
function limited(query: MetricQuery, { mostPoints }: Pick<CesKnobs, 'mostPoints'>): MetricQuery {
  const { metrics, from, to, period } = query;
  const steps = Math.floor(mostPoints / metrics.length);
  return { ...query, from: Math.max(from, to - steps * period) };
}
