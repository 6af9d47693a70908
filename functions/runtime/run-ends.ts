/**
 * When the latest run of each job ended, in milliseconds since 1970, as far as this process knows: events that wait
 * behind a run are delivered after it, and their fires came due while it was still going.
 */
export interface RunEnds {
  note(job: string, at: number): void;
  of(job: string): number | undefined;
}

/** Remembers as long as the process lives. */
export function createRunEnds(): RunEnds {
  const ends = new Map<string, number>();
  return { note: (job, at) => void ends.set(job, at), of: (job) => ends.get(job) };
}
