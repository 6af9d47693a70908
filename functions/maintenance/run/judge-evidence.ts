import type { CallCause } from '../foundation/call-cause.ts';
import { formatDuration } from '../foundation/time/duration.ts';
import type { Rules } from '../plan/plan.ts';
import { type CallFailure, failureStory } from './call-failure.ts';
import { keysFell } from './instance-changes.ts';
import type { Tracked, Watching } from './state.ts';
import { end, keepWatching, type WatchVerdict } from './watch-verdict.ts';

/** "10 seconds to 30 minutes" (user guide, dcs-ug-0713008): nothing shorter can pass between two looks unseen. */
const shortestRestartMs = 10_000;
/** What a list may take: what it tells may be as much older than its answer. */
const lookMs = 2_500;

/**
 * Judges an instance that is RUNNING and was not seen to carry the action out, when the answer was no success: only
 * what is seen counts. A restart is sent again when every look for the whole of `settle.acceptance` has shown that it
 * did not happen; a flush only when, besides, it kept its keys and the call did not end in silence.
 */
export function judgeEvidence(one: Tracked, phase: Watching, rules: Rules, lookedAt: number): WatchVerdict {
  if (rules.action === 'flush') return judgeFlush(one, phase, rules, lookedAt);
  const { acceptance } = rules.settle;
  if (lookedAt - phase.since < acceptance) return keepWatching;
  const story = storyOf(phase);
  const code = codeOf(phase);
  const doubt = whyPerhapsUnseen(one, phase);
  if (doubt !== undefined) return end('unknown', code, doubt);
  const waited = formatDuration(acceptance);
  return {
    verdict: 'failed-try',
    final: false,
    code,
    reason: `${story}, and it did not restart within ${waited}`,
  };
}

/**
 * Judges a restart that DCS refused for certain and that was not seen all the same, in whatever state the instance is.
 * The refusal is believed when nothing has shown for the whole of `settle.acceptance`, of a call that named others (see
 * `isAboutIt`) only by the proof that a lost answer takes.
 */
export function judgeRefusedRestart(
  one: Tracked,
  phase: Watching,
  { settle }: Rules,
  lookedAt: number,
): WatchVerdict {
  if (lookedAt - phase.since < settle.acceptance) return keepWatching;
  const doubt = isAboutIt(phase) ? undefined : whyPerhapsUnseen(one, phase);
  return doubt === undefined ? refusedForCertain(phase) : end('unknown', codeOf(phase), doubt);
}

/**
 * Whether a refusal says of this instance that nothing was done: the call named no other, or DCS named the state of one
 * of them. Such a call is refused before anything is carried out, and the instance that it is about changes by itself.
 */
function isAboutIt({ apart, answer }: Watching): boolean {
  return apart === undefined || (answer?.kind === 'failure' && answer.failure.kind === 'wait');
}

/** Why a restart may have come and gone without a look that shows it; `undefined` when it cannot. */
function whyPerhapsUnseen({ seen }: Tracked, phase: Watching): string | undefined {
  const story = storyOf(phase);
  const unseen = 'it may have restarted unseen, so it was not restarted again';
  const { before, leftAt, blindMs } = phase;
  if (seen?.updatedAt !== before.updatedAt || leftAt !== undefined)
    return `${story}, and DCS changed it since: ${unseen}`;
  if (!wasOutOfSight(phase)) return undefined;
  return `${story}, and it was out of sight for ${formatDuration(blindMs)}: ${unseen}`;
}

/** What to do with a flush of which nobody knows. */
export const flushAdvice = 'check whether its data is gone before you flush it again';

function judgeFlush(one: Tracked, phase: Watching, rules: Rules, lookedAt: number): WatchVerdict {
  const { keysBefore, seen } = one;
  const { certainty, measuredAt, fewestKeys, before } = phase;
  // Counted after every look: clients write again at once.
  if (measuredAt === undefined || measuredAt < lookedAt) return { verdict: 'measure' };
  if (lookedAt - phase.since < rules.settle.acceptance) return keepWatching;
  const story = `${storyOf(phase)}, it was not seen FLUSHING`;
  const left = describeKeys(one, fewestKeys);
  const code = codeOf(phase);
  const fell = fewestKeys !== undefined && keysBefore !== undefined && keysFell(keysBefore, fewestKeys);
  const kept = fewestKeys !== undefined && keysBefore !== undefined && keysBefore > 0 && !fell;
  const untouched = seen?.updatedAt === before.updatedAt && !wasOutOfSight(phase);
  // Not even a refusal for its state is believed without a look: what held nothing shows nothing by holding nothing.
  if (certainty === 'refused' && !fell && (kept || untouched)) return refusedForCertain(phase);
  if (saysSomething(phase) && kept && untouched)
    return { verdict: 'failed-try', final: false, code, reason: `${story} and ${left}` };
  const known = (certainty === 'rejected' || certainty === 'unnamed') && !fell;
  return end(known ? 'failed' : 'unknown', code, `${story} and ${left}: ${flushAdvice}`);
}

