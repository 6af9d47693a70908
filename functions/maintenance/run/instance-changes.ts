import { isStartStatus, mayStartFrom } from '../plan/gates.ts';
import { unreadStatus } from '../plan/instance.ts';
import type { Rules } from '../plan/plan.ts';
import type { Action } from '../schedule/schema.ts';
import { wasThrottled } from './after-call.ts';
import { aged } from './after-judging.ts';
import { changed, watchedOn } from './changed.ts';
import type { Sighting } from './event.ts';
import type { Measurements } from './fleet.ts';
import type { Conclusion } from './outcome.ts';
import type { Tracked, Watching } from './state.ts';

/** The status DCS shows while it carries an action out. */
export const busyStatus: Record<Action, string> = {
  restart: 'RESTARTING',
  soft_restart: 'RESTARTING',
  flush: 'FLUSHING',
};

/** Not statuses of DCS: the list left the instance out, DCS says there is none, or what it says cannot be read. */
export const unseenStatus: ReadonlySet<string> = new Set(['MISSING', 'GONE', unreadStatus]);

/** What a look is judged by, and whether it was at that instance alone. */
type Looking = Pick<Rules, 'action' | 'startFrom'> & { readonly single: boolean };

/** An instance after a look at it. Only a single look (`show`) sees the current task, so only that confirms. */
export function afterSighting(before: Tracked, sighting: Sighting, at: number, looking: Looking): Tracked {
  const { action, single } = looking;
  const { status, idle, updatedAt, cause, maintenance } = sighting;
  const one = maintenance ? changed(before, { maintenance }) : before;
  const seen = { status, idle, updatedAt, at, cause };
  const { phase } = one;
  const inspectedAt = single ? at - (sighting.age ?? 0) : one.inspectedAt;
  const acting = status === busyStatus[action];
  if (phase.kind === 'waiting') {
    // Whatever was answered: it was sent, and now it is seen to be carried out.
    if (acting && one.sent) return afterSighting(watchAgain(one, one.sent), sighting, at, looking);
    const held = heldSince(one, sighting, at, looking);
    return changed(one, { seen, inspectedAt, heldSince: held });
  }
  if (phase.kind === 'announced' && acting) {
    const begun = phase.begun ?? { at, withinMs: at - phase.lookedAt };
    return changed(one, { seen, inspectedAt, phase: { ...phase, begun } });
  }
  if (phase.kind !== 'watching' || unseenStatus.has(status)) return changed(one, { seen, inspectedAt });
  const healthy = status === 'RUNNING' && idle;
  const leaves = phase.leftAt === undefined && hasLeft(phase, status, action);
  const leftAt = leaves ? at : phase.leftAt;
  const others = isOfOthers(status, action) ? status : phase.others;
  const backAt = leftAt !== undefined && status === 'RUNNING' ? (phase.backAt ?? at) : undefined;
  const watching = watchedOn(phase, {
    // Seen doing it is proof that DCS took it, whatever became of the answer.
    certainty: acting ? 'accepted' : phase.certainty,
    leftAt,
    leftWithinMs: leaves ? at - phase.lookedAt : phase.leftWithinMs,
    others,
    backAt,
    confirmedAt: healthy ? (single ? at : phase.confirmedAt) : undefined,
    // Figures from before it was known to be back may be those from before the action.
    measuredAt: healthy && !(single && phase.confirmedAt === undefined) ? phase.measuredAt : undefined,
  });
  if (leftAt === undefined || backAt === undefined || backAt - leftAt <= (one.outageMs ?? -1))
    return changed(one, { seen, inspectedAt, phase: watching });
  const outageWithinMs = Math.max(watching.leftWithinMs, at - phase.lookedAt);
  return changed(one, { seen, inspectedAt, phase: watching, outageMs: backAt - leftAt, outageWithinMs });
}

/** An instance that waits, watched again as it was when its last call had ended. */
function watchAgain(one: Tracked, sent: Watching): Tracked {
  const phase = watchedOn(sent, {
    lookedAt: one.seen?.at ?? sent.lookedAt,
    confirmedAt: undefined,
    measuredAt: undefined,
  });
  const attempts = one.attempts + Number(wasThrottled(sent));
  const anew = { sent: undefined, heldSince: undefined, cohort: '', trouble: undefined };
  return changed(one, { ...anew, attempts, phase });
}

/** Only a single look ends a hold: a list does not see the task that may be the reason for it. */
function heldSince(
  one: Tracked,
  { status, idle }: Sighting,
  at: number,
  { action, startFrom, single }: Looking,
): number | undefined {
  const isMeant = !isUntried(one) || isStartStatus(status, startFrom);
  if (!(mayStartFrom(status, action) && idle && isMeant)) return one.heldSince ?? at;
  return single ? undefined : one.heldSince;
}

/** Whether nothing was ever sent for it: what its status was before is nobody's doing of ours. */
export function isUntried({ sent, attempts, failedTries }: Tracked): boolean {
  return sent === undefined && attempts === 0 && failedTries === 0;
}

