import type { CallCause } from '../foundation/call-cause.ts';

/** One series asked for: a metric of an instance, by CES's own name, or of one of its nodes as metrics name them. */
export type SeriesWanted = {
  readonly instanceId: string;
  readonly metric: string;
  readonly node?: string | undefined;
};

/** A metric as people are told of it: of an instance, or of one of its nodes. */
export function namedMetric({ metric, node }: Pick<SeriesWanted, 'metric' | 'node'>): string {
  return node === undefined ? metric : `${metric} of its node ${node}`;
}

/**
 * What a metric was in the minute that ends at an instant (milliseconds since 1970), in the unit of CES; `undefined` where
 * something was told that is no value, so that it is not known and not missing either.
 */
export type MetricPoint = { readonly at: number; readonly value: number | undefined };

/**
 * A series as it was read. Its points ascend, each instant stands once, and all lie in what was asked for; none means
 * that CES has none, which is not known of one that could not be read, nor of what is before `unread`.
 */
export type SeriesRead = { readonly wanted: SeriesWanted } & (
  | {
      readonly kind: 'points';
      readonly points: readonly MetricPoint[];
      readonly unread?: { readonly before: number; readonly cause: CallCause };
    }
  | { readonly kind: 'unread'; readonly cause: CallCause }
);
