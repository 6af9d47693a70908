import type { Clock } from '../../maintenance/foundation/clock.ts';
import { CodedError } from '../../maintenance/foundation/coded-error.ts';
import { HuaweiCallError } from '../../maintenance/huawei/huawei-call-error.ts';
import { InterruptedError, type Signal } from '../place/interruption.ts';

/** What steps are planned from and taken with; `State` is what the account holds. */
type Undertaking<State, Step> = {
  readonly read: () => Promise<State>;
  readonly plan: (state: State) => readonly Step[];
  readonly take: (step: Step) => Promise<void>;
  readonly tell: (step: Step) => string;
  /** Says that a step begins, and how it ended. */
  readonly say: (line: string) => void;
  /** Mends what a refused step leaves behind, and says what was done; nothing to mend is `undefined`. */
  readonly mend?: (refused: Step, before: Step | undefined) => Promise<string | undefined>;
  readonly clock: Clock;
  readonly attended: Attended;
  /** Whether the steps must not end after this one, because the next one mends what it left. */
  readonly binds?: (step: Step) => boolean;
};

/** Somebody who watches the steps, and may want an end of them. */
export type Attended = {
  readonly interrupted: () => Signal | undefined;
  readonly watch: (progress: Progress) => void;
};

/** How far the steps have come. */
export type Progress = {
  readonly done: readonly string[];
  /** Sent, and not yet read back. */
  readonly underWay?: string;
  readonly left: readonly string[];
};

/** How the steps ended. */
export type Outcome = {
  readonly done: readonly string[];
  readonly left: readonly string[];
  readonly failure: CodedError | undefined;
};

/** A change that was taken may show a moment later. */
const patienceMs = [0, 1_000, 3_000];

/**
 * Takes the first step that is planned, reads back, and plans anew, until nothing is left. What counts is what was read
 * back: a step whose answer was lost may be done, one that was answered well may not.
 */
export async function takeSteps<State, Step>(
  undertaking: Undertaking<State, Step>,
  first: State,
): Promise<Outcome> {
  const { plan, take, tell, say, mend, attended, binds } = undertaking;
  const done: string[] = [];
  const tried = new Set<string>();
  let state = first;
  let before: Step | undefined;
  for (let steps = plan(state); steps[0] !== undefined; steps = plan(state)) {
    const [step] = steps;
    const key = JSON.stringify(step);
    const stop = (failure: CodedError): Outcome => ({ done, left: steps.map(tell), failure });
    const signal = attended.interrupted();
    if (signal && !(before && binds?.(before)))
      return stop(new InterruptedError(signal, 'no further step was begun'));
    const [underWay, ...left] = steps.map(tell);
    attended.watch({ done, ...(underWay !== undefined && { underWay }), left });
    if (tried.has(key)) return stop(notTaken(tell(step)));
    tried.add(key);
    const failure = await failureOf(() => take(step));
    try {
      const seen = await readBack(undertaking, key, isRefusal(failure) ? [0] : patienceMs);
      if (seen.still) {
        const mended = isRefusal(failure) ? await mend?.(step, before) : undefined;
        if (mended !== undefined) say(`  ${mended}`);
        say(`  ${tell(step)}: not done`);
        return stop(failure ?? notTaken(tell(step)));
      }
      state = seen.state;
    } catch (error) {
      const unread = failure ?? coded(error);
      say(`  ${tell(step)}: not known, as nothing could be read back`);
      return stop(unread);
    }
    say(`  ${tell(step)}: done${failure ? ', although its answer was lost' : ''}`);
    done.push(tell(step));
    before = step;
  }
  attended.watch({ done, left: [] });
  return { done, left: [], failure: undefined };
}

async function readBack<State, Step>(
  { read, plan, clock }: Undertaking<State, Step>,
  key: string,
  waits: readonly number[],
): Promise<{ readonly state: State; readonly still: boolean }> {
  let state = await read();
  const isStill = () => plan(state).some((step) => JSON.stringify(step) === key);
  for (const wait of waits.slice(1)) {
    if (!isStill()) break;
    await clock.wait(wait);
    state = await read();
  }
  return { state, still: isStill() };
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
  return cause instanceof HuaweiCallError && cause.end === 'refused' && (cause.httpStatus ?? 500) < 500;
}

function notTaken(what: string): CodedError {
  return new CodedError(
    'deploy.unverified',
    `"${what}" was answered well, and what was read back does not show it`,
  );
}
