import { type BackoffRules, backoffMs } from '../foundation/backoff.ts';
import { type CallCause, causeIn } from '../foundation/call-cause.ts';
import { mayStartFrom } from '../plan/gates.ts';
import { unreadStatus } from '../plan/instance.ts';
import type { Action } from '../schedule/schema.ts';
import { type CallFailure, failureStory } from './call-failure.ts';
import type { Sighting } from './event.ts';
import type { Measurements } from './fleet.ts';
import type { Conclusion } from './outcome.ts';
import type { Phase, Tracked, Trouble, Watching } from './state.ts';

/** The status DCS shows while it carries an action out. */
export const busyStatus: Record<Action, string> = {
  restart: 'RESTARTING',
  soft_restart: 'RESTARTING',
  flush: 'FLUSHING',
};

/** Not statuses of DCS: the list left the instance out, DCS says there is none, or what it says cannot be read. */
const unseenStatus: ReadonlySet<string> = new Set(['MISSING', 'GONE', unreadStatus]);

/** An instance after a look at it. Only a single look (`show`) sees the current task, so only that confirms. */
export function afterSighting(
  one: Tracked,
  sighting: Sighting,
  at: number,
  { action, single }: { readonly action: Action; readonly single: boolean },
): Tracked {
  const { status, idle, updatedAt } = sighting;
  const seen = { status, idle, updatedAt, at };
  const { phase } = one;
  const looked = { ...one, seen, inspectedAt: single ? at - (sighting.age ?? 0) : one.inspectedAt };
  if (phase.kind === 'waiting')
    return { ...looked, heldSince: heldSince(one, sighting, at, { action, single }) };
  if (phase.kind !== 'watching' || unseenStatus.has(status)) return looked;
  const healthy = status === 'RUNNING' && idle;
  const leaves = phase.leftAt === undefined && hasLeft(phase, status, action);
  const leftAt = leaves ? at : phase.leftAt;
  const backAt = leftAt !== undefined && status === 'RUNNING' ? (phase.backAt ?? at) : undefined;
  const watching: Watching = {
    ...phase,
    // Seen doing it is proof that DCS took it, whatever became of the answer.
    certainty: status === busyStatus[action] ? 'accepted' : phase.certainty,
    leftAt,
    leftWithinMs: leaves ? at - phase.lookedAt : phase.leftWithinMs,
    backAt,
    confirmedAt: healthy ? (single ? at : phase.confirmedAt) : undefined,
    // Figures from before it was known to be back may be those from before the action.
    measuredAt: healthy && !(single && phase.confirmedAt === undefined) ? phase.measuredAt : undefined,
  };
  const returned = { ...looked, phase: watching };
  if (leftAt === undefined || backAt === undefined || backAt - leftAt <= (one.outageMs ?? -1))
    return returned;
  const outageWithinMs = Math.max(watching.leftWithinMs, at - phase.lookedAt);
  return { ...returned, outageMs: backAt - leftAt, outageWithinMs };
}

/** Only a single look ends a hold: a list does not see the task that may be the reason for it. */
function heldSince(
  one: Tracked,
  { status, idle }: Sighting,
  at: number,
  { action, single }: { readonly action: Action; readonly single: boolean },
): number | undefined {
  if (!(mayStartFrom(status, action) && idle)) return one.heldSince ?? at;
  return single ? undefined : one.heldSince;
}

/** An instance after a look at its region, whatever it showed: how long it was out of sight counts. */
export function afterLook(one: Tracked, at: number): Tracked {
  const { phase } = one;
  if (phase.kind === 'done' && phase.outOfSight) return { ...one, phase: { ...phase, outOfSight: false } };
  if (phase.kind !== 'watching') return one;
  const blindMs = Math.max(phase.blindMs, at - phase.lookedAt);
  return { ...one, phase: { ...phase, lookedAt: at, blindMs } };
}

/** An instance after its end was told; when it was sent and its region went dark, DCS may not be done with it. */
export function afterConclusion(one: Tracked, conclusion: Conclusion, at: number): Tracked {
  const outOfSight = one.phase.kind === 'watching' && conclusion.code === 'unseen';
  return { ...one, doneAt: at, phase: { kind: 'done', conclusion, outOfSight } };
}

