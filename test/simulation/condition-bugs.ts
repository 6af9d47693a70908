import type { SeriesRead } from '../../functions/maintenance/plan/metric-series.ts';
import type { DeliberateBug } from './deliberate-bug.ts';
import type { MeasuringTemper } from './measured.ts';

const minuteMs = 60_000;

/** For so long what was seen at the plan of a run is believed. Milliseconds. */
const aRunMs = 40 * minuteMs;

type Planned = { readonly at: number; readonly series: SeriesRead };

/** What was seen first in a night. */
const planned = new WeakMap<MeasuringTemper, Map<string, Planned>>();

/** Mistakes about what is measured of instances. */
export const conditionBugs: readonly DeliberateBug[] = [
  {
    name: 'takes a metric that is missing for one that meets the conditions',
    shownBy: 16,
    metrics: (metrics) => ({
      async read(region, wanted, span) {
        const read = await metrics.read(region, wanted, span);
        return read.map((series): SeriesRead => {
          if (series.kind === 'points' && series.points.length > 0) return series;
          const points = [];
          for (let at = span.from; at <= span.to; at += minuteMs) points.push({ at, value: 9 });
          return { wanted: series.wanted, kind: 'points', points };
        });
      },
      nodes: async (_, ids) => new Map(ids.map((id) => [id, { kind: 'nodes', nodes: [] }])),
    }),
  },
  {
    name: 'leaves out the look at metrics before the turn of an instance',
    shownBy: 45,
    metrics(metrics, night) {
      const seen = planned.get(night) ?? new Map<string, Planned>();
      planned.set(night, seen);
      return {
        ...metrics,
        async read(region, wanted, span) {
          const read = await metrics.read(region, wanted, span);
          return read.map((series) => {
            const key = `${series.wanted.instanceId} ${span.to - span.from}`;
            const known = seen.get(key);
            const isOfPlan = known && known.series.kind === 'points' && span.to - known.at < aRunMs;
            const before = isOfPlan ? known : { at: span.to, series };
            seen.set(key, before);
            if (before.series.kind === 'unread') return before.series;
            const later = span.to - before.at;
            return {
              ...before.series,
              points: before.series.points.map(({ at, value }) => ({ at: at + later, value })),
            };
          });
        },
      };
    },
  },
];
