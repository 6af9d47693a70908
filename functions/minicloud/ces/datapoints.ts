import { chanceOf } from '../../maintenance/foundation/backoff.ts';
import { groupBy } from '../../maintenance/foundation/group-by.ts';
import type { DcsService } from '../dcs/dcs-service.ts';
import type { CesKnobs } from './ces-knobs.ts';
import { measuredAt } from './measured-values.ts';
import type { MetricQuery, QueriedMetric } from './metric-query.ts';

/** What is measured in place of what follows from an instance. */
export type SetSeries = {
  readonly instance: string;
  readonly metric: string;
  /** The instance's own series when left out. */
  readonly node?: string;
  /** The series of all its nodes as well. */
  readonly everyNode?: true;
  /** The first and the last instant it counts for; from ever to ever when left out. */
  readonly from?: number;
  readonly to?: number;
  /** Written into the answer as it is, or what it is at an instant; `undefined` for no point. */
  readonly value: unknown | ((at: number) => unknown);
};

/** A point as it is written: the value under the name of the filter. */
type Datapoint = Readonly<Record<string, unknown>>;

const minuteMs = 60_000;
/** Raw data is kept for two days. */
const rawKeptMs = 2 * 86_400_000;
/** How many points before `from` come where some do. */
const pointsBefore = 2;

/** Gives the points of a metric that a query has, in their order; of an instance that is not of the project, none. */
export function createDatapoints({
  dcs,
  knobs,
  setSeries,
}: {
  readonly dcs: Pick<DcsService, 'instance'>;
  readonly knobs: CesKnobs;
  readonly setSeries: readonly SetSeries[];
}) {
  const written = (figure: unknown) => (knobs.figures === 'texts' && figure !== null ? `${figure}` : figure);

  function valuesOf(one: QueriedMetric, project: string): (at: number) => unknown {
    const { metric, dimensions } = one;
    const instance = dcs.instance(dimensions.get('dcs_instance_id') ?? '');
    const node = dimensions.get('dcs_cluster_redis_node');
    const isKnown = dimensions.size === (node === undefined ? 1 : 2) && one.namespace === 'SYS.DCS';
    if (!instance || instance.project !== project || !isKnown) return () => undefined;
    const set = setSeries.filter(
      (each) =>
        each.instance === instance.id && each.metric === metric && (each.everyNode || each.node === node),
    );
    return (at) => {
      if (knobs.gaps > 0 && chanceOf(`${at} ${metric} ${instance.id} ${node}`) < knobs.gaps) return undefined;
      const own = set.findLast(({ from = at, to = at }) => from <= at && at <= to);
      if (!own) return measuredAt(metric, instance, { node, at });
      return typeof own.value === 'function' ? own.value(at) : own.value;
    };
  }

  return (one: QueriedMetric, query: MetricQuery, project: string, now: number): readonly Datapoint[] => {
    const { filter, period, isRaw } = query;
    const given = knobs.beforeFrom === 'given' ? pointsBefore * minuteMs : 0;
    const from = Math.max(query.from - given, isRaw ? now - rawKeptMs : 0);
    const to = Math.min(query.to, now - knobs.lagSeconds * 1_000);
    const valueAt = valuesOf(one, project);
    const minutes: { readonly at: number; readonly value: unknown }[] = [];
    for (let at = Math.ceil(from / minuteMs) * minuteMs; at <= to; at += minuteMs) {
      const value = valueAt(at);
      if (value !== undefined) minutes.push({ at, value });
    }
    if (isRaw) return minutes.map(({ at, value }) => ({ average: written(value), timestamp: written(at) }));
    const steps = groupBy(minutes, ({ at }) => Math.floor(at / period) * period);
    return [...steps].map(([at, of]) => ({
      [filter]: written(
        rolledUp(
          filter,
          of.map(({ value }) => Number(value)),
        ),
      ),
      timestamp: written(at),
    }));
  };
}

function rolledUp(filter: MetricQuery['filter'], values: readonly number[]): number {
  const sum = values.reduce((so, value) => so + value, 0);
  const average = sum / values.length;
  switch (filter) {
    case 'average':
      return average;
    case 'min':
      return Math.min(...values);
    case 'max':
      return Math.max(...values);
    case 'sum':
      return sum;
    case 'variance':
      return values.reduce((so, value) => so + (value - average) ** 2, 0) / values.length;
    default:
      return filter satisfies never;
  }
}
