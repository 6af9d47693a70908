import { type InstanceSeed, instanceIdOf } from '../../../functions/minicloud/dcs/instance-seed.ts';
import type { AuditEntry, AuditEntryOf } from '../../../functions/minicloud/foundation/audit-entry.ts';

type Accepted = AuditEntryOf<'accepted'>;

/**
 * Actions that should not have been accepted: any but the first of an instance, unless the one before it was a
 * restart that was seen to fail (ERROR, or a node that did not come back). The log must hold one fire only;
 * cut it with `between` where it holds more.
 */
export function repeatedActions(log: readonly AuditEntry[]): readonly string[] {
  const standing = new Map<string, { readonly action: string; failed: boolean }>();
  const violations: string[] = [];
  for (const entry of log) {
    if (entry.kind === 'accepted') {
      const earlier = standing.get(entry.instance);
      if (earlier && (earlier.action === 'flush' || entry.action === 'flush' || !earlier.failed))
        violations.push(`${telling(entry)} although ${earlier.action} was accepted and not seen to fail`);
      standing.set(entry.instance, { action: entry.action, failed: false });
    } else if ((entry.kind === 'status' && entry.to === 'ERROR') || entry.kind === 'nodes') {
      const action = standing.get(entry.instance);
      if (action) action.failed = true;
    }
  }
  return violations;
}

/** Instances a second flush was accepted for, whatever became of the first. */
export function repeatedFlushes(log: readonly AuditEntry[]): readonly string[] {
  const flushed = new Set<string>();
  return acceptedIn(log).flatMap((entry) => {
    if (entry.action !== 'flush') return [];
    if (flushed.has(entry.instance)) return [`${telling(entry)} a second time`];
    flushed.add(entry.instance);
    return [];
  });
}

/** The most instances that were in flight at once: accepted, and not yet back in RUNNING or ERROR (or deleted). */
export function mostInFlight(log: readonly AuditEntry[]): number {
  let most = 0;
  follow(log, (_, inFlight) => {
    most = Math.max(most, inFlight.length);
  });
  return most;
}

/** Actions that were accepted while another instance of the same group was in flight. */
export function groupCollisions(
  log: readonly AuditEntry[],
  groupsOf: (instance: string) => readonly string[],
): readonly string[] {
  const violations: string[] = [];
  follow(log, (entry, inFlight) => {
    const groups = groupsOf(entry.instance);
    for (const other of inFlight) {
      const shared = groupsOf(other).find((group) => other !== entry.instance && groups.includes(group));
      if (shared !== undefined) violations.push(`${telling(entry)} beside ${other} of ${shared}`);
    }
  });
  return violations;
}

/** Actions on others that were accepted before all of the canary had been acted on and was RUNNING again. */
export function aheadOfCanary(log: readonly AuditEntry[], canary: readonly string[]): readonly string[] {
  const healthy = new Set<string>();
  const violations: string[] = [];
  for (const entry of log) {
    if (entry.kind === 'status') {
      if (entry.to === 'RUNNING') healthy.add(entry.instance);
      else healthy.delete(entry.instance);
    } else if (entry.kind === 'accepted') {
      if (canary.includes(entry.instance)) healthy.delete(entry.instance);
      else if (!canary.every((id) => healthy.has(id))) violations.push(telling(entry));
    }
  }
  return violations;
}

/**
 * Instances that were acted on for the first time when more than `allowed` others had failed for good: were ERROR,
 * for at least `noticedMs`, and never acted on again.
 */
export function startedAfterFailures(
  log: readonly AuditEntry[],
  { allowed, noticedMs }: { readonly allowed: number; readonly noticedMs: number },
): readonly string[] {
  const accepted = acceptedIn(log);
  const failedAt = log.flatMap((entry) => {
    if (entry.kind !== 'status' || entry.to !== 'ERROR') return [];
    const again = accepted.some(({ instance, at }) => instance === entry.instance && at > entry.at);
    return again ? [] : [entry.at + noticedMs];
  });
  const begun = new Set<string>();
  return accepted.flatMap((entry) => {
    const first = !begun.has(entry.instance);
    begun.add(entry.instance);
    const failures = failedAt.filter((at) => at < entry.at).length;
    return first && failures > allowed ? [`${telling(entry)} after ${failures} failures`] : [];
  });
}

/** Backups that were asked for although one that was asked for before had not failed. */
export function repeatedBackups(log: readonly AuditEntry[]): readonly string[] {
  const standing = new Map<string, string>();
  return log.flatMap((entry) => {
    if (entry.kind !== 'backup' || entry.automatic) return [];
    const { at, backup, instance, result } = entry;
    if (result === 'started') {
      const repeated = standing.has(instance);
      standing.set(instance, backup);
      return repeated ? [`${new Date(at).toISOString()} backup of ${instance} a second time`] : [];
    }
    if (result !== 'succeed' && standing.get(instance) === backup) standing.delete(instance);
    return [];
  });
}

/** What is said of an instance in the end. */
export type Claim = {
  readonly id: string;
  readonly outcome: string;
  readonly reason: string;
  readonly attempts: number;
};

