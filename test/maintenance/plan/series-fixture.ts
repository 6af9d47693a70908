import type { SeriesRead } from '../../../functions/maintenance/plan/metric-series.ts';
import type { MetricName } from '../../../functions/maintenance/schedule/conditions/metric-table.ts';
import { readRule } from '../../../functions/maintenance/schedule/conditions/read-rule.ts';
import type { Rule } from '../../../functions/maintenance/schedule/conditions/rule.ts';

/** When rules are judged. */
export const now = Date.parse('2026-11-22T19:30:20Z');
/** In milliseconds. */
export const minute = 60_000;
/** When the minute before that ended. */
export const lastMinute = now - 20_000;

/** A rule as it is written in a schedule. */
export function rule(text: string, metric: MetricName = 'memory_frag_ratio'): Rule {
  const read = readRule(metric, text);
  if (!read.ok) throw new Error(read.expected);
  return read.rule;
}

/** Values of one minute each, the last of them so many minutes ago. */
export function points(values: readonly (number | null)[], ago = 1) {
  return values.flatMap((value, index) => {
    const at = lastMinute - (values.length - 1 - index + ago) * minute;
    return value === null ? [] : [{ at, value }];
  });
}

/** What was read of an instance, or of one of its nodes: values of one minute each. */
export function series(
  values: readonly (number | null)[],
  { ago = 1, node = undefined as string | undefined } = {},
): SeriesRead {
  const wanted = { instanceId: 'a', metric: 'memory_frag_ratio', ...(node !== undefined && { node }) };
  return { wanted, kind: 'points', points: points(values, ago) };
}

/** A series that could not be read. */
export const unread: SeriesRead = {
  wanted: { instanceId: 'a', metric: 'memory_frag_ratio' },
  kind: 'unread',
  cause: { code: 'ces.0429', message: 'Too Many Requests' },
};
