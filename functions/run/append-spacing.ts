/**
 * From how many appends on they are spaced how far apart: the later, the wider, and never so wide that the lease
 * runs out between two of them. Milliseconds.
 */
const spacings: readonly (readonly [from: number, ms: number])[] = [
  [8_000, 20_000],
  [6_000, 5_000],
  [3_000, 1_000],
];

/**
 * How long to wait between two appends to a record that has so many: OBS takes 10,000 to one object, which a run of
 * days over thousands of instances must not use up. What comes meanwhile is appended together. After 3,000 it takes more than 14 hours to fill one.
 */
export function appendSpacingMs(appends: number): number {
  return spacings.find(([from]) => appends >= from)?.[1] ?? 0;
}
