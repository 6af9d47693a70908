/** What a run is told under and by whom, kept with it: the schedule may be another one when it ends. */
export type RunAbout = {
  /** The IANA zone of the job. */
  readonly timezone: string;
  /** The channels of the job, by name. */
  readonly notify: readonly string[];
  /** What happened to the fire on its way. */
  readonly notes: readonly string[];
  /** Why it was not meant to run, for a fire that is only told of. */
  readonly skipped?: { readonly code: string; readonly reason: string };
};

/** How telling one channel ended. */
export type ToldChannel = { readonly channel: string; readonly status: string };

/** An instance that failed, and in how many runs of its job in a row, the latest included. */
export type Failing = { readonly id: string; readonly runs: number };
