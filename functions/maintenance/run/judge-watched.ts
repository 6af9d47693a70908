import type { CallCause } from '../foundation/call-cause.ts';
import type { EndCode } from '../foundation/codes.ts';
import { formatDuration } from '../foundation/time/duration.ts';
import { unreadStatus } from '../plan/instance.ts';
import type { Rules } from '../plan/plan.ts';
import type { NodeHealth } from './fleet.ts';
import { busyStatus } from './instance-changes.ts';
import type { Outcome } from './outcome.ts';
import type { Tracked, Watching } from './state.ts';

/** What follows from what was seen of an instance since the action was sent. */
export type WatchVerdict =
  | { readonly verdict: 'keep-watching' }
  /** It looks healthy in a list: look at it alone, as the second observation in a row. */
  | { readonly verdict: 'inspect' }
  /** Key counts or node health must be known before anything is said. */
  | { readonly verdict: 'measure' }
  /** The try failed for certain. */
  | {
      readonly verdict: 'failed-try';
      readonly final: boolean;
      readonly code: EndCode;
      readonly reason: string;
      /** See `Conclusion`. */
      readonly cause?: CallCause | undefined;
    }
  | {
      readonly verdict: 'end';
      readonly outcome: Outcome;
      readonly code: EndCode;
      readonly reason: string;
      readonly cause?: CallCause | undefined;
    };

/** "10 seconds to 30 minutes" (user guide, dcs-ug-0713008): nothing shorter can pass between two looks unseen. */
const shortestRestartMs = 10_000;
/** What a list may take: what it tells may be as much older than its answer. */
const lookMs = 2_500;

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
  const isWell = verdict.verdict === 'end' && verdict.outcome === 'succeeded' && phase.certainty !== 'lost';
  return phase.lostTo && !isWell ? { ...verdict, cause: phase.lostTo } : verdict;
}

function judge(one: Tracked, phase: Watching, rules: Rules, lookedAt: number): WatchVerdict {
  const { seen } = one;
  const { timeout, acceptance } = rules.settle;
  if (!seen || lookedAt < phase.since) return keepWatching;
  if (deadEnds.has(seen.status))
    return end('failed', 'state', `is ${seen.status}, which waiting does not mend`);
  const watched = lookedAt - phase.since;
  const settled = watched >= acceptance;
  if (seen.status === 'MISSING') return { verdict: 'inspect' };
  if (seen.status === unreadStatus) return watched >= timeout ? illegible(phase, rules) : keepWatching;
  if (seen.status === 'ERROR' && (phase.leftAt !== undefined || settled)) return fellIll(phase, rules);
  if (seen.status === 'RUNNING') {
    if (!seen.idle) return watched >= timeout ? stillBusy(phase, rules) : keepWatching;
    if (phase.leftAt !== undefined) return returned(one, phase, rules, watched);
    if (phase.certainty !== 'accepted') return evidence(one, phase, rules, watched);
    if (settled) return returned(one, phase, rules, watched);
    return keepWatching;
  }
  return watched >= timeout ? stillAway(phase, rules, seen.status) : keepWatching;
}

/** Healthy on one observation: wants the second, and figures no worse than before. */
function returned(one: Tracked, phase: Watching, rules: Rules, watched: number): WatchVerdict {
  if (phase.confirmedAt === undefined) return { verdict: 'inspect' };
  const { nodesBefore, keysBefore, nodes, keys } = one;
  const wantsFigures = rules.action === 'flush' || nodesBefore !== undefined || keysBefore !== undefined;
  if (wantsFigures && phase.measuredAt === undefined) return { verdict: 'measure' };
  const worse = describeLoss(nodesBefore, nodes) ?? describeEmptying(one);
  if (worse !== undefined) {
    if (watched < rules.settle.timeout) return { verdict: 'measure' };
    return end('failed', worse.code, `is RUNNING, but ${worse.what}`, nodes ? undefined : one.figuresUnread);
  }
  if (rules.action === 'flush') {
    const unread = keys === undefined ? one.figuresUnread : undefined;
    const count = keys === undefined ? 'its key count could not be read' : `it holds ${keys} keys`;
    if (phase.leftAt !== undefined)
      return end('succeeded', 'flushed', `was seen FLUSHING and is RUNNING; ${count}`, unread);
    return end('succeeded', 'accepted', `DCS accepted the flush and it stayed RUNNING; ${count}`, unread);
  }
  if (phase.leftAt !== undefined) return end('succeeded', 'returned', 'was seen to restart and is RUNNING');
  const waited = formatDuration(rules.settle.acceptance);
  const stayed = wasOutOfSight(phase)
    ? `every look within ${waited} found it RUNNING`
    : `it stayed RUNNING for ${waited}`;
  return end('succeeded', 'accepted', `DCS accepted the restart and ${stayed}`);
}

