import type { CallCause } from '../foundation/call-cause.ts';
import type { Outcome } from './outcome.ts';

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
      readonly code: string;
      readonly reason: string;
      /** See `Conclusion`. */
      readonly cause?: CallCause | undefined;
    }
  | {
      readonly verdict: 'end';
      readonly outcome: Outcome;
      readonly code: string;
      readonly reason: string;
      readonly cause?: CallCause | undefined;
    };

/** Nothing can be said yet. */
export const keepWatching: WatchVerdict = { verdict: 'keep-watching' };

/** It ended so. */
export function end(outcome: Outcome, code: string, reason: string, cause?: CallCause): WatchVerdict {
  return { verdict: 'end', outcome, code, reason, cause };
}
