import * as z from 'zod/mini';

/** Temporary keys of an agency. */
export type Credentials = {
  readonly accessKey: string;
  readonly secretKey: string;
  readonly securityToken: string;
};

/**
 * One instant twice, and the cloud's milliseconds per real one. The real side is the machine's monotonic clock, which
 * all its processes share, so that parent and child agree to the microsecond even when the machine's time is corrected.
 */
export type Epoch = {
  /** Milliseconds since 1970. */
  readonly cloud: number;
  /** `process.hrtime`, in milliseconds. */
  readonly monotonicMs: number;
  readonly scale: number;
};

/** What a function's process is started with. `entry` is the path of the module, `exportName` the handler in it. */
export type Launch = { readonly entry: string; readonly exportName: string; readonly epoch: Epoch };

/** One event for a function's process. */
export type Work = {
  readonly requestId: string;
  /** JSON. */
  readonly event: string;
  /** Cloud time from which the time limit counts. */
  readonly startedAt: number;
  readonly credentials?: Credentials;
  /** Written to both outputs after the handler's last line, because messages and output overtake each other. */
  readonly endMark: string;
};

const failureSchema = z.object({
  errorMessage: z.string(),
  errorType: z.string(),
  stackTrace: z.optional(z.array(z.string())),
});

/** An error as FunctionGraph words it. */
export type Failure = z.output<typeof failureSchema>;

/** What a function's process tells after each piece of work; before the first it sends one `{ kind: 'ready' }`. */
export const replySchema = z.discriminatedUnion('kind', [
  /** `answer` is JSON; absent when the handler returned nothing. */
  z.object({ kind: z.literal('answered'), answer: z.optional(z.string()), peakMemoryBytes: z.number() }),
  z.object({ kind: z.literal('failed'), failure: failureSchema, peakMemoryBytes: z.number() }),
]);

/** See `replySchema`. */
export type Reply = z.output<typeof replySchema>;
