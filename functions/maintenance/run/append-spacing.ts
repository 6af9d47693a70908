/**
 * From how many appends on they are spaced how far apart: the later, the wider, and never so wide that the lease
 * runs out between two of them. Milliseconds.
 */
const spacings: readonly (readonly [from: number, ms: number])[] = [
  [7_000, 25_000],
  [4_000, 10_000],
  [2_000, 3_000],
  [1_000, 1_000],
];

/**
 * How long to wait between two appends to a record that has so many: OBS takes 10,000 to one object, which a run of
 * days over thousands of instances must not use up. What comes meanwhile is appended together. After 1,000 it takes
 * 31 hours to fill one.
 */
export function appendSpacingMs(appends: number): number {
  return spacings.find(([from]) => appends >= from)?.[1] ?? 0;
}
