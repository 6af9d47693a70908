import type { CallCause } from '../foundation/call-cause.ts';
import { formatDuration, minuteMs } from '../foundation/time/duration.ts';
import { type MetricName, metricOf } from '../schedule/conditions/metric-table.ts';
import type { Rule } from '../schedule/conditions/rule.ts';
import { type MetricPoint, namedMetric, type SeriesRead } from './metric-series.ts';

/** What the values of an instance say of a rule: whether it is met, with the value that decides; or why that is not known. */
export type RuleVerdict =
  | { readonly kind: 'met' | 'not-met'; readonly value: number; readonly node?: string }
  | { readonly kind: 'no-data'; readonly why: string; readonly cause?: CallCause };

type Known = Exclude<RuleVerdict, { kind: 'no-data' }>;

/** How old the newest value may be: what was before that says nothing of now. Milliseconds. */
export const freshForMs = 10 * minuteMs;

/** So much of the minutes that a rule is about must be there. */
const neededShare = 0.8;

/** A value whose minute ends so far ahead is no value of now; clocks differ by less. Milliseconds. */
const aheadMs = 2 * minuteMs;

/**
 * Judges a rule by the series of an instance: its own, or those of its nodes, of which the worst decides, which is the
 * one that has the most. So one that is above a limit is enough to show that an instance is, and none may be unknown
 * where all must be below it.
 */
export function judgeRule(rule: Rule, series: readonly SeriesRead[], now: number): RuleVerdict {
  const verdicts = series.map((each) => judgeSeries(rule, each, now));
  const known = verdicts.filter((verdict) => verdict.kind !== 'no-data');
  const enough = rule.compare === '>' || rule.compare === '>=' ? 'met' : 'not-met';
  const decided = worstOf(known.filter(({ kind }) => kind === enough));
  if (decided) return decided;
  const unknown = verdicts.find(({ kind }) => kind === 'no-data');
  return unknown ?? worstOf(known) ?? { kind: 'no-data', why: `Cloud Eye has no ${rule.metric} of it` };
}

/** The one with the highest value, and of several the first. */
function worstOf(verdicts: readonly Known[]): Known | undefined {
  let worst: Known | undefined;
  for (const verdict of verdicts) if (!worst || verdict.value > worst.value) worst = verdict;
  return worst;
}

function judgeSeries(rule: Rule, series: SeriesRead, now: number): RuleVerdict {
  const { metric, forMs } = rule;
  const { node } = series.wanted;
  const named = namedMetric({ metric, node });
  if (series.kind === 'unread')
    return { kind: 'no-data', why: `the metric ${named} could not be read`, cause: series.cause };
  const past = series.points.filter(({ at }) => at <= now + aheadMs);
  const present = valuesIn(metric, past);
  const newest = present.at(-1);
  const isFresh = ({ at }: MetricPoint) => now - at <= freshForMs;
  const doubtful = past.filter(({ value }) => value === undefined);
  const odd = doubtful.filter((point) => (newest ? point.at > newest.at - forMs : isFresh(point)));
  if (odd.length > 0 && (!newest || forMs === 0))
    return { kind: 'no-data', why: `the newest ${named} cannot be read as a value` };
  if (!newest || !isFresh(newest)) {
    // Of any other metric a 0 would be the newest value.
    const isIdle = past.some((point) => point.value === 0 && isFresh(point));
    if (isIdle) return { kind: 'no-data', why: `nothing was read, so ${named} says nothing` };
    const none = `Cloud Eye has no ${named} of the last ${formatDuration(freshForMs)}`;
    const why = newest ? `the newest ${named} is ${formatDuration(now - newest.at)} old` : none;
    return { kind: 'no-data', why };
  }
  // Without "for" there is nothing in it: the newest decides by itself.
  const window = present.filter(({ at }) => at > newest.at - forMs);
  const decisive = decisiveOf(rule, window, newest);
  const verdict = {
    kind: meets(rule, decisive.value) ? 'met' : 'not-met',
    value: decisive.value,
    ...(node !== undefined && { node }),
  } as const;
  const minutes = forMs / minuteMs;
  const there = minutesOf(window);
  // What is missing can make it no better: one value that does not meet the rule is enough.
  if (verdict.kind === 'not-met') return verdict;
  // Minutes without a value are borne; those that have one which nobody could read may be the ones that decide.
  const { unread } = series;
  if (unread && newest.at - forMs < unread.before) {
    const why = `the metric ${named} could not be read for all of the ${minutes} minutes`;
    return { kind: 'no-data', why, cause: unread.cause };
  }
  if (odd.length > 0)
    return { kind: 'no-data', why: `of ${named} the values of ${minutesOf(odd)} minutes cannot be read` };
  if (there >= minutes * neededShare) return verdict;
  return { kind: 'no-data', why: `of ${named} only ${there} of ${minutes} minutes are there` };
}

/** How many different minutes points are of. */
function minutesOf(points: readonly Pick<MetricPoint, 'at'>[]): number {
  return new Set(points.map(({ at }) => Math.ceil(at / minuteMs))).size;
}

/** A point that says something. */
type ValuePoint = MetricPoint & { readonly value: number };

/** The points of a metric by which it is judged. */
export function valuesIn(metric: MetricName, points: readonly MetricPoint[]): readonly ValuePoint[] {
  const { zeroIsNone = false } = metricOf(metric);
  return points.filter(
    (point): point is ValuePoint => point.value !== undefined && !(zeroIsNone && point.value === 0),
  );
}

/** The value of a window that is the farthest from what the rule wants. */
function decisiveOf({ compare, limit }: Rule, window: readonly ValuePoint[], newest: ValuePoint): ValuePoint {
  const badness = ({ value }: ValuePoint) => {
    switch (compare) {
      case '>':
      case '>=':
        return -value;
      case '<':
      case '<=':
        return value;
      case '=':
        return Math.abs(value - limit);
      default:
        return compare satisfies never;
    }
  };
  return window.reduce((worst, point) => (badness(point) > badness(worst) ? point : worst), newest);
}

function meets({ compare, limit }: Rule, value: number): boolean {
  switch (compare) {
    case '>':
      return value > limit;
    case '>=':
      return value >= limit;
    case '<':
      return value < limit;
    case '<=':
      return value <= limit;
    case '=':
      return value === limit;
    default:
      return compare satisfies never;
  }
}
