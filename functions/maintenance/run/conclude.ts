import type { CallCause } from '../foundation/call-cause.ts';
import { formatDuration } from '../foundation/time/duration.ts';
import { mayStartFrom } from '../plan/gates.ts';
import { unreadStatus } from '../plan/instance.ts';
import {
  afterFailedTry,
  afterWatchedTry,
  type Context,
  conclude,
  type Decision,
  failsForAllIn,
  leaveAlone,
  whereUnmeant,
} from './another-try.ts';
import { isTurnedAway } from './call-failure.ts';
import { type Closed, closedBeforeBackup, closedFor, closedWith } from './closed.ts';
import type { Command, Limits } from './command.ts';
import { keptBy } from './conditions-of-turn.ts';
import type { Retry, Secured } from './event.ts';
import { mayBeOneOfThem } from './failing-calls.ts';
import type { Held } from './held.ts';
import { nothingHeld, waitsUntil } from './in-hand.ts';
import { causeOf, codeOf, isRefusedRestart, storyOf, wasTried } from './judge-evidence.ts';
import { deadEnds } from './judge-watched.ts';
import type { Conclusion } from './outcome.ts';
import { inItsTurnSince, isOutsideWindow, mayWaitInVain, readinessOf } from './readiness.ts';
import type { SecuringVerdict } from './securing.ts';
import { type Standing, troubleOf, type Unfinished } from './standing.ts';
import type { RegionState, RunState, Securing, Tracked } from './state.ts';

/** Everything that can be said of the unfinished instances without another call: which end, and which get another try. */
export function concludeOrRetry(
  state: RunState,
  standing: Standing,
  now: number,
  limits: Limits,
  held: Held = nothingHeld,
): readonly Command[] {
  const context = {
    state,
    now,
    closed: closedFor(state, standing, now, limits),
    overtime: now >= limits.actUntil,
    limits,
    stuckGroups: groupsOf(standing.lingering),
    held,
  };
  const conclusions: Conclusion[] = [];
  const retries: Retry[] = [];
  const secured: (Secured & { readonly id: string })[] = [];
  const { unfinished } = concernsAll(context) ? standing : { unfinished: standing.restless };
  for (const each of unfinished) {
    const decision = decideOne(each, context);
    if (decision === undefined) continue;
    if ('retry' in decision) retries.push(decision.retry);
    else if ('secured' in decision) secured.push(decision.secured);
    else conclusions.push(decision.conclusion);
  }
  return [
    ...(conclusions.length > 0 ? [{ do: 'conclude', conclusions } as const] : []),
    ...(retries.length > 0 ? [{ do: 'retry', retries } as const] : []),
    ...(secured.length > 0 ? [{ do: 'note-secured', secured } as const] : []),
  ];
}

/** Whether something is to be said also of those that rest until their turn comes. */
function concernsAll(context: Context): boolean {
  const { state, now, closed, stuckGroups, held } = context;
  if (closed || stuckGroups.size > 0 || mayWaitInVain(state, now, context.limits)) return true;
  if (held.size > 0 && now >= waitsUntil(state)) return true;
  return [...state.regions.values()].some((region) => isDark(region, context));
}

function groupsOf(instances: readonly Tracked[]): ReadonlyMap<string, string> {
  return new Map(instances.flatMap(({ planned }) => planned.groups.map((group) => [group, planned.name])));
}

function decideOne(each: Unfinished, context: Context): Decision {
  const { one } = each;
  const { state, overtime } = context;
  const region = state.regions.get(one.planned.region);
  switch (each.kind) {
    case 'waiting':
      return decideWaiting(one, each.phase.notBefore, context);
    case 'securing':
      return decideSecuring(one, each.phase, each.verdict, context);
    case 'failed-try':
      return afterFailedTry(one, each.phase, context);
    case 'announced':
      return overtime
        ? conclude(one, 'unknown', 'out-of-time', 'was just being sent when time ended')
        : undefined;
    case 'watching': {
      const { phase, verdict } = each;
      if (verdict.verdict === 'end')
        return conclude(one, verdict.outcome, verdict.code, verdict.reason, verdict.cause);
      if (verdict.verdict === 'failed-try') return afterWatchedTry(one, phase, verdict, context);
      if (!overtime && !(region && isDark(region, context))) return undefined;
      const story = storyOf(phase);
      // Of a call that named no other, the refusal is its own, and to believe it makes nothing better than it is.
      if (isRefusedRestart(phase, state.rules) && phase.apart === undefined)
        return conclude(one, 'failed', codeOf(phase), story, causeOf(phase));
      const sent = phase.certainty === 'accepted' ? story : `it was sent, ${story}`;
      if (!overtime)
        return conclude(
          one,
          'unknown',
          'unseen',
          `${sent}, but its region cannot be read`,
          region?.lastFailure,
        );
      return conclude(
        one,
        'unknown',
        'out-of-time',
        `${sent}, but time ended before it was seen healthy again`,
        causeOf(phase) ?? (region?.blindSince === undefined ? undefined : region?.lastFailure),
      );
    }
    default:
      return each satisfies never;
  }
}