/** The answer never came, or did not name it: only what is seen counts, and a flush is never sent again. */
function evidence(one: Tracked, phase: Watching, rules: Rules, watched: number): WatchVerdict {
  const settled = watched >= rules.settle.acceptance;
  const lost = phase.certainty === 'lost';
  const story = lost ? lostStory(phase.lostTo) : unnamedStory;
  if (rules.action === 'flush') {
    // What held nothing before shows nothing by holding nothing now.
    if (one.keys === 0 && one.keysBefore !== 0 && phase.measuredAt !== undefined) {
      const worse = describeLoss(one.nodesBefore, one.nodes);
      if (!worse) return end('succeeded', 'emptied', `${story}, but it holds 0 keys now`);
      if (watched < rules.settle.timeout) return { verdict: 'measure' };
      return end('failed', worse.code, `holds 0 keys now, but ${worse.what}`);
    }
    if (!settled) return keepWatching;
    if (phase.measuredAt === undefined) return { verdict: 'measure' };
    const left = describeKeys(one);
    const advice = 'check whether its data is gone before you flush it again';
    if (lost) return end('unknown', 'answer-lost', `${story} and ${left}: ${advice}`);
    return end('failed', 'unnamed', `${story}, it was not seen FLUSHING and ${left}: ${advice}`);
  }
  if (!settled) return keepWatching;
  const code = lost ? 'answer-lost' : 'unnamed';
  const unseen = 'it may have restarted unseen, so it was not restarted again';
  if (one.seen?.updatedAt !== phase.before.updatedAt)
    return end('unknown', code, `${story}, and DCS changed it since: ${unseen}`);
  if (wasOutOfSight(phase))
    return end(
      'unknown',
      code,
      `${story}, and it was out of sight for ${formatDuration(phase.blindMs)}: ${unseen}`,
    );
  const waited = formatDuration(rules.settle.acceptance);
  return {
    verdict: 'failed-try',
    final: false,
    code,
    reason: `${story}, and it did not restart within ${waited}`,
  };
}

const unnamedStory = "DCS's answer did not name it";

/** What is known of a call that may have been carried out. */
export function lostStory(cause: CallCause | undefined): string {
  if (cause?.code === 'unnamed') return unnamedStory;
  switch (cause?.ending) {
    case 'refused':
      return 'the call was answered with an error';
    case 'unreadable':
    case 'too-large':
    case 'cut':
      return 'the answer to the call could not be read';
    default:
      return 'the answer to the call was lost';
  }
}

/** For so long that a whole restart may have passed. */
function wasOutOfSight({ blindMs }: Watching): boolean {
  return blindMs > shortestRestartMs - lookMs;
}

function describeKeys({ keys, keysBefore }: Tracked): string {
  if (keys === undefined) return 'its key count could not be read';
  return keys === 0 && keysBefore === 0 ? 'it holds 0 keys, as it did before' : `it holds ${keys} keys`;
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
  return end('unknown', 'answer-lost', `${lostStory(phase.lostTo)} and it has been ${status} for ${waited}`);
}

/** DCS tells of it in a way that cannot be read: whatever became of it, nobody has seen it. */
function illegible({ certainty }: Watching, rules: Rules): WatchVerdict {
  const sent = certainty === 'accepted' ? 'DCS accepted it' : 'it was sent';
  const waited = formatDuration(rules.settle.timeout);
  return end('unknown', 'unreadable', `${sent}, but its status could not be read for ${waited} - look at it`);
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

/** An instance that keeps its data over a restart, had some, and has none now. */
function describeEmptying({ planned, keysBefore = 0, keys }: Tracked): Worse | undefined {
  if (planned.losesData || keysBefore === 0 || keys !== 0) return undefined;
  return { code: 'data-lost', what: `it holds no keys any more, it held ${keysBefore}` };
}

const keepWatching: WatchVerdict = { verdict: 'keep-watching' };

function end(outcome: Outcome, code: EndCode, reason: string, cause?: CallCause): WatchVerdict {
  return { verdict: 'end', outcome, code, reason, cause };
}
