import type { Act, Witness } from '../witness.ts';
import { type RunOfNight, timeOf } from './run-of-night.ts';

/** A client gives up a call that changes something after 35 seconds. */
const longestCallMs = 35_000;

/** Who acts holds the lease of the run, and nobody else acts before his call has ended. */
export function actsWithoutLease({ written, acts }: RunOfNight): readonly string[] {
  const violations: string[] = [];
  for (const act of acts) {
    const { by, lease, sentAt, kind } = act;
    if (lease?.by !== by || lease.until < sentAt)
      violations.push(
        `${written.run}: ${by} sends ${kind} at ${timeOf(sentAt)}, and the lease is ${lease ? `${lease.by}'s until ${timeOf(lease.until)}` : "nobody's"}`,
      );
  }
  for (const act of acts)
    for (const other of acts)
      if (other.by !== act.by && other.sentAt > act.sentAt && other.sentAt < endOf(act))
        violations.push(
          `${written.run}: ${other.by} sends ${other.kind} at ${timeOf(other.sentAt)} while the call of ${act.by} of ${timeOf(act.sentAt)} is under way`,
        );
  return violations;
}

function endOf({ answeredAt, sentAt }: Act): number {
  return answeredAt ?? sentAt + longestCallMs;
}

/** Runs of one job that are open at once would be on the same instances. */
export function overlaps({ runs }: Witness): readonly string[] {
  const all = [...runs.values()];
  return all.flatMap((run) =>
    all.flatMap((other) =>
      other.job === run.job &&
      other.openedAt > run.openedAt &&
      other.openedAt < (run.finishedAt ?? Number.POSITIVE_INFINITY)
        ? [`${other.run} was opened at ${timeOf(other.openedAt)}, and ${run.run} was not over`]
        : [],
    ),
  );
}