function decideWaiting(one: Tracked, notBefore: number, context: Context): Decision {
  const { state, now } = context;
  const readiness = readinessOf(one, state, now);
  const closed = closedWith(readiness, context.closed ?? besideStuck(one, context), state, context.limits);
  const { trouble, seen, heldSince } = one;
  const region = state.regions.get(one.planned.region);
  const { action, settle } = state.rules;
  const waited = formatDuration(settle.timeout);
  const holder = context.held.get(one.planned.id);
  const tried = wasTried(one) ? trouble : undefined;
  const leave = (end: Omit<Conclusion, 'id'>) => leaveAlone(one, tried, end);
  if (readiness.kind === 'never') return leave(readiness);
  if (holder !== undefined && (closed ? closed.code === 'window' : now >= waitsUntil(state))) {
    const reason = `not started: the run ${holder} was working on it for as long as this run could wait`;
    return leave({ outcome: 'skipped', code: 'in-hand', reason });
  }
  const kept = keptBy(one, state.rules);
  const waitsOn = holder !== undefined || state.rules.conditions?.otherwise === 'wait';
  if (kept && (closed ? closed.code === 'window' : !waitsOn))
    return conclude(one, kept.outcome, kept.code, kept.reason, kept.cause);
  if (closed) {
    if (tried) return leave(closed);
    return conclude(one, closed.outcome, closed.code, closed.reason, trouble?.cause ?? troubleOf(region));
  }
  if (holder !== undefined || isOutsideWindow(readiness)) return undefined;
  const shared =
    one.sent?.apart !== undefined && trouble?.failure && mayBeOneOfThem(trouble.failure)
      ? trouble.failure
      : undefined;
  if (trouble && shared && failsForAllIn(one, context)) {
    const reason = `${trouble.reason}; every call for others alone failed too, so it was not tried alone`;
    const { code, cause } = trouble;
    return afterFailedTry(one, { final: shared.kind !== 'ambiguous', code, reason, cause }, context);
  }
  const own = trouble !== undefined && !shared && trouble.code !== 'in-hand';
  const until = own && isTurnedAway(trouble.failure) ? notBefore : now;
  if (own && now >= notBefore && until - inItsTurnSince(one, state, trouble.since, now) >= settle.timeout)
    return conclude(one, 'failed', trouble.code, `${trouble.reason} (for ${waited})`, trouble.cause);
  if (region && isDark(region, context))
    return conclude(
      one,
      'failed',
      region.lastFailure?.code ?? 'unseen',
      'its region cannot be read',
      region.lastFailure,
    );
  const unmeant = whereUnmeant(one, state.rules);
  if (unmeant) return unmeant;
  if (!seen || (heldSince === undefined && mayStartFrom(seen.status, action) && seen.idle)) return undefined;
  const refuse = (code: string, reason: string, cause?: CallCause) =>
    leave({ outcome: 'refused', code, reason, cause });
  const untouched = tried ? '' : ', so it was not touched';
  if (deadEnds.has(seen.status)) return refuse('state', `is ${seen.status} when its turn comes`, seen.cause);
  if (now - inItsTurnSince(one, state, heldSince ?? seen.at, now) < settle.timeout) return undefined;
  if (seen.status === unreadStatus) {
    const why = `its status could not be read for ${waited}${untouched} - look at it in the console`;
    return refuse('unreadable', why, seen.cause);
  }
  const busy = mayStartFrom(seen.status, action) ? 'busy with another task' : seen.status;
  return refuse('state', `has been ${busy} for ${waited}${untouched}`);
}

/**
 * Whether a region has stayed unreadable for as long as anything is waited for. Where the pause after the last look that
 * failed is over it is looked at first: in between nobody has asked.
 */
function isDark({ blindSince, pausedUntil }: RegionState, { now, state }: Context): boolean {
  return blindSince !== undefined && now - blindSince >= state.rules.settle.timeout && now < pausedUntil;
}

/** Of a group that has one that was not seen to come back, no other may start. */
function besideStuck({ planned }: Tracked, { stuckGroups }: Context): Closed | undefined {
  const stuck = planned.groups.map((group) => stuckGroups.get(group)).find((name) => name !== undefined);
  if (stuck === undefined) return undefined;
  return {
    outcome: 'skipped',
    code: 'spread',
    reason: `not started: ${stuck} of the same group was not seen to come back`,
  };
}

function decideSecuring(
  one: Tracked,
  { sight, unlisted, lastFailure, stage }: Securing,
  verdict: SecuringVerdict,
  { state, now, closed: ofAll, overtime }: Context,
): Decision {
  const isBegun = stage.step !== 'none' || verdict.verdict === 'secured';
  const closed = ofAll ?? (isBegun ? undefined : closedBeforeBackup(readinessOf(one, state, now)));
  const cause = unlisted ?? lastFailure ?? troubleOf(state.regions.get(one.planned.region));
  if (closed?.code === 'out-of-time') {
    // Nothing starts any more, and how asking for its backups ends can still be told.
    if (!overtime && sight === undefined && cause === undefined) return undefined;
    const reason = `${closed.reason}, while its backups were waited for`;
    return conclude(one, closed.outcome, closed.code, reason, cause);
  }
  if (closed) return conclude(one, closed.outcome, closed.code, closed.reason, cause);
  const { id } = one.planned;
  switch (verdict.verdict) {
    case 'secured': {
      const { backup, createdAt, made, note } = verdict;
      return { secured: { id, backup: { id: backup, createdAt, made }, note } };
    }
    case 'impossible': {
      const { cause } = verdict;
      if (state.rules.backup.mode === 'required')
        return conclude(
          one,
          'refused',
          verdict.code,
          `${verdict.reason}, and the job requires a backup`,
          cause,
        );
      return { secured: { id, backup: undefined, note: `without a backup: ${verdict.reason}`, cause } };
    }
    case 'wait':
    case 'find':
    case 'make':
      return undefined;
    default:
      return verdict satisfies never;
  }
}
