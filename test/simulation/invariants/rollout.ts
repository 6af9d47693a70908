import { groupCollisions, mostInFlight } from '../../minicloud/gateway/audit-invariants.ts';
import { acceptedIn, type RunOfNight, timeOf } from './run-of-night.ts';

/** Never more than the job's concurrency in flight, never two of one group at once. */
export function crowds({ audit, job, written, groupsOf }: RunOfNight): readonly string[] {
  const most = mostInFlight(audit);
  const collisions = job.spread ? groupCollisions(audit, groupsOf) : [];
  return [
    ...(most > job.concurrency ? [`${written.run}: ${most} in flight, ${job.concurrency} allowed`] : []),
    ...collisions.map((what) => `${written.run}: ${what}`),
  ];
}

/**
 * Nothing but the canary before the canary is back; `canary: 1` selects one instance. One that no longer meets its
 * conditions when its turn comes gives that place to the first that does.
 */
export function beforeCanary({ audit, job, written }: RunOfNight): readonly string[] {
  if (!job.canary) return [];
  const planned = new Set(written.plan.instances.filter(({ wave }) => wave === 0).map(({ id }) => id));
  const acting = written.plan.instances.filter(({ decision }) => decision === 'act').length;
  if (acting > 0 && planned.size !== 1) return [`${written.run}: ${planned.size} canaries, not 1`];
  const first = audit.find(({ kind }) => kind === 'accepted');
  const canaries =
    written.plan.rules.conditions && first?.kind === 'accepted' ? new Set([first.instance]) : planned;
  const away = new Set<string>();
  const violations: string[] = [];
  let othersSince: number | undefined;
  for (const entry of audit) {
    if (entry.kind === 'status' && ['RUNNING', 'DELETED'].includes(entry.to)) away.delete(entry.instance);
    if (entry.kind !== 'accepted') continue;
    if (canaries.has(entry.instance)) {
      away.add(entry.instance);
      if (othersSince !== undefined)
        violations.push(`${written.run}: the canary was accepted at ${timeOf(entry.at)}, others before it`);
    } else {
      othersSince ??= entry.at;
      if (away.size > 0)
        violations.push(`${written.run}: ${entry.instance} was accepted while the canary was away`);
    }
  }
  return violations;
}

/** No slot is taken for a tier before all that act in the tiers before it are done, in whatever region. */
export function beforeItsTier({ acts, job, written, tierOf }: RunOfNight): readonly string[] {
  if (!job.tiered) return [];
  const acting = written.plan.instances.filter(({ decision }) => decision === 'act').map(({ id }) => id);
  return acts.flatMap(({ kind, sentAt, ids }) => {
    const tier = Math.max(...ids.map(tierOf));
    const undone = acting.filter(
      (id) => tierOf(id) < tier && (written.concludedAt.get(id) ?? Number.POSITIVE_INFINITY) > sentAt,
    );
    const what = `${written.run}: ${kind} of ${ids} sent at ${timeOf(sentAt)}`;
    return undone.length > 0 ? [`${what}, before the tier of ${undone} was done`] : [];
  });
}

/** Once failures exceed `maxFailures`, nothing new starts. */
export function afterTooManyFailures({ acts, job, written }: RunOfNight): readonly string[] {
  const last = written.failuresAt[job.maxFailures];
  if (last === undefined) return [];
  return acts.flatMap(({ kind, sentAt, ids }) =>
    kind === 'submit' && sentAt > last
      ? [
          `${written.run}: ${ids} sent at ${timeOf(sentAt)}, after ${job.maxFailures + 1} failures at ${timeOf(last)}`,
        ]
      : [],
  );
}

/** An acceptance belongs to exactly one run that is open. */
export function strays(
  audit: Parameters<typeof acceptedIn>[0],
  runs: readonly RunOfNight[],
): readonly string[] {
  return acceptedIn(audit).flatMap((entry) => {
    const of = runs.filter((run) => run.audit.includes(entry));
    if (of.length === 1) return [];
    const whose = of.map(({ written }) => written.run).join(' and ') || 'no run';
    return [`${entry.instance} was accepted at ${timeOf(entry.at)} for ${whose}`];
  });
}
