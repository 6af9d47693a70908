import type { CallCause } from '../foundation/call-cause.ts';
import type { SeriesRead, SeriesWanted } from '../plan/metric-series.ts';

/** Of which time points are wanted, both ends included, in milliseconds since 1970. */
export type SeriesSpan = {
  readonly from: number;
  readonly to: number;
  /** By when the answer must be there, whatever of it is: an instant of the clock. As the platform allows when left out. */
  readonly until?: number | undefined;
};

/** The nodes of an instance as metrics name them, none where it has none of its own; or why they are not known. */
export type NodesRead =
  | { readonly kind: 'nodes'; readonly nodes: readonly string[] }
  | { readonly kind: 'unread'; readonly cause: CallCause };

/**
 * Port to what Cloud Eye has measured of the instances of the schedule's regions, each named as in the schedule. It
 * never throws for how a call ends: what could not be read says so, each by itself. `TypeError` for a region that is
 * none.
 */
export interface Metrics {
  /**
   * The series of a region, one for each that is wanted and in that order. It costs one call for every 3,000 minutes of
   * all series together, and for every 500 series: whoever needs several spans asks for each by itself.
   */
  read(region: string, wanted: readonly SeriesWanted[], span: SeriesSpan): Promise<readonly SeriesRead[]>;
  /** The nodes of instances, by instance id; every id has an entry. One call for one instance or for a thousand. */
  nodes(
    region: string,
    instanceIds: readonly string[],
    until?: number,
  ): Promise<ReadonlyMap<string, NodesRead>>;
}
