/** What CES's documents leave open or what differs between regions: each answer can be chosen. */
export type CesKnobs = {
  /** How old the newest point is, in cloud seconds. */
  readonly lagSeconds: number;
  /** Which part of all minutes has no point, from 0 to 1. */
  readonly gaps: number;
  /** The order of entries, of their dimensions and of their points; none is documented. */
  readonly order: 'as-asked' | 'unstable';
  /** A metric without data: an entry without points, or none. */
  readonly withoutData: 'empty' | 'left-out';
  /** How values and instants are written. */
  readonly figures: 'numbers' | 'texts';
  /** Most metrics that a call may have; one more is refused with 400. Older and partner regions' documents say 10. */
  readonly mostMetrics: number;
  /** Most points that a call may have; of more, `from` is moved, without a word. */
  readonly mostPoints: number;
  /** Whether points before `from` come too. */
  readonly beforeFrom: 'left-out' | 'given';
  /** How an error is written: as the documents of v1 show it, as a text, as the API Explorer says, or as v2 does. */
  readonly errors: 'nested' | 'text' | 'flat';
  /** The status beside `ces.0429`. */
  readonly throttledStatus: 429 | 400 | 503;
};

/** The likeliest answers. */
export const defaultCesKnobs: CesKnobs = {
  lagSeconds: 60,
  gaps: 0,
  order: 'as-asked',
  withoutData: 'empty',
  figures: 'numbers',
  mostMetrics: 500,
  mostPoints: 3_000,
  beforeFrom: 'left-out',
  errors: 'nested',
  throttledStatus: 429,
};
