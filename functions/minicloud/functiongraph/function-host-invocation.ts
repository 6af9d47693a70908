import type { Failure } from './function-host-messages.ts';
import type { ProcessEnd } from './function-host-process.ts';

/** What became of one event. */
export type Invocation = {
  readonly requestId: string;
  /** Every line the function printed or logged, those of its loading in its first invocation. */
  readonly logs: readonly string[];
  /** How long the handler ran, in cloud time. */
  readonly cloudMs: number;
  /** The most memory its process has held so far; `undefined` when it did not live to tell. */
  readonly peakMemoryBytes: number | undefined;
} & InvocationEnd;

/** How an invocation ended. */
type InvocationEnd =
  /** The handler's answer after a round through JSON; `undefined` when it gave none. */
  | { readonly kind: 'answered'; readonly answer: unknown }
  /** The handler threw, or could not be loaded. Worded as FunctionGraph does. */
  | ({ readonly kind: 'failed' } & Failure)
  /** The platform ended it. */
  | { readonly kind: 'killed'; readonly reason: 'timeout' }
  /** The process ended by itself, by somebody's hand, or for want of memory. */
  | {
      readonly kind: 'crashed';
      readonly exitCode: number | null;
      readonly signal: string | null;
      readonly errorMessage: string;
    };

/** How an invocation ended, and at which peak of memory, from how its process came out of it. */
export function readEnd(
  end: ProcessEnd,
  logs: readonly string[],
): InvocationEnd & Pick<Invocation, 'peakMemoryBytes'> {
  switch (end.kind) {
    case 'timed-out':
      return { kind: 'killed', reason: 'timeout', peakMemoryBytes: undefined };
    case 'not-loaded': {
      const errorMessage = `function process was not ready after ${end.limitMs / 1000} s of computing, or 30 s longer in which it did nothing`;
      return { kind: 'crashed', exitCode: null, signal: 'SIGKILL', errorMessage, peakMemoryBytes: undefined };
    }
    case 'memory-exceeded': {
      const { peakMemoryBytes } = end;
      return {
        kind: 'crashed',
        exitCode: null,
        signal: 'SIGKILL',
        errorMessage: outOfMemory,
        peakMemoryBytes,
      };
    }
    case 'died': {
      const { exitCode, signal } = end;
      const heapExhausted = logs.some((line) => line.includes('JavaScript heap out of memory'));
      const errorMessage = heapExhausted
        ? outOfMemory
        : `function process ended: ${signal ?? `exit code ${exitCode}`}`;
      return { kind: 'crashed', exitCode, signal, errorMessage, peakMemoryBytes: undefined };
    }
    case 'replied': {
      const { reply } = end;
      const { peakMemoryBytes } = reply;
      if (reply.kind === 'failed') return { kind: 'failed', ...reply.failure, peakMemoryBytes };
      const answer: unknown = reply.answer === undefined ? undefined : JSON.parse(reply.answer);
      return { kind: 'answered', answer, peakMemoryBytes };
    }
  }
}

/** In FunctionGraph's words (its FAQ). What it says when a process just ends is not published. */
const outOfMemory = 'runtime memory limit exceeded';
