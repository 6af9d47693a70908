import { CodedError } from '../../maintenance/foundation/coded-error.ts';

/** What the process ends with: 128 and the number of the signal, as shells have it. */
const exitCodes = { SIGINT: 130, SIGTERM: 143 } as const;

/** Signals that end a command. */
export type Signal = keyof typeof exitCodes;

/** A command was ended in its middle; the message says what it has done and what is left. */
export class InterruptedError extends CodedError {
  readonly exitCode: (typeof exitCodes)[Signal];

  constructor(signal: Signal, left: string) {
    super('interrupted', `interrupted${signal === 'SIGINT' ? '' : ` by ${signal}`}: ${left}`);
    this.exitCode = exitCodes[signal];
  }
}

/** How a command is ended in its middle: by Ctrl-C, Ctrl-D at a question, or a signal. */
export type Interruption = {
  /** Somebody wants an end. */
  interrupt(signal: Signal): void;
  /** Rejects with an `InterruptedError` when the command is to end; stays open otherwise. */
  readonly end: Promise<never>;
  /** What the process ends with; `undefined` where nobody has interrupted. */
  exitCode(): InterruptedError['exitCode'] | undefined;
  /** Resolves with the first interruption from now on, which is how the command is meant to end and no failure. */
  meantEnd(): Promise<void>;
  /** From now on an end in the middle is told with this: what was done, and what is left. */
  leaves(what: () => string): void;
  /**
   * Work of several steps that each should come to their end: the first interruption is only shown in `signal`, after
   * which the work has some seconds to stop by itself; a second one ends it at once.
   */
  seeThrough<Result>(work: (signal: () => Signal | undefined) => Promise<Result>): Promise<Result>;
};

/** So long a step may go on when somebody has asked for an end. */
const graceMs = 10_000;

/** Of one command. `hurry` is called when an interruption waits for the end of a step. */
export function openInterruption(hurry: () => void = () => {}): Interruption {
  const { promise: end, reject } = withRejection();
  let leaves = () => 'nothing was changed';
  let stepping = false;
  let first: Signal | undefined;
  let endAsMeant: (() => void) | undefined;
  return {
    interrupt(signal) {
      if (endAsMeant) {
        endAsMeant();
        endAsMeant = undefined;
        return;
      }
      const isFirst = first === undefined;
      first ??= signal;
      if (!stepping || !isFirst) return reject(new InterruptedError(first, leaves()));
      hurry();
      const overdue = () => {
        if (stepping) reject(new InterruptedError(signal, leaves()));
      };
      setTimeout(overdue, graceMs).unref();
    },
    end,
    exitCode: () => first && exitCodes[first],
    meantEnd: () =>
      new Promise((resolve) => {
        endAsMeant = resolve;
      }),
    leaves(what) {
      leaves = what;
    },
    async seeThrough(work) {
      stepping = true;
      try {
        return await work(() => first);
      } finally {
        stepping = false;
      }
    },
  };
}

function withRejection(): {
  readonly promise: Promise<never>;
  readonly reject: (error: InterruptedError) => void;
} {
  let reject: (error: InterruptedError) => void = () => {};
  const promise = new Promise<never>((_, fail) => {
    reject = fail;
  });
  // It may come when nobody waits any more.
  promise.catch(() => {});
  return { promise, reject };
}
