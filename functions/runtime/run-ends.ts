/** A run that ended, when (milliseconds since 1970), and how. */
export type EndedRun = {
  readonly run: string;
  readonly job: string;
  readonly at: number;
  readonly status: string;
};

/**
 * The runs that ended, as far as this process knows: events that wait behind a run are delivered after it, and their
 * fires came due while it was still going.
 */
export interface RunEnds {
  note(ended: EndedRun): void;
  /** When the latest run of a job ended. */
  of(job: string): number | undefined;
  /** The latest first. */
  list(): readonly EndedRun[];
}

/** Remembers as long as the process lives, and no more than `keep` runs. */
export function createRunEnds(keep = 100): RunEnds {
  const ends: EndedRun[] = [];
  return {
    note(ended) {
      ends.unshift(ended);
      ends.length = Math.min(ends.length, keep);
    },
    of: (job) => ends.find((ended) => ended.job === job)?.at,
    list: () => [...ends],
  };
}
