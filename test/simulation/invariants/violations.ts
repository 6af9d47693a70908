import type { Witness } from '../witness.ts';

/** What did not hold in a night, by those who were not asked. */
export function violationsOf({ bugs, stillOpen }: Witness): readonly string[] {
  return [...bugs, ...stillOpen.map((run) => `${run} never came to an end`)];
}
