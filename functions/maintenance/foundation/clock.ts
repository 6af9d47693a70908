/** Port to time. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Resolves after `ms`, or at once when the signal is or gets aborted; never rejects. */
  wait(ms: number, signal?: AbortSignal): Promise<void>;
}
