import type { Clock } from '../../maintenance/foundation/clock.ts';
import { CodedError } from '../../maintenance/foundation/coded-error.ts';
import { HuaweiCallError } from '../../maintenance/huawei/huawei-call-error.ts';
import { InterruptedError } from '../place/interruption.ts';
import type { Attended, Outcome } from './progress.ts';

/** What steps are planned from and taken with; `State` is what the account holds. */
type Undertaking<State, Step> = {
  readonly read: () => Promise<State>;
  readonly plan: (state: State) => readonly Step[];
  readonly take: (step: Step) => Promise<void>;
  readonly tell: (step: Step) => string;
  /** Says that a step begins, and how it ended. */
  readonly say: (line: string) => void;
  readonly clock: Clock;
  readonly attended: Attended;
  /** What somebody else has changed between two readings, besides what the step that was taken between them does. */
  readonly intrusion: (before: State, now: State, step?: Step) => CodedError | undefined;
  /** Whether the first step says whose the others are, so that one who says the same at that moment is waited for. */
  readonly claims?: boolean;
  /** Whether the steps must not end there: then a step that fails is tried again, and what is there is mended. */
  readonly isHalfChanged?: (state: State) => boolean;
  /** What mends such a state, the first that goes. */
  readonly mend?: (state: State) => readonly Step[];
  /** What it means that the steps have ended there; `unseen`: what was sent since, and could not be read back. */
  readonly meaning?: (state: State, unseen?: Step) => string | undefined;
};

/** A change that was taken may show a moment later, and what could not be read or done may go then. */
const patienceMs = [0, 1_000, 3_000];

/** What was seen after a step. */
type Seen<State> =
  | { readonly kind: 'taken' | 'still'; readonly state: State; readonly intrusion: CodedError | undefined }
  | { readonly kind: 'unread'; readonly error: CodedError };

/**
 * Reads again what may have changed since it was shown; then takes the first step that is planned, reads back, and plans
 * anew, until nothing is left or somebody else has written. What counts is what was read back: a step whose answer was
 * lost may be done, one that was answered well may not.
 */
export async function takeSteps<State, Step>(
  undertaking: Undertaking<State, Step>,
  first: State,
): Promise<Outcome> {
  const { plan, tell, say, attended, meaning, clock } = undertaking;
  const isHalfChanged = undertaking.isHalfChanged ?? (() => false);
  const done: string[] = [];
  const found: string[] = [];
  const tried = new Set<string>();
  const begun = clock.now();
  let state = first;
  let isFresh = false;
  const ended = (failure: CodedError, at: State, unseen?: Step): Outcome => {
    const means = meaning?.(at, unseen);
    const left = plan(at).map(tell);
    // What somebody else did may be undone by now, or done once more.
    const still = found.filter((what) => !left.includes(what));
    return { done, found: still, left, failure, ...(means !== undefined && { meaning: means }) };
  };
  /** Somebody else has written; where that is all that was to be done, nothing is wrong. */
  const stopped = (intrusion: CodedError, at: State): Outcome => {
    if (plan(at).length > 0) return ended(intrusion, at);
    found.push(
      ...plan(first)
        .map(tell)
        .filter((what) => ![...done, ...found].includes(what)),
    );
    say('  nothing is left to do: somebody else has done it meanwhile');
    return { done, found, left: [], failure: undefined };
  };
  for (let steps = plan(state); steps[0] !== undefined; steps = plan(state)) {
    const [step] = steps;
    const key = JSON.stringify(step);
    const signal = attended.interrupted();
    if (signal && !isHalfChanged(state))
      return ended(new InterruptedError(signal, 'no further step was begun'), state);
    if (!isFresh) {
      const again = await look(undertaking, state);
      if (again.kind === 'unread') return ended(again.error, state);
      state = again.state;
      if (again.intrusion) return stopped(again.intrusion, state);
      isFresh = true;
      continue;
    }
    const [underWay, ...left] = steps.map(tell);
    const means = isHalfChanged(state) ? meaning?.(state, step) : undefined;
    attended.watch({
      ...{ done, left },
      ...(underWay !== undefined && { underWay }),
      ...(means !== undefined && { meaning: means }),
    });
    if (tried.has(key)) return ended(notTaken(tell(step)), state);
    tried.add(key);
    const { failure, seen } = await attempt(undertaking, state, step);
    if (seen.kind === 'unread') {
      say(`  ${tell(step)}: not known, as nothing could be read back`);
      return ended(failure ?? seen.error, state, step);
    }
    const isTaken = seen.kind === 'taken';
    const stop = seen.intrusion ?? (isTaken ? undefined : (failure ?? notTaken(tell(step))));
    say(`  ${tell(step)}: ${told(isTaken, failure, seen.intrusion)}`);
    const isOwn = !failure || !(seen.intrusion || isRefusal(failure));
    if (isTaken) (isOwn ? done : found).push(tell(step));
    state = seen.state;
    if (stop) {
      if (!isHalfChanged(state)) return stop === seen.intrusion ? stopped(stop, state) : ended(stop, state);
      const end = await mended(undertaking, state);
      return ended(stop, end.state, end.unseen);
    }
    if (tried.size === 1 && undertaking.claims) {
      // Whoever read before this was written may write down another one still, as late as this took.
      await clock.wait(clock.now() - begun);
      isFresh = false;
    }
  }
  attended.watch({ done, left: [] });
  return { done, found, left: [], failure: undefined };
}

