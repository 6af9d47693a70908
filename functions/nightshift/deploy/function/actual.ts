import * as z from 'zod/mini';
import { parseJson } from '../../../maintenance/foundation/parse-json.ts';
import { recordVariable } from '../serverless/check-deployment.ts';
import type { AsyncPolicy, Timer, Variables, WantedFunction } from '../serverless/deployment.ts';

/** A trigger as it was read; `timer` only for the type TIMER. */
export type ActualTrigger = {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly timer: Timer | undefined;
};

/** What a function, or a published version of one, is configured with. */
export type ActualConfig = Pick<
  WantedFunction,
  'handler' | 'memorySize' | 'timeout' | 'description' | 'variables'
> & {
  readonly runtime: string;
  /** SHA-512 of the zip, in hexadecimal. */
  readonly digest: string;
  readonly codeSize: number;
  readonly xrole: string;
  readonly appXrole: string;
  /** -1 for any number. */
  readonly maxInstanceNum: number | undefined;
  readonly enableLtsLog: boolean | undefined;
  readonly logGroupId: string | undefined;
  readonly logStreamId: string | undefined;
  /** When FunctionGraph says that it was changed last. */
  readonly modifiedAt?: string | undefined;
  readonly record: DeployRecord | undefined;
};

/** A function as it was read. */
export type ActualFunction = ActualConfig & {
  readonly asyncPolicy: AsyncPolicy | undefined;
  readonly triggers: readonly ActualTrigger[];
  /** Names of the published versions, in the order they were read. */
  readonly versions: readonly string[];
};

const recordSchema = z.object({
  v: z.literal(1),
  made: z.boolean(),
  timers: z.array(z.string()),
  async: z.boolean(),
  secrets: z.string(),
  mark: z.optional(
    z.object({
      id: z.string(),
      at: z.string(),
      build: z.optional(z.string()),
      code: z.optional(z.object({ digest: z.string(), build: z.string() })),
    }),
  ),
});

/** Of the last deploy that changed anything: which it was, when it began, and by which build of the program. */
export type DeployMark = {
  readonly id: string;
  readonly at: string;
  readonly build?: string | undefined;
  /** What the code that it brings was built from, and the beginning of that code's digest. */
  readonly code?: { readonly digest: string; readonly build: string } | undefined;
};

/** So much of a digest tells one code from another. */
const digestSigns = 12;

/** See `DeployMark`; `undefined` for code of which nobody knows what it was built from. */
export function codeMark(digest: string, build: string | undefined): DeployMark['code'] {
  return build === undefined ? undefined : { digest: digest.slice(0, digestSigns), build };
}

/** What the code that is there was built from, as far as whoever deployed it has written that down. */
export function recordedBuild({ digest, record }: ActualConfig): string | undefined {
  const code = record?.mark?.code;
  return code?.digest === digest.slice(0, digestSigns) ? code.build : undefined;
}

/**
 * What deploy writes down about a function, in a variable of the function itself: FunctionGraph has no place of its own
 * for whose a trigger is, and what is encrypted it does not give back.
 */
export type DeployRecord = {
  /** Whether deploy made the function, or took over one that was there. */
  readonly made: boolean;
  /** The names of the TIMER triggers that are deploy's. */
  readonly timers: readonly string[];
  /** Whether the asynchronous policy is deploy's. */
  readonly async: boolean;
  /** A salted digest of the encrypted variables; empty when there are none. */
  readonly secrets: string;
  /** Of versions before, nobody's. */
  readonly mark?: DeployMark | undefined;
};

/** Takes the record out of a function's variables; without one the function is not deploy's. */
export function takeRecord(variables: Variables): {
  readonly record: DeployRecord | undefined;
  readonly variables: Variables;
} {
  const { [recordVariable]: text, ...others } = variables;
  if (text === undefined) return { record: undefined, variables: others };
  const parsed = recordSchema.safeParse(parseJson(text));
  if (!parsed.success) return { record: undefined, variables: others };
  const { v: _, ...record } = parsed.data;
  return { record, variables: others };
}

/** The variables of a function with the record among them. */
export function withRecord(
  variables: Variables,
  { made, timers, async, secrets, mark }: DeployRecord,
): Record<string, string> {
  return { ...variables, [recordVariable]: JSON.stringify({ v: 1, made, timers, async, secrets, mark }) };
}
