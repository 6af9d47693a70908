import type { CallCause } from '../foundation/call-cause.ts';
import { formatDuration } from '../foundation/time/duration.ts';
import { unreadStatus } from '../plan/instance.ts';
import type { Rules } from '../plan/plan.ts';
import type { NodeHealth } from './fleet.ts';
import { busyStatus, keysFell } from './instance-changes.ts';
import {
  causeOf,
  codeOf,
  despite,
  flushAdvice,
  isEmptied,
  isRefusedRestart,
  judgeEvidence,
  judgeRefusedRestart,
  storyOf,
  wasOutOfSight,
} from './judge-evidence.ts';
import type { Tracked, Watching } from './state.ts';
import { end, keepWatching, type WatchVerdict } from './watch-verdict.ts';

/** States that waiting does not mend: see reference "Gotchas" of DCS, FROZEN is unpaid, the others are gone. */
export const deadEnds: ReadonlySet<string> = new Set(['FROZEN', 'CREATEFAILED', 'DELETED', 'CLOSED', 'GONE']);

/**
 * Judges an instance that is being watched; `lookedAt` is the last look at its region. The rule: it succeeded
 * when it was seen to leave and return, or stayed RUNNING for the whole of `settle.acceptance` after DCS
 * accepted the action, and is RUNNING with no task on two observations in a row, as healthy as before.
 */
export function judgeWatched(one: Tracked, phase: Watching, rules: Rules, lookedAt: number): WatchVerdict {
  const verdict = judge(one, phase, rules, lookedAt);
  const ends = verdict.verdict === 'end' || verdict.verdict === 'failed-try';
  // What became of it after a lost answer goes back to how the answer was lost, unless all went well after all.
  if (!ends || verdict.cause) return verdict;
  const cause = causeOf(phase);
  const isWell = verdict.verdict === 'end' && verdict.outcome === 'succeeded' && phase.certainty !== 'lost';
  return isWell ? verdict : { ...verdict, cause };
}

function judge(one: Tracked, phase: Watching, rules: Rules, lookedAt: number): WatchVerdict {
  const { seen } = one;
  const { timeout, acceptance } = rules.settle;
  if (!seen || lookedAt < phase.since) return keepWatching;
  if (deadEnds.has(seen.status))
    return end('failed', 'state', `is ${seen.status}, which waiting does not fix`, seen.cause);
  const watched = lookedAt - phase.since;
  const settled = watched >= acceptance;
  if (seen.status === 'MISSING') return { verdict: 'inspect' };
  if (seen.status === unreadStatus)
    return watched >= timeout ? illegible(phase, rules, seen.cause) : keepWatching;
  if (isRefusedRestart(phase, rules)) return judgeRefusedRestart(one, phase, rules, lookedAt);
  if (seen.status === 'ERROR' && (phase.leftAt !== undefined || settled)) return fellIll(phase, rules);
  if (seen.status === 'RUNNING') {
    if (!seen.idle) return watched >= timeout ? stillBusy(phase, rules) : keepWatching;
    if (phase.leftAt !== undefined || isEmptied(one, phase, rules))
      return returned(one, phase, rules, watched);
    if (phase.certainty !== 'accepted') return judgeEvidence(one, phase, rules, lookedAt);
    // Clients write again at once: whether it was empty for a moment shows only while it is watched.
    if (rules.action === 'flush' && (phase.measuredAt ?? 0) < lookedAt) return { verdict: 'measure' };
    if (settled) return returned(one, phase, rules, watched);
    return keepWatching;
  }
  return watched >= timeout ? stillAway(phase, rules, seen.status) : keepWatching;
}

/** Healthy on one observation: wants the second, and figures no worse than before. */
function returned(one: Tracked, phase: Watching, rules: Rules, watched: number): WatchVerdict {
  if (phase.confirmedAt === undefined) return { verdict: 'inspect' };
  const { nodesBefore, keysBefore, nodes } = one;
  const wantsFigures = rules.action === 'flush' || nodesBefore !== undefined || keysBefore !== undefined;
  if (wantsFigures && phase.measuredAt === undefined) return { verdict: 'measure' };
  const worse =
    describeLoss(nodesBefore, nodes) ?? (rules.action === 'flush' ? undefined : describeEmptying(one, phase));
  if (worse !== undefined) {
    if (watched < rules.settle.timeout) return { verdict: 'measure' };
    return end('failed', worse.code, `is RUNNING, but ${worse.what}`, nodes ? undefined : one.figuresUnread);
  }
  if (rules.action === 'flush') return flushed(one, phase, rules, watched);
  if (phase.leftAt !== undefined)
    return end('succeeded', 'returned', `${despite(phase)}was seen to restart and is RUNNING`);
  const waited = formatDuration(rules.settle.acceptance);
  const stayed = wasOutOfSight(phase)
    ? `every look within ${waited} found it RUNNING`
    : `it stayed RUNNING for ${waited}`;
  return end('succeeded', 'accepted', `DCS accepted the restart and ${meanwhile(phase) ?? stayed}`);
}

