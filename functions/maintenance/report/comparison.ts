import { wasNotNeeded } from '../plan/metric-conditions.ts';
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
  /** Refused because they would lose their data, or cannot be flushed, which they were not in the run before. */
  readonly newlyRefused?: readonly string[] | undefined;
  /** All that keeps this run from having succeeded is such refusals that the run before had too, each for the same reason. */
  readonly sameRefusals?: true;
  /** The longest of each run; `undefined` where one of them was never measured. */
  readonly longestOutage: { readonly beforeSeconds: number; readonly nowSeconds: number } | undefined;
};

/** Instances of a run whose turn came together: the canary, and then all others, or a tier or wave of them, from 1. */
export type RunPart =
  | { readonly kind: 'canary' | 'others' }
  | { readonly kind: 'tier' | 'wave'; readonly number: number };

/** What a message knows beside the summary. */
export type Background = {
  readonly comparison?: Comparison | undefined;
  /** The longest outage of each part of the run, the first of them first. */
  readonly parts?: readonly { readonly part: RunPart; readonly outageSeconds: number }[] | undefined;
  /** Channels that did not confirm that they were told of the last run. */
  readonly untold?: readonly string[] | undefined;
};

/** Whether a run needs a person: it failed, in whole or in part. */
export function needsPerson(status: Summary['status']): boolean {
  return status === 'failed' || status === 'partial';
}

/**
 * Whether people are called for a run: it needs a person, and for more than what they were told of after the last one.
 * What is refused every night is in every summary, and calls them once.
 */
export function callsPeople(status: Summary['status'], { comparison }: Background): boolean {
  return needsPerson(status) && comparison?.sameRefusals !== true;
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
  const standing = standingRefusals(now, before);
  const newlyRefused = now.instances.filter((one) => isLasting(one) && !standing.has(one.id)).map(nameOf);
  const sameRefusals =
    standing.size > 0 &&
    now.problems.length === 0 &&
    now.instances.every((one) => one.outcome === 'succeeded' || wasNotNeeded(one) || standing.has(one.id));
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
      ...(newlyRefused.length > 0 && { newlyRefused }),
      ...(sameRefusals && { sameRefusals }),
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

/** A refusal that comes again with every run until somebody changes the job or the instance. */
function isLasting({ outcome, code }: SummaryInstance): boolean {
  return outcome === 'refused' && (code === 'acknowledgement' || code === 'engine');
}

/** The ids of those that are refused as they were in the run before. */
function standingRefusals(now: Summary, before: Summary): ReadonlySet<string> {
  const reasons = new Map(
    before.instances.filter(isLasting).map(({ id, code, reason }) => [id, `${code} ${reason}`]),
  );
  const same = now.instances.filter(
    (one) => isLasting(one) && reasons.get(one.id) === `${one.code} ${one.reason}`,
  );
  return new Set(same.map(({ id }) => id));
}

function longestOutage({ instances }: Summary): number | undefined {
  const measured = instances.flatMap(({ outageSeconds }) => (outageSeconds === null ? [] : [outageSeconds]));
  return measured.length > 0 ? measured.reduce((most, seconds) => Math.max(most, seconds)) : undefined;
}
