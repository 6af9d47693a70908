import { type MetricName, metricOf } from './metric-table.ts';

/** What a metric of an instance must be before the instance is touched. */
export type Rule = {
  readonly metric: MetricName;
  readonly compare: '>' | '>=' | '<' | '<=' | '=';
  /** In the unit of CES. */
  readonly limit: number;
  /** For how long, up to the newest value, it must have been so; 0 where the newest alone counts. Milliseconds. */
  readonly forMs: number;
  /** As people are shown it: `> 1.5 for 30m`. */
  readonly written: string;
};

/** The values that a rule allows; `open` where the end itself is not among them. */
type Span = { readonly from: number; readonly to: number; readonly open: boolean };

function spanOf({ compare, limit }: Rule): Span {
  switch (compare) {
    case '>':
      return { from: limit, to: Number.POSITIVE_INFINITY, open: true };
    case '>=':
      return { from: limit, to: Number.POSITIVE_INFINITY, open: false };
    case '<':
      return { from: Number.NEGATIVE_INFINITY, to: limit, open: true };
    case '<=':
      return { from: Number.NEGATIVE_INFINITY, to: limit, open: false };
    case '=':
      return { from: limit, to: limit, open: false };
    default:
      return compare satisfies never;
  }
}

/** What to write in the place of a rule that no value meets; `undefined` where one may. */
export function whyNever(rule: Rule): string | undefined {
  const { metric, compare, limit } = rule;
  const { most = Number.POSITIVE_INFINITY, zeroIsNone = false, unit } = metricOf(metric);
  const { from, to, open } = spanOf(rule);
  const sign = unit === 'percent' ? '%' : '';
  if (from > most || (open && from === most)) return `what ${metric} can be, which is ${most}${sign} at most`;
  if (zeroIsNone && to === 0)
    return `more than 0${sign}, as ${metric} is 0 as well where nothing was read, which counts as no data`;
  if (open && to === 0) return `what ${metric} can be, which is never below 0`;
  if (compare === '=' && unit === 'count' && !Number.isInteger(limit))
    return `a whole number, as ${metric} is one`;
  return undefined;
}

/** Whether there is no value that meets both rules, which are of one metric; also where one is to last and the other not. */
export function areContrary(one: Rule, other: Rule): boolean {
  const [a, b] = [spanOf(one), spanOf(other)];
  const from = Math.max(a.from, b.from);
  const to = Math.min(a.to, b.to);
  const open = (a.open && (a.from === from || a.to === to)) || (b.open && (b.from === from || b.to === to));
  return from > to || (from === to && open);
}

/** Whether whatever the metric is meets the rule, so that it asks for nothing but that it can be read. */
export function isAlwaysMet(rule: Rule): boolean {
  const { most = Number.POSITIVE_INFINITY } = metricOf(rule.metric);
  const { from, to, open } = spanOf(rule);
  return open ? from < 0 && to > most : from <= 0 && to >= most;
}

/** Of two metrics the one is never more than the other. */
const ordered: readonly (readonly [less: MetricName, more: MetricName])[] = [
  ['used_memory', 'used_memory_peak'],
  ['used_memory_dataset', 'used_memory'],
  ['expires', 'keys'],
  ['cpu_avg_usage', 'cpu_usage'],
  ['command_avg_rt', 'command_max_rt'],
  ['blocked_clients', 'connected_clients'],
];

/** The first two rules that no instance can meet at once. */
export function contradictionIn(rules: readonly Rule[]): readonly [Rule, Rule] | undefined {
  for (const [index, one] of rules.entries())
    for (const other of rules.slice(index + 1)) {
      if (one.metric === other.metric && areContrary(one, other)) return [one, other];
      const pair = ordered.find((each) => each.includes(one.metric) && each.includes(other.metric));
      if (!pair || one.metric === other.metric) continue;
      const [less, more] = pair[0] === one.metric ? [one, other] : [other, one];
      const [low, high] = [spanOf(less), spanOf(more)];
      if (low.from > high.to || (low.from === high.to && (low.open || high.open))) return [one, other];
    }
  return undefined;
}
