import { minuteMs } from '../foundation/time/duration.ts';
import { freshForMs, judgeRule, type RuleVerdict, valuesIn } from '../plan/judge-rule.ts';
import type { ConditionVerdict } from '../plan/metric-conditions.ts';
import type { MetricPoint, SeriesRead, SeriesWanted } from '../plan/metric-series.ts';
import { type MetricName, metricOf } from '../schedule/conditions/metric-table.ts';
import type { Rule } from '../schedule/conditions/rule.ts';
import type { Metrics, NodesRead } from './metrics.ts';

/**
 * What the latest look at the metrics of an instance shows. `keeps`: it is not to be sent as long as nothing else is seen.
 * `old`: of another invocation, or from before another run was done with it, so nothing to send it by.
 */
export type Judged = {
  readonly verdict: ConditionVerdict;
  readonly at: number;
  readonly keeps: boolean;
  readonly old: boolean;
};

/** Which instances of a region are judged, by what, now, and by when that must be known. */
type Wanted = {
  readonly region: string;
  readonly ids: readonly string[];
  readonly rules: readonly Rule[];
  readonly now: number;
  readonly until?: number | undefined;
};

/** So late values mostly are; of what is later the minutes before are asked for by themselves. Milliseconds. */
const mostlyLateMs = 3 * minuteMs;

/**
 * What the values of instances say of each rule, in the order of the rules. As few minutes are asked for as the rules
 * need: of each 3,000 a call is made. Never throws for how a call ends.
 */
export async function readVerdicts(
  metrics: Metrics,
  { region, ids, rules, now, until }: Wanted,
): Promise<ReadonlyMap<string, readonly RuleVerdict[]>> {
  const byNode = rules.some(({ metric }) => metricOf(metric).of === 'worst-node');
  const nodes = byNode ? await metrics.nodes(region, ids, until) : new Map<string, NodesRead>();
  const found = new Map<string, SeriesRead>();
  const read = async (wanted: readonly SeriesWanted[], from: number, to: number) =>
    wanted.length === 0 ? [] : metrics.read(region, wanted, { from, to, until });
  await Promise.all(
    [...windowsOf(rules)].map(async ([windowMs, names]) => {
      const wanted = ids.flatMap((id) => names.flatMap((name) => seriesOf(id, name, nodes.get(id))));
      const from = now - (windowMs === 0 ? freshForMs : windowMs + mostlyLateMs);
      const first = await read(wanted, from, now);
      const late = windowMs === 0 ? [] : first.filter((series) => isLate(series, names, now));
      const before = await read(
        late.map((series) => series.wanted),
        now - windowMs - freshForMs,
        from - 1,
      );
      const earlier = new Map(late.map((series, index) => [series, before[index]]));
      for (const series of first) found.set(keyOf(series.wanted), joined(earlier.get(series), series, from));
    }),
  );
  return new Map(
    ids.map((id) => [
      id,
      rules.map((rule) => {
        const its = nodes.get(id);
        const series = seriesOf(id, rule.metric, its).flatMap((wanted) => found.get(keyOf(wanted)) ?? []);
        const verdict = judgeRule(rule, series, now);
        if (metricOf(rule.metric).of === 'instance' || its?.kind !== 'unread') return verdict;
        // What all nodes have together is no more than what the worst of them has.
        const isEnough = verdict.kind === 'met' && rule.compare.startsWith('>');
        const why = `the nodes that its ${rule.metric} is judged by could not be read`;
        return isEnough ? verdict : ({ kind: 'no-data', why, cause: its.cause } as const);
      }),
    ]),
  );
}

/** The metrics that are asked for over each span of time: of two rules for one, over the longer. */
function windowsOf(rules: readonly Rule[]): ReadonlyMap<number, readonly MetricName[]> {
  const longest = new Map<MetricName, number>();
  for (const { metric, forMs } of rules) longest.set(metric, Math.max(forMs, longest.get(metric) ?? 0));
  const windows = new Map<number, MetricName[]>();
  for (const [metric, windowMs] of longest) windows.set(windowMs, [...(windows.get(windowMs) ?? []), metric]);
  return windows;
}

/** The series that show a metric of an instance: its own, or those of its nodes; of a single node Cloud Eye has but the one. */
function seriesOf(
  instanceId: string,
  metric: MetricName,
  nodes: NodesRead | undefined,
): readonly SeriesWanted[] {
  const names = metricOf(metric).of === 'worst-node' && nodes?.kind === 'nodes' ? nodes.nodes : [];
  return names.length <= 1 ? [{ instanceId, metric }] : names.map((node) => ({ instanceId, metric, node }));
}

/** Whether its newest value is older than most, or none of it was found, so that its window began before what was read. */
function isLate(series: SeriesRead, names: readonly MetricName[], now: number): boolean {
  const metric = names.find((name) => name === series.wanted.metric);
  if (series.kind === 'unread' || metric === undefined) return false;
  const newest = valuesIn(metric, series.points).at(-1);
  return newest === undefined || newest.at < now - mostlyLateMs;
}

/** Where the minutes before `from` could not be read, those that are there may still show that a rule is not met. */
function joined(earlier: SeriesRead | undefined, later: SeriesRead, from: number): SeriesRead {
  if (earlier === undefined || later.kind === 'unread') return later;
  if (earlier.kind === 'unread')
    return later.points.length === 0 ? earlier : { ...later, unread: { before: from, cause: earlier.cause } };
  const points: readonly MetricPoint[] = [...earlier.points, ...later.points];
  return { ...later, points };
}

function keyOf({ instanceId, metric, node = '' }: SeriesWanted): string {
  return `${instanceId} ${metric} ${node}`;
}
