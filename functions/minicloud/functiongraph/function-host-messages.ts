import * as z from 'zod/mini';

/** Temporary keys of an agency. */
export type Credentials = {
  readonly accessKey: string;
  readonly secretKey: string;
  readonly securityToken: string;
};

/**
 * What a function's process is started with. `entry` is the path of the module, `exportName` the handler in it, `now`
 * cloud time (milliseconds since 1970).
 */
export type Launch = {
  readonly entry: string;
  readonly exportName: string;
  readonly now: number;
  readonly errorTypeFrom: 'name' | 'class';
};

/** What a function's process is told: to carry out an event, or how late it is in the cloud (the how-manieth time: `turn`). */
export type ToProcess =
  | { readonly kind: 'work'; readonly work: Work }
  | { readonly kind: 'time'; readonly turn: number; readonly now: number };

/** One event for a function's process. */
export type Work = {
  readonly requestId: string;
  /** JSON. */
  readonly event: string;
  /** Cloud time from which the time limit counts. */
  readonly startedAt: number;
  readonly credentials?: Credentials;
  /** What the context tells from an instant of cloud time on: keys are refreshed while a function runs. */
  readonly refreshed?: { readonly at: number; readonly credentials: Credentials };
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

const endings = [
  /** `answer` is JSON; absent when the handler returned nothing. */
  z.object({ kind: z.literal('answered'), answer: z.optional(z.string()), peakMemoryBytes: z.number() }),
  z.object({ kind: z.literal('failed'), failure: failureSchema, peakMemoryBytes: z.number() }),
] as const;

/** What a function's process tells: after each piece of work how that ended, and what else it is asked. */
export const fromProcessSchema = z.discriminatedUnion('kind', [
  ...endings,
  z.object({ kind: z.literal('ready') }),
  /** All is done that can be done by the time it was told; it goes on by itself at `due`, if at all. */
  z.object({
    kind: z.literal('reached'),
    turn: z.number(),
    due: z.nullable(z.number()),
    connections: z.array(
      z.object({ ownPort: z.number(), port: z.number(), read: z.number(), written: z.number() }),
    ),
  }),
]);

const replySchema = z.discriminatedUnion('kind', endings);

/** How a piece of work ended. */
export type Reply = z.output<typeof replySchema>;
