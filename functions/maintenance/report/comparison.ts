import type { Summary } from './summary.ts';

/** A run against the one before it of the same job, where the journal knows that. Names as in the summary. */
export type Comparison = {
  readonly lastStatus: Summary['status'];
  readonly newlyFailing: readonly string[];
  readonly recovered: readonly string[];
  /** Of those that failed before as well: in how many runs in a row, this one included. */
  readonly failingFor: readonly { readonly name: string; readonly runs: number }[];
  /** The longest of each run; `undefined` where one of them was never measured. */
  readonly longestOutage: { readonly beforeSeconds: number; readonly nowSeconds: number } | undefined;
};

/** What a message knows beside the summary. */
export type Background = {
  readonly comparison?: Comparison | undefined;
  /** The longest outage of each wave, from 0, which is the canary. */
  readonly waves?: readonly { readonly wave: number; readonly outageSeconds: number }[] | undefined;
  /** Channels that did not confirm that they were told of the last run. */
  readonly untold?: readonly string[] | undefined;
};

/** Whether a run needs a person: it failed, in whole or in part. */
export function needsPerson(status: Summary['status']): boolean {
  return status === 'failed' || status === 'partial';
}
