import type { Failing } from '../run/event.ts';
import { namesAmong } from './shown-instances.ts';
import type { Summary, SummaryInstance } from './summary.ts';

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

/** What a run says against the one before it; `failing` goes with its record, for the next one to go on counting. */
type Compared = { readonly comparison: Comparison; readonly failing: readonly Failing[] };

/**
 * Holds a run against the last one of its job. `failingBefore` is what that one counted; who failed in it and stands
 * not there was not counted, and failed once. Instances that the last run did not select are news when they fail.
 */
export function compareRuns(now: Summary, before: Summary, failingBefore: readonly Failing[] = []): Compared {
  const counted = new Map(failingBefore.map(({ id, runs }) => [id, runs]));
  const failedBefore = new Map(
    before.instances.filter(hasFailed).map(({ id }) => [id, counted.get(id) ?? 1]),
  );
  const [beforeSeconds, nowSeconds] = [longestOutage(before), longestOutage(now)];
  const nameOf = namesAmong(now.instances);
  const failing = now.instances
    .filter(hasFailed)
    .map((one) => ({ one, runs: (failedBefore.get(one.id) ?? 0) + 1 }));
  return {
    comparison: {
      lastStatus: before.status,
      newlyFailing: failing.filter(({ runs }) => runs === 1).map(({ one }) => nameOf(one)),
      recovered: now.instances
        .filter(({ id, outcome }) => outcome === 'succeeded' && failedBefore.has(id))
        .map(nameOf),
      failingFor: failing
        .filter(({ runs }) => runs > 1)
        .map(({ one, runs }) => ({ name: nameOf(one), runs })),
      longestOutage:
        beforeSeconds === undefined || nowSeconds === undefined ? undefined : { beforeSeconds, nowSeconds },
    },
    failing: failing.map(({ one: { id }, runs }) => ({ id, runs })),
  };
}

/** What is refused, skipped or left for later was not tried. */
function hasFailed({ outcome }: SummaryInstance): boolean {
  return outcome === 'failed' || outcome === 'unknown';
}

function longestOutage({ instances }: Summary): number | undefined {
  const measured = instances.flatMap(({ outageSeconds }) => (outageSeconds === null ? [] : [outageSeconds]));
  return measured.length > 0 ? measured.reduce((most, seconds) => Math.max(most, seconds)) : undefined;
}