/** What somebody else did to it, as far as a look has shown it. */
function meanwhile({ others }: Watching): string | undefined {
  return others && `it was seen ${others} meanwhile, which this run did not ask for`;
}

/** A flush that is over: how that was seen. */
function flushed(one: Tracked, phase: Watching, rules: Rules, watched: number): WatchVerdict {
  const { keys, keysBefore = 0 } = one;
  const { fewestKeys } = phase;
  const unread = keys === undefined ? one.figuresUnread : undefined;
  const count = keys === undefined ? 'its key count could not be read' : `it holds ${keys} keys`;
  if (phase.leftAt !== undefined)
    return end('succeeded', 'flushed', `${despite(phase)}was seen FLUSHING and is RUNNING; ${count}`, unread);
  if (fewestKeys === 0 && keysBefore > 0) {
    const story = phase.certainty === 'accepted' ? 'DCS accepted the flush' : storyOf(phase);
    const linked = phase.certainty === 'accepted' ? 'and' : 'but';
    return end('succeeded', 'emptied', `${story}, ${linked} its ${keysBefore} keys were gone; ${count}`);
  }
  if (fewestKeys === undefined || keysBefore === 0 || keysFell(keysBefore, fewestKeys)) {
    const stayed = meanwhile(phase) ?? 'it stayed RUNNING';
    return end('succeeded', 'accepted', `DCS accepted the flush and ${stayed}; ${count}`, unread);
  }
  // Figures may be minutes old.
  if (watched < rules.settle.timeout) return { verdict: 'measure' };
  return end(
    'unknown',
    'unflushed',
    `DCS accepted the flush, but it was not seen FLUSHING and still holds its keys: ${keys} of ${keysBefore}; ${flushAdvice}`,
  );
}

/** ERROR after the action. A restart may be tried again from there; what a failed flush did is not known. */
function fellIll(phase: Watching, rules: Rules): WatchVerdict {
  if (rules.action === 'flush')
    return end(
      'failed',
      'error',
      'is ERROR after the flush; part of its data may be gone - see its task list',
    );
  const reason =
    phase.leftAt === undefined
      ? `stayed ERROR for ${formatDuration(rules.settle.acceptance)} after the restart was sent`
      : 'is ERROR after the restart';
  return { verdict: 'failed-try', final: false, code: 'error', reason };
}

function stillAway(phase: Watching, rules: Rules, status: string): WatchVerdict {
  const waited = formatDuration(rules.settle.timeout);
  if (phase.certainty === 'accepted' || status === busyStatus[rules.action])
    return end('failed', 'settle-timeout', `is still ${status} after ${waited}; DCS may yet bring it back`);
  return end('unknown', codeOf(phase), `${storyOf(phase)} and it has been ${status} for ${waited}`);
}

/** DCS tells of it in a way that cannot be read: whatever became of it, nobody has seen it. */
function illegible(phase: Watching, rules: Rules, seen: CallCause | undefined): WatchVerdict {
  const { certainty } = phase;
  const sent = certainty === 'accepted' || certainty === 'refused' ? storyOf(phase) : 'it was sent';
  const waited = formatDuration(rules.settle.timeout);
  return end(
    'unknown',
    'unreadable',
    `${sent}, but its status could not be read for ${waited} - look at it`,
    seen,
  );
}

function stillBusy(phase: Watching, rules: Rules): WatchVerdict {
  const waited = formatDuration(rules.settle.timeout);
  const outcome = phase.certainty === 'accepted' ? 'failed' : 'unknown';
  return end(outcome, 'settle-timeout', `is RUNNING, but a task still runs on it after ${waited}`);
}

type Worse = { readonly code: 'topology' | 'data-lost'; readonly what: string };

/** Which nodes are worse off than before. Unreadable now, though readable before, is worse. */
function describeLoss(before: NodeHealth | undefined, now: NodeHealth | undefined): Worse | undefined {
  const worse = (what: string): Worse => ({ code: 'topology', what });
  if (!before) return undefined;
  if (!now) return worse('its nodes cannot be read any more');
  if (now.total < before.total) return worse(`${now.total} of its ${before.total} nodes are left`);
  if (now.active < before.active)
    return worse(`${now.active} of ${now.total} nodes are active, ${before.active} were`);
  if (now.masters !== before.masters) return worse(`it has ${now.masters} masters, it had ${before.masters}`);
  return undefined;
}

/** An instance that keeps its data over a restart, had some, and has none now; who cleared it, a look has shown or not. */
function describeEmptying({ planned, keysBefore = 0, keys }: Tracked, phase: Watching): Worse | undefined {
  if (planned.losesData || keysBefore === 0 || keys !== 0) return undefined;
  const by = meanwhile(phase) ?? 'whether the restart or somebody else cleared it was not seen';
  return { code: 'data-lost', what: `it holds no keys any more, it held ${keysBefore}; ${by}` };
}
