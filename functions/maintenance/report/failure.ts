import type { CallCause } from '../foundation/call-cause.ts';

/** An invocation in which nothing could be carried out at all. */
export type Failure = {
  readonly code: string;
  readonly message: string;
  readonly requestId: string;
  /** What the cloud said last, where that is why. */
  readonly cause?: CallCause | undefined;
};