/** Whether a look shows that the action has begun: the status left the one it had when the call went out. */
function hasLeft({ certainty, before }: Watching, status: string, action: Action): boolean {
  if (status === busyStatus[action]) return true;
  // Without an answer, any other change may be somebody else's doing.
  if (certainty !== 'accepted') return before.status === 'ERROR' && status === 'RUNNING';
  return status !== before.status;
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
  // Later figures are of those that wait for theirs, and are taken anew with every try.
  if (!baseline && phase.kind !== 'watching') return one;
  const now = {
    ...one,
    keys: keys.get(id) ?? one.keys,
    nodes: nodes.get(id),
    figuresUnread: nodesUnread ?? keysUnread,
  };
  if (phase.kind !== 'watching' || baseline)
    return { ...now, nodesBefore: nodes.get(id), keysBefore: keys.get(id) };
  return { ...now, phase: { ...phase, measuredAt: at } };
}

/** An instance after DCS answered the call that named it. */
export function afterAnswer(
  one: Tracked,
  { accepted, rejected }: { readonly accepted: boolean; readonly rejected: boolean },
  { at, requestId }: { readonly at: number; readonly requestId?: string | undefined },
): Tracked {
  if (accepted) return watch(one, at, 'accepted');
  const answered = { status: 200, requestId };
  if (!rejected)
    return watch(one, at, 'unnamed', { code: 'unnamed', message: 'the results do not name it', ...answered });
  const cause = { code: 'rejected', message: 'failed', ...answered };
  const reason = 'DCS answered "failed" for it and gives no reason; see its task list in the console';
  return {
    ...one,
    phase: { kind: 'failed-try', final: false, code: 'rejected', reason, cause: causeIn(cause) },
  };
}

/** What is needed to say where an instance stands after a whole call failed. */
export type Refusal = {
  readonly failure: CallFailure;
  readonly at: number;
  readonly run: string;
  readonly retry: BackoffRules;
  /** Which half of the call it was in. */
  readonly half: '0' | '1';
  /** The call named no other instance, so the failure is its own. */
  readonly alone: boolean;
};

/** An instance after the call that named it failed as a whole. */
export function afterRefusal(one: Tracked, refusal: Refusal): Tracked {
  const { failure, at, alone, half } = refusal;
  switch (failure.kind) {
    case 'ambiguous':
      return { ...watch(one, at, 'lost', failure), trouble: troubled(one, refusal) };
    case 'throttled':
    case 'unsent':
      return waitAgain(one, refusal, at, one.cohort);
    case 'denied':
      return { ...one, phase: failedTry(failure) };
    case 'permanent':
    case 'wait': {
      // One instance can spoil a call for 49 others, and the answer does not say which: send the halves apart.
      if (!alone) return waitAgain(one, refusal, at, one.cohort + half);
      if (failure.kind === 'permanent') return { ...one, phase: failedTry(failure) };
      const delay = backoffMs(
        refusal.retry,
        one.attempts,
        `${refusal.run}/${one.planned.id}/${one.attempts}`,
      );
      const waiting = waitAgain(one, refusal, at + Math.max(delay, failure.retryAfterMs ?? 0), one.cohort);
      return { ...waiting, attempts: one.attempts };
    }
    default:
      return failure.kind satisfies never;
  }
}

function watch(one: Tracked, since: number, certainty: Watching['certainty'], failure?: CallCause): Tracked {
  const before = one.phase.kind === 'announced' ? one.phase.before : one.seen;
  const phase: Watching = {
    kind: 'watching',
    since,
    certainty,
    lostTo: failure && causeIn(failure),
    lookedAt: one.phase.kind === 'announced' ? one.phase.at : since,
    blindMs: 0,
    before: before ?? { status: 'MISSING', idle: false, updatedAt: undefined, at: since },
    leftAt: undefined,
    leftWithinMs: 0,
    backAt: undefined,
    confirmedAt: undefined,
    measuredAt: undefined,
  };
  return { ...one, phase, cohort: '', trouble: undefined };
}

/** Nothing was done for this instance, so the call does not count among its attempts. */
function waitAgain(one: Tracked, refusal: Refusal, notBefore: number, cohort: string): Tracked {
  return {
    ...one,
    attempts: one.attempts - 1,
    cohort,
    phase: { kind: 'waiting', notBefore },
    trouble: troubled(one, refusal),
  };
}

function troubled(one: Tracked, { failure, at }: Refusal): Trouble {
  return { since: one.trouble?.since ?? at, code: failure.code, ...failureStory(failure) };
}

function failedTry(failure: CallFailure): Phase {
  return { kind: 'failed-try', final: true, code: failure.code, ...failureStory(failure) };
}