/** An instance after a look at its region, whatever it showed: how long it was out of sight counts. */
export function afterLook(one: Tracked, at: number): Tracked {
  const { phase } = one;
  if (phase.kind === 'done' && phase.outOfSight)
    return changed(one, { phase: { ...phase, outOfSight: false } });
  if (phase.kind !== 'watching' && phase.kind !== 'announced') return one;
  const look = { lookedAt: at, blindMs: Math.max(phase.blindMs, at - phase.lookedAt) };
  return changed(one, { phase: phase.kind === 'watching' ? watchedOn(phase, look) : { ...phase, ...look } });
}

/** An instance after its end was told; when it was sent and its region went dark, DCS may not be done with it. */
export function afterConclusion(one: Tracked, conclusion: Conclusion, at: number): Tracked {
  const outOfSight = one.phase.kind === 'watching' && conclusion.code === 'unseen';
  return changed(one, { doneAt: at, phase: { kind: 'done', conclusion, outOfSight } });
}

/** Whether a look shows that the action has begun: the status left the one it had when the call went out. */
function hasLeft({ certainty, before }: Watching, status: string, action: Action): boolean {
  if (status === busyStatus[action]) return true;
  // Without an answer, any other change may be somebody else's doing.
  if (certainty !== 'accepted') return before.status === 'ERROR' && status === 'RUNNING';
  return status !== before.status && !isOfOthers(status, action);
}

/** Whether a status shows an action that is another one than ours: somebody else's doing. */
function isOfOthers(status: string, action: Action): boolean {
  return status !== busyStatus[action] && Object.values(busyStatus).includes(status);
}

/** An instance after figures were taken for its region. The first ones, taken before anything is sent, are the baseline. */
export function afterMeasuring(
  one: Tracked,
  { keys, nodes, keysUnread, nodesUnread }: Measurements,
  at: number,
  baseline: boolean,
): Tracked {
  const { id } = one.planned;
  const { phase } = one;
  const count = keys.get(id);
  const now = { keys: count ?? one.keys, nodes: nodes.get(id), figuresUnread: nodesUnread ?? keysUnread };
  if (baseline) return changed(one, { ...now, nodesBefore: now.nodes, keysBefore: count, figuresAt: at });
  // Later figures are of those that wait for theirs, and are taken anew with every try.
  if (phase.kind !== 'watching') return one;
  return changed(one, { ...now, phase: watchedOn(withCount(phase, count), { measuredAt: at }) });
}

function withCount(phase: Watching, count: number | undefined): Watching {
  if (count === undefined) return phase;
  return watchedOn(phase, { fewestKeys: Math.min(count, phase.fewestKeys ?? count) });
}

/** A flush leaves no keys; clients write again at once, and other keys expire meanwhile. */
const keptPart = 0.9;

/** Whether so few keys are left of those before that a flush may have been carried out. */
export function keysFell(before: number, now: number): boolean {
  return now < before * keptPart;
}

/**
 * An instance that is about to be flushed, after its keys were counted. One that was sent before and has lost keys
 * since, or must show that it has not and cannot be counted, is not sent again: what is known of it is judged anew.
 */
export function afterFigures(one: Tracked, count: number | undefined, at: number): Tracked {
  const { phase, sent, keysBefore } = one;
  if (phase.kind !== 'waiting') return one;
  const counted = changed(one, { figuresAt: at, keys: count });
  // Of a call that came too often only an empty instance speaks: keys expire while it waits for its turn.
  const throttled = sent !== undefined && wasThrottled(sent);
  if (!sent || (throttled && !(count === 0 && keysBefore)))
    return changed(counted, { keysBefore: count ?? keysBefore });
  const lost =
    count === undefined
      ? sent.certainty !== 'refused'
      : keysBefore !== undefined && keysFell(keysBefore, count);
  if (!lost) return counted;
  // The proof that it has kept its keys is one no more when they cannot be counted.
  return watchAgain(
    counted,
    count === undefined ? watchedOn(sent, { fewestKeys: undefined }) : withCount(sent, count),
  );
}

/**
 * An instance that is about to be restarted, after it was measured anew: what it loses in its turn counts from here. What
 * its own first try cost it does not become what it had before.
 */
export function afterMeasuringAnew(one: Tracked, { keys, nodes }: Measurements, at: number): Tracked {
  const { id } = one.planned;
  if (one.phase.kind !== 'waiting') return one;
  const now = nodes.get(id) ?? one.nodesBefore;
  const fellIll = one.sent !== undefined && (one.nodesBefore?.active ?? 0) > (now?.active ?? 0);
  const count = keys.get(id) ?? one.keysBefore;
  return changed(one, { figuresAt: at, nodesBefore: fellIll ? one.nodesBefore : now, keysBefore: count });
}

/**
 * An instance whose run goes on in another invocation. What looks showed before is nothing to send an action by: nobody
 * watched meanwhile, and another run may have had the instance, and emptied it.
 */
export function withoutOldLooks(one: Tracked): Tracked {
  const { phase, inspectedAt, figuresAt } = one;
  if (phase.kind !== 'waiting' && phase.kind !== 'securing') return one;
  if (inspectedAt === undefined && figuresAt === undefined && one.judged?.old !== false) return one;
  return changed(one, { inspectedAt: undefined, figuresAt: undefined, judged: aged(one) });
}
