import type { Act, Witness, WrittenRun } from '../witness.ts';
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

/** A run is opened once, wherever its record is. */
export function twice({ runs }: Witness): readonly string[] {
  return [...runs.values()].flatMap(({ run, openedAgain }) =>
    openedAgain ? [`${run} was opened a second time`] : [],
  );
}

/** Somebody acts on an instance that another run has in hand. */
type Collision = {
  readonly id: string;
  readonly act: Act;
  readonly before: Act;
  /** The store did not let who acts see the other. */
  readonly excused: boolean;
};

function collisionsIn({ acts, runs, told, isHidden }: Witness): readonly Collision[] {
  return acts.flatMap((act) =>
    act.ids.flatMap((id): readonly Collision[] => {
      const others = acts.filter(
        (other) =>
          other.kind === 'submit' &&
          !(other.throttled && (other.answeredAt ?? Number.POSITIVE_INFINITY) <= act.sentAt) &&
          other.sentAt <= act.sentAt &&
          other.ids.includes(id) &&
          !other.runs.some((run) => act.runs.includes(run)) &&
          other.runs.some((run) => !isDoneWith(id, runs.get(run), act.sentAt, told)),
      );
      return others.map((before) => {
        const excused = before.runs.some((run) => isHidden(act.by, run));
        return { id, act, before, excused };
      });
    }),
  );
}

/** An instance is in hand of one run at a time: from its first call until the run is done with it. */
export function inTwoHands(witness: Witness): readonly string[] {
  return collisionsIn(witness).flatMap(({ id, act, before, excused }) =>
    excused
      ? []
      : [
          `${act.runs}: ${act.kind} of ${id} at ${timeOf(act.sentAt)}, and ${before.runs} has it in hand since ${timeOf(before.sentAt)}`,
        ],
  );
}

/** The instances that nobody can tell the end of: two runs were on them at once, and could not see each other. */
export function blurred({ acts, runs, isHidden }: Witness): ReadonlySet<string> {
  const ids = new Set<string>();
  for (const written of runs.values()) {
    const { run, openedAt, finishedAt = Number.POSITIVE_INFINITY, announced } = written;
    for (const act of acts)
      if (
        !act.runs.includes(run) &&
        isHidden(act.by, run) &&
        act.sentAt >= openedAt &&
        act.sentAt <= finishedAt
      )
        for (const id of act.ids) if (announced.has(id)) ids.add(id);
  }
  return ids;
}

function isDoneWith(id: string, run: WrittenRun | undefined, at: number, told: Witness['told']): boolean {
  if (!run) return false;
  return Math.min(run.concludedAt.get(id) ?? Number.POSITIVE_INFINITY, overAt(run, told)) <= at;
}

function endOf({ answeredAt, sentAt }: Act): number {
  return answeredAt ?? sentAt + longestCallMs;
}

/** Runs of one job that are open at once would be on the same instances; those of nothing, on none. */
export function overlaps({ runs, told }: Witness): readonly string[] {
  const all = [...runs.values()].filter(({ plan }) => plan.instances.length > 0);
  return all.flatMap((run) =>
    all.flatMap((other) =>
      other.job === run.job && other.openedAt > run.openedAt && other.openedAt < overAt(run, told)
        ? [`${other.run} was opened at ${timeOf(other.openedAt)}, and ${run.run} was not over`]
        : [],
    ),
  );
}

/** A run whose record stays unreadable is over when people are told, as nothing can be written of it. */
function overAt({ run, finishedAt }: WrittenRun, told: Witness['told']): number {
  const tellings = told.filter(
    ({ notice }) =>
      (notice.type === 'nightshift.run.finished' && notice.id === run) ||
      // Nothing of it but its id could be read, and its job is gone.
      (notice.type === 'nightshift.invocation.failed' &&
        notice.id === `gone-${run}` &&
        notice.failure.code !== 'run.gone'),
  );
  return finishedAt ?? Math.min(...tellings.map(({ at }) => at));
}