/** Claims that are better than what the log tells of their instances, or that are missing, or made twice. */
export function falseClaims(
  log: readonly AuditEntry[],
  claims: readonly Claim[],
  selected: readonly string[],
): readonly string[] {
  const accepted = acceptedIn(log);
  const stateOf = new Map<string, string>();
  for (const entry of log)
    if (entry.kind === 'status') stateOf.set(entry.instance, entry.to);
    else if (entry.kind === 'nodes') stateOf.set(entry.instance, 'short of a node');
  const counted = selected.flatMap((id) => {
    const count = claims.filter((claim) => claim.id === id).length;
    return count === 1 ? [] : [`${id} has ${count} outcomes`];
  });
  return [
    ...counted,
    ...claims.flatMap(({ id, outcome, reason, attempts }) => {
      const times = accepted.filter(({ instance }) => instance === id).length;
      const state = stateOf.get(id) ?? 'RUNNING';
      return [
        ...(selected.includes(id) ? [] : [`${id} was not selected`]),
        ...(reason === '' ? [`${id} has no reason`] : []),
        ...(times > attempts ? [`${id} was accepted ${times} times in ${attempts} attempts`] : []),
        ...(outcome === 'succeeded' && times === 0 ? [`${id} succeeded and was never accepted`] : []),
        ...(outcome === 'succeeded' && state !== 'RUNNING' ? [`${id} succeeded and is ${state}`] : []),
        ...(['refused', 'skipped', 'deferred'].includes(outcome) && times > 0
          ? [`${id} is ${outcome} and was accepted`]
          : []),
      ];
    }),
  ];
}

/**
 * Actions that were accepted while a backup of their instance waited or ran, and had done so for at least so many
 * milliseconds: DCS takes an action whatever has begun since the last look.
 */
export function acceptedDuringBackup(log: readonly AuditEntry[], atLeastMs = 0): readonly string[] {
  const since = new Map<string, number>();
  return log.flatMap((entry) => {
    if (entry.kind === 'backup') {
      if (entry.result === 'started') since.set(entry.instance, entry.at);
      else if (entry.result !== 'pushed-out') since.delete(entry.instance);
    }
    if (entry.kind !== 'accepted') return [];
    const began = since.get(entry.instance);
    return began !== undefined && entry.at - began >= atLeastMs ? [telling(entry)] : [];
  });
}

/** Actions that were accepted before any backup of their instance had succeeded; those of before the log count not. */
export function acceptedWithoutBackup(log: readonly AuditEntry[]): readonly string[] {
  const backedUp = new Set<string>();
  return log.flatMap((entry) => {
    if (entry.kind === 'backup' && entry.result === 'succeed') backedUp.add(entry.instance);
    return entry.kind === 'accepted' && !backedUp.has(entry.instance) ? [telling(entry)] : [];
  });
}

/** Actions that were accepted at or after an instant (milliseconds since 1970). */
export function acceptedSince(log: readonly AuditEntry[], instant: number): readonly string[] {
  return acceptedIn(log)
    .filter(({ at }) => at >= instant)
    .map(telling);
}

/** The part of a log from one instant up to, but not with, another. */
export function between(log: readonly AuditEntry[], from: number, until: number): readonly AuditEntry[] {
  return log.filter(({ at }) => at >= from && at < until);
}

/** Goes through a log and tells, at each acceptance, who is in flight then, the accepted instance included. */
function follow(
  log: readonly AuditEntry[],
  onAccepted: (entry: Accepted, inFlight: readonly string[]) => void,
): void {
  const inFlight = new Set<string>();
  for (const entry of log) {
    if (entry.kind === 'accepted') {
      inFlight.add(entry.instance);
      onAccepted(entry, [...inFlight]);
    } else if (entry.kind === 'status' && ['RUNNING', 'ERROR', 'DELETED'].includes(entry.to))
      inFlight.delete(entry.instance);
  }
}

function acceptedIn(log: readonly AuditEntry[]): readonly Accepted[] {
  return log.filter((entry) => entry.kind === 'accepted');
}

function telling({ at, action, instance }: Accepted): string {
  return `${new Date(at).toISOString()} ${action} of ${instance}`;
}

/** What was accepted out of the maintenance window that its instance had then, going by how it was seeded and changed. */
export function acceptedOutsideWindow(
  audit: readonly AuditEntry[],
  seeds: readonly InstanceSeed[],
): readonly string[] {
  const windows = new Map(seeds.map(({ name, id, maintenance }) => [id ?? instanceIdOf(name), maintenance]));
  return audit.flatMap((entry) => {
    if (entry.kind === 'maintenance') windows.set(entry.instance, entry);
    if (entry.kind !== 'accepted') return [];
    const time = new Date(entry.at).toISOString().slice(11, 19);
    const { begin = '', end = '' } = windows.get(entry.instance) ?? {};
    return isWithin(time, timeOfDay(begin), timeOfDay(end))
      ? []
      : [`${entry.instance} was accepted at ${time}, and its window is ${begin}-${end}`];
  });
}

function timeOfDay(told: unknown): string {
  return `${String(told)}:00`.slice(0, 8);
}

/** Times of day as text, \`18:00:00\`: those of a window over midnight are after its begin or before its end. */
function isWithin(time: string, begin: string, end: string): boolean {
  return begin < end ? time >= begin && time < end : time >= begin || time < end;
}
