import { backoffMs } from '../foundation/backoff.ts';
import { formatDuration } from '../foundation/time/duration.ts';
import { mayStartFrom } from '../plan/gates.ts';
import type { Command, Limits } from './command.ts';
import type { Retry, Secured } from './event.ts';
import { deadEnds, judgeWatched } from './judge-watched.ts';
import type { Conclusion, Outcome } from './outcome.ts';
import { judgeSecuring, securingRules } from './securing.ts';
import type { RunState, Securing, Tracked } from './state.ts';
import { halted, lingering } from './tally.ts';

type Decision =
  | { readonly conclusion: Conclusion }
  | { readonly retry: Retry }
  | { readonly secured: Secured & { readonly id: string } }
  | undefined;
type Context = {
  readonly state: RunState;
  readonly now: number;
  /** Why nothing new may start, and what to call an instance that never did. */
  readonly closed: Closed | undefined;
  readonly overtime: boolean;
  /** Groups of instances that were not seen to come back, and of which one each. */
  readonly stuckGroups: ReadonlyMap<string, string>;
};
type Closed = { readonly outcome: Outcome; readonly code: string; readonly reason: string };

/** Everything that can be said of the unfinished instances without another call. */
export function decide(
  state: RunState,
  unfinished: readonly Tracked[],
  now: number,
  limits: Limits,
): readonly Command[] {
  const context = {
    state,
    now,
    closed: closedFor(state, now, limits),
    overtime: now >= limits.actUntil,
    stuckGroups: stuckGroupsIn(state),
  };
  const conclusions: Conclusion[] = [];
  const retries: Retry[] = [];
  const secured: (Secured & { readonly id: string })[] = [];
  for (const one of unfinished) {
    const decision = decideOne(one, context);
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

function stuckGroupsIn(state: RunState): ReadonlyMap<string, string> {
  return new Map(
    lingering(state).flatMap(({ planned }) => planned.groups.map((group) => [group, planned.name])),
  );
}

function closedFor(state: RunState, now: number, limits: Limits): Closed | undefined {
  const stop = halted(state);
  if (stop) return { outcome: 'skipped', ...stop };
  const { windowEnd } = state.rules;
  if (windowEnd !== null && now >= windowEnd)
    return {
      outcome: 'skipped',
      code: 'window',
      reason: 'not started: the window closed before its turn came',
    };
  if (now >= limits.startUntil)
    return {
      outcome: 'deferred',
      code: 'out-of-time',
      reason: "not started: the function's time ended first",
    };
  return undefined;
}

function decideOne(one: Tracked, context: Context): Decision {
  const { phase } = one;
  const { state, now, overtime } = context;
  const region = state.regions.get(one.planned.region);
  switch (phase.kind) {
    case 'waiting':
      return decideWaiting(one, phase.notBefore, context);
    case 'securing':
      return decideSecuring(one, phase, context);
    case 'failed-try':
      return afterFailedTry(one, phase, context);
    case 'announced':
      return overtime
        ? conclude(one, 'unknown', 'out-of-time', 'was just being sent when time ended')
        : undefined;
    case 'watching': {
      const verdict = judgeWatched(one, phase, state.rules, region?.lookedAt ?? now);
      if (verdict.verdict === 'end') return conclude(one, verdict.outcome, verdict.code, verdict.reason);
      if (verdict.verdict === 'failed-try') return afterFailedTry(one, verdict, context);
      const sent = phase.certainty === 'accepted' ? 'DCS accepted it' : 'it was sent and the answer was lost';
      if (overtime)
        return conclude(
          one,
          'unknown',
          'out-of-time',
          `${sent}, but time ended before it was seen healthy again`,
        );
      if (region?.blindSince === undefined || now - region.blindSince < state.rules.settle.timeout)
        return undefined;
      return conclude(
        one,
        'unknown',
        'unseen',
        `${sent}, but its region cannot be read: ${region.lastFailure?.message}`,
      );
    }
    case 'done':
      return undefined;
    default:
      return phase satisfies never;
  }
}

function decideWaiting(one: Tracked, notBefore: number, context: Context): Decision {
  const { state, now } = context;
  const closed = context.closed ?? besideStuck(one, context);
  const { trouble, seen, heldSince, failedTries } = one;
  const { action, settle } = state.rules;
  if (closed) {
    if (failedTries === 0 || !trouble) return conclude(one, closed.outcome, closed.code, closed.reason);
    return conclude(one, 'failed', trouble.code, `${trouble.reason}; no further try: ${closed.reason}`);
  }
  if (trouble && now >= notBefore && now - trouble.since >= settle.timeout)
    return conclude(one, 'failed', trouble.code, `${trouble.reason} (for ${formatDuration(settle.timeout)})`);
  const region = state.regions.get(one.planned.region);
  if (region?.blindSince !== undefined && now - region.blindSince >= settle.timeout)
    return conclude(
      one,
      'failed',
      region.lastFailure?.code ?? 'unseen',
      `its region cannot be read: ${region.lastFailure?.message}`,
    );
  if (!seen || (heldSince === undefined && mayStartFrom(seen.status, action) && seen.idle)) return undefined;
  if (deadEnds.has(seen.status))
    return conclude(one, 'refused', 'state', `is ${seen.status} when its turn comes`);
  if (now - (heldSince ?? seen.at) < settle.timeout) return undefined;
  const busy = mayStartFrom(seen.status, action) ? 'busy with another task' : seen.status;
  const waited = formatDuration(settle.timeout);
  return conclude(one, 'refused', 'state', `has been ${busy} for ${waited}, so it was not touched`);
}

/** Of a group that has one that was not seen to come back, no other may start. */
function besideStuck({ planned }: Tracked, { stuckGroups }: Context): Closed | undefined {
  if (stuckGroups.size === 0) return undefined;
  const stuck = planned.groups.map((group) => stuckGroups.get(group)).find((name) => name !== undefined);
  if (stuck === undefined) return undefined;
  return {
    outcome: 'skipped',
    code: 'spread',
    reason: `not started: ${stuck} of the same group was not seen to come back`,
  };
}

function decideSecuring(one: Tracked, phase: Securing, { state, now, closed }: Context): Decision {
  if (closed) return conclude(one, closed.outcome, closed.code, closed.reason);
  const { id } = one.planned;
  const verdict = judgeSecuring(phase, securingRules(state), now);
  switch (verdict.verdict) {
    case 'secured': {
      const { backup, createdAt, made, note } = verdict;
      return { secured: { id, backup: { id: backup, createdAt, made }, note } };
    }
    case 'impossible':
      if (state.rules.backup.mode === 'required')
        return conclude(one, 'refused', verdict.code, `${verdict.reason}, and the job requires a backup`);
      return { secured: { id, backup: undefined, note: `without a backup: ${verdict.reason}` } };
    case 'wait':
    case 'find':
    case 'make':
      return undefined;
    default:
      return verdict satisfies never;
  }
}

type FailedTry = { readonly final: boolean; readonly code: string; readonly reason: string };

/** Another try if the rules leave one; the look before it is what `next-call` insists on. */
function afterFailedTry(
  one: Tracked,
  { final, code, reason }: FailedTry,
  { state, now, closed }: Context,
): Decision {
  const tries = one.failedTries + 1;
  const { retry } = state.rules;
  if (final) return conclude(one, 'failed', code, reason);
  if (tries >= retry.attempts)
    return conclude(one, 'failed', code, tries === 1 ? reason : `${reason} (${tries} tries)`);
  if (closed) return conclude(one, 'failed', code, `${reason}; no further try: ${closed.reason}`);
  const delay = backoffMs(retry, tries, `${state.run}/${one.planned.id}/${tries}`);
  return { retry: { id: one.planned.id, notBefore: now + delay, code, reason } };
}

function conclude(one: Tracked, outcome: Outcome, code: string, reason: string): Decision {
  return { conclusion: { id: one.planned.id, outcome, code, reason } };
}
