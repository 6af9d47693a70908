import type { Clock } from '../../../functions/maintenance/foundation/clock.ts';
import type { SeriesRead } from '../../../functions/maintenance/plan/metric-series.ts';
import type { Metrics } from '../../../functions/maintenance/run/metrics.ts';

/** A value that is asked for: of which minute, of which instance, and of which of its nodes. */
export type ValueAsked = {
  readonly id: string;
  readonly metric: string;
  readonly node: string | undefined;
  /** When the minute ends. */
  readonly at: number;
};

/** What metrics in memory are made of. */
export type WrittenMetrics = {
  readonly clock: Pick<Clock, 'now'>;
  /** The value of a minute; `undefined` where there is none. */
  readonly valueAt: (asked: ValueAsked) => number | undefined;
  readonly nodesOf?: (id: string) => readonly string[];
  /** How much later than its minute a value is there. Milliseconds. */
  readonly lagMs?: number;
  /** Why nothing can be read just now. */
  readonly downAt?: (now: number) => { readonly code: string; readonly message: string } | undefined;
};

const minuteMs = 60_000;

/** The port to metrics over a function that tells each value. */
export function writtenMetrics({
  clock,
  valueAt,
  nodesOf = () => [],
  lagMs = 0,
  downAt = () => undefined,
}: WrittenMetrics): Metrics {
  return {
    async read(_, wanted, { from, to }) {
      const cause = downAt(clock.now());
      if (cause) return wanted.map((each) => ({ wanted: each, kind: 'unread', cause }));
      const last = Math.min(to, clock.now() - lagMs);
      return wanted.map((each): SeriesRead => {
        const points = [];
        for (let at = Math.ceil(from / minuteMs) * minuteMs; at <= last; at += minuteMs) {
          const value = valueAt({ id: each.instanceId, metric: each.metric, node: each.node, at });
          if (value !== undefined) points.push({ at, value });
        }
        return { wanted: each, kind: 'points', points };
      });
    },
    async nodes(_, ids) {
      const cause = downAt(clock.now());
      return new Map(
        ids.map((id) => [id, cause ? { kind: 'unread', cause } : { kind: 'nodes', nodes: nodesOf(id) }]),
      );
    },
  };
}
