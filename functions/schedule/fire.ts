import type { Job } from './schedule.ts';

/** One job at one scheduled instant. */
export type Fire = {
  /** Names the run: `nightly-soft-restart@2026-11-23T03:30:00+08:00`. */
  readonly id: string;
  readonly job: Job;
  /** The instant, in milliseconds since 1970. */
  readonly at: number;
  /** Why the fire does not run (an override, a calendar); absent when it does. */
  readonly skipped?: { readonly code: string; readonly reason: string };
};