/** How a step ended; that something is as it is wanted shows only of one who is alone that it was this step. */
function told(isTaken: boolean, failure: CodedError | undefined, intrusion: CodedError | undefined): string {
  if (!isTaken) return intrusion && !failure ? 'not as wanted, as somebody else has written' : 'not done';
  if (!failure) return 'done';
  if (isRefusal(failure)) return 'found as wanted: somebody else has done it';
  return intrusion ? 'as wanted, and not known by whom' : 'done, although its answer was lost';
}

/** Takes a step and looks what came of it; where none may be left undone, more than once. */
async function attempt<State, Step>(
  undertaking: Undertaking<State, Step>,
  state: State,
  step: Step,
): Promise<{ readonly failure: CodedError | undefined; readonly seen: Seen<State> }> {
  const waits = undertaking.isHalfChanged?.(state) ? patienceMs : [0];
  /** Of a try before this one, which may be what shows now. */
  let lost: CodedError | undefined;
  for (const [index, wait] of waits.entries()) {
    if (wait > 0) await undertaking.clock.wait(wait);
    const failure = await failureOf(() => undertaking.take(step));
    const seen = await look(undertaking, state, step, !isRefusal(failure));
    const isLast = index === waits.length - 1 || !failure || !mayPass(failure);
    if (seen.kind === 'taken' && failure && lost) return { failure: lost, seen };
    // It was not this call, and so somebody else who has changed what it was to change.
    if (seen.kind === 'taken' && isRefusal(failure))
      return { failure, seen: { ...seen, intrusion: undertaking.intrusion(state, seen.state) } };
    if (isLast || seen.kind !== 'still' || seen.intrusion) return { failure, seen };
    if (!isRefusal(failure)) lost = failure;
  }
  throw new RangeError('there is no try without an end');
}

/** Reads, until a step shows and nobody else's change does, or the patience ends. */
async function look<State, Step>(
  { read, plan, intrusion, clock }: Undertaking<State, Step>,
  before: State,
  step?: Step,
  isPatient = true,
): Promise<Seen<State>> {
  const key = JSON.stringify(step);
  let last: Seen<State> | undefined;
  for (const wait of patienceMs) {
    if (wait > 0) await clock.wait(wait);
    try {
      const state = await read();
      const isStill = step !== undefined && plan(state).some((each) => JSON.stringify(each) === key);
      last = { kind: isStill ? 'still' : 'taken', state, intrusion: intrusion(before, state, step) };
      if (!last.intrusion && !(isStill && isPatient)) return last;
    } catch (error) {
      const unread = coded(error);
      last = { kind: 'unread', error: unread };
      if (!mayPass(unread)) return last;
    }
  }
  if (!last) throw new RangeError('there is no look without an end');
  return last;
}

/** Takes what mends a state until it is mended, and gives what was read last and what may have been done since. */
async function mended<State, Step>(
  undertaking: Undertaking<State, Step>,
  broken: State,
): Promise<{ readonly state: State; readonly unseen?: Step }> {
  const { mend, tell, say, isHalfChanged } = undertaking;
  let state = broken;
  for (const step of mend?.(broken) ?? []) {
    if (!isHalfChanged?.(state)) break;
    const { failure, seen } = await attempt({ ...undertaking, intrusion: () => undefined }, state, step);
    if (seen.kind === 'unread') return { state, unseen: step };
    say(`  ${tell(step)}, so that jobs run: ${failure && isHalfChanged(seen.state) ? 'not done' : 'done'}`);
    state = seen.state;
  }
  return { state };
}

async function failureOf(take: () => Promise<void>): Promise<CodedError | undefined> {
  try {
    await take();
    return undefined;
  } catch (error) {
    return coded(error);
  }
}

/** What is no error of a call is a bug of ours, and goes on its way. */
function coded(error: unknown): CodedError {
  if (error instanceof CodedError) return error;
  throw error;
}

function isRefusal(failure: CodedError | undefined): boolean {
  const { cause } = failure ?? {};
  if (!(cause instanceof HuaweiCallError) || cause.end !== 'refused') return false;
  const { httpStatus = 500 } = cause;
  // Whoever stands between tells with these that he has not heard an answer.
  return httpStatus < 500 && httpStatus !== 408 && httpStatus !== 499;
}

/** Whether the same may go well a moment later. */
function mayPass(failure: CodedError): boolean {
  const { cause } = failure;
  return !isRefusal(failure) || (cause instanceof HuaweiCallError && cause.httpStatus === 429);
}

function notTaken(what: string): CodedError {
  return new CodedError(
    'deploy.unverified',
    `"${what}" was answered with success, but what was read back does not show it: it was not applied, or overwritten`,
  );
}
