/** What a run is told under and by whom, kept with it: the schedule may be another one when it ends. */
export type RunAbout = {
  /** The IANA zone of the job. */
  readonly timezone: string;
  /** The channels of the job, by name. */
  readonly notify: readonly string[];
  /** What happened to the fire on its way. */
  readonly notes: readonly string[];
};

/** How telling one channel ended. */
export type ToldChannel = { readonly channel: string; readonly status: string };