/** A gateway's: it gave up on DCS, which may be at work behind it. 408 and 499: the call, or the answer, was not heard out. */
const givenUp: ReadonlySet<number> = new Set([408, 499, 502, 504]);

/**
 * Whether DCS has said that it did not flush, or how the call ended: then nothing of it is under way any more, and what
 * an accepted flush would show is seen within `settle.acceptance`. Silence, a reset, a gateway that gave up and a 5xx
 * that names no code of a service say nothing of that kind. Such a call may reach DCS, or be carried out, at any later
 * time, and there is no look that proves the contrary: a flush whose answer was lost is never sent again.
 */
function saysSomething({ certainty, answer }: Watching): boolean {
  if (certainty === 'rejected') return true;
  if (answer?.kind !== 'failure') return false;
  const { ending, status = 0, code } = answer.failure;
  if (ending !== 'refused' || status < 400 || givenUp.has(status)) return false;
  return status < 500 || code !== `HTTP.${status}`;
}

function describeKeys({ keys, keysBefore }: Tracked, fewest = keys): string {
  if (keys === undefined) return 'its key count could not be read';
  if (keys === 0 && keysBefore === 0) return 'it holds 0 keys, as it did before';
  if (keysBefore === undefined) return `it holds ${keys} keys, and how many it held before is not known`;
  return fewest !== undefined && keysFell(keysBefore, fewest)
    ? `of its ${keysBefore} keys it held ${fewest} at least once since`
    : `it holds ${keys} keys`;
}

/** What held nothing before shows nothing by holding nothing now. */
export function isEmptied({ keysBefore = 0 }: Tracked, { fewestKeys }: Watching, { action }: Rules): boolean {
  return action === 'flush' && keysBefore > 0 && fewestKeys === 0;
}

/** Whether it is a restart that DCS refused for certain, and was not seen to be carried out all the same. */
export function isRefusedRestart({ certainty }: Watching, { action }: Rules): boolean {
  return certainty === 'refused' && action !== 'flush';
}

/** What follows from a refusal for certain that nothing contradicts: some pass, others would come again. */
function refusedForCertain({ answer }: Watching): WatchVerdict {
  if (answer?.kind !== 'failure') return keepWatching;
  const { kind, code } = answer.failure;
  return { verdict: 'failed-try', final: kind !== 'wait', code, ...failureStory(answer.failure) };
}

/**
 * Whether a try of one that waits has failed, or it was sent in a call of which only looks can say what it did: nobody says
 * of it that it was not touched.
 */
export function wasTried({ sent, failedTries }: Tracked): boolean {
  return failedTries > 0 || (sent !== undefined && sent.certainty !== 'refused');
}

/** For so long that a whole restart may have passed. */
export function wasOutOfSight({ blindMs }: Watching): boolean {
  return blindMs > shortestRestartMs - lookMs;
}

/** The code of an end that goes back to what was answered. */
export function codeOf({ certainty, answer }: Watching): string {
  switch (certainty) {
    case 'accepted':
    case 'lost':
    case 'odd':
      return 'answer-lost';
    case 'unnamed':
    case 'rejected':
    case 'refused':
      return answer?.kind === 'failure' ? answer.failure.code : certainty;
    default:
      return certainty satisfies never;
  }
}

/** What was answered, in words. */
export function storyOf({ certainty, answer }: Watching): string {
  if (answer?.kind === 'failure') {
    const { failure } = answer;
    return failure.kind === 'ambiguous' ? lostStory(failure) : failureStory(failure).reason;
  }
  if (answer?.kind === 'said') {
    const what = `DCS answered ${answer.said} for it`;
    return certainty === 'rejected' ? `${what} and gives no reason` : what;
  }
  if (answer?.kind === 'unnamed' || certainty === 'unnamed') return "DCS's answer did not name it";
  return certainty === 'accepted' ? 'DCS accepted it' : 'the answer to the call was lost';
}

/** What is known of a call that may have been carried out. */
function lostStory({ ending }: CallFailure): string {
  switch (ending) {
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

/** What the cloud said: of the call, where that failed as a whole, or of the instance, where that is not documented. */
export function causeOf({ answer }: Watching): CallCause | undefined {
  return answer?.kind === 'failure' ? failureStory(answer.failure).cause : answer?.cause;
}

/** What was answered, where what was seen is another thing. */
export function despite(phase: Watching): string {
  const { answer } = phase;
  const isLost = answer?.kind === 'failure' && answer.failure.kind === 'ambiguous';
  return answer === undefined || isLost ? '' : `${storyOf(phase)}, but it `;
}
