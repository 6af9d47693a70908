import * as z from 'zod/mini';
import { CodedError } from '../../maintenance/foundation/coded-error.ts';
import { parseJson } from '../../maintenance/foundation/parse-json.ts';
import { HuaweiCallError } from '../../maintenance/huawei/huawei-call-error.ts';
import type { ShownPlan } from '../../maintenance/invocation/show-plan.ts';
import { type Summary, summarySchema } from '../../maintenance/report/summary.ts';
import type { DeployedFunction } from './deployed-function.ts';

/** An event by hand, without what says how it is carried out. */
export type EventByHand = (
  | { readonly job: string; readonly instances?: readonly string[] }
  | { readonly retryFailed: string }
) &
  NotHeeded;

/** Instances are touched out of their own maintenance windows too, or though they do not meet the job's conditions. */
export type NotHeeded = { readonly inMaintenanceWindow?: false; readonly ignoreConditions?: true };

/** What the function answered to one. */
export type Answered =
  | { readonly kind: 'plan'; readonly plan: ShownPlan }
  | { readonly kind: 'not-started'; readonly reason: string; readonly changes: readonly string[] }
  | { readonly kind: 'ran'; readonly summaries: readonly Summary[]; readonly unfinished: readonly string[] };

const instanceSchema = z.object({
  id: z.string(),
  name: z.string(),
  decision: z.enum(['act', 'refuse', 'skip']),
  wave: z.nullable(z.number()),
  reason: z.string(),
  losesData: z.boolean(),
  lossUnknown: z.optional(z.literal(true)),
});
const planSchema = z.object({
  job: z.string(),
  hash: z.string(),
  instances: z.array(instanceSchema),
  notes: z.array(z.string()),
  problems: z.array(z.object({ code: z.string(), reason: z.string(), region: z.nullable(z.string()) })),
});
const notStartedSchema = z.object({
  started: z.literal(false),
  reason: z.string(),
  changes: z.optional(z.array(z.string())),
});
const plansSchema = z.object({ plans: z.array(planSchema).check(z.length(1)) });
const ranSchema = z.object({
  summaries: z.array(summarySchema),
  unfinished: z.optional(z.array(z.object({ run: z.string() }))),
});
const failureSchema = z.object({ errorMessage: z.string(), errorType: z.optional(z.string()) });
/** The version 1 of FunctionGraph's answer, which is as long as 6 MB. */
const invocationSchema = z.object({ request_id: z.optional(z.string()), result: z.unknown() });
const acceptedSchema = z.object({ request_id: z.string().check(z.minLength(1)) });

/**
 * Runs an event in the function and waits for what it answers. Throws `CodedError`: `function.busy`, `function.absent`,
 * `function.slow` where FunctionGraph waits no longer, `function.failed`, `answer.cut`, `answer.large`, `answer.unknown`,
 * and what else a call can end with.
 */
export async function askFunction({ name, account }: DeployedFunction, event: object): Promise<Answered> {
  const answer = await account.invoke('invokeFunction', event).catch((error: unknown) => {
    throw explained(error, name);
  });
  const { data } = invocationSchema.safeParse(answer);
  if (!data) throw new CodedError('answer.unknown', `FunctionGraph answered about ${name} what is no answer`);
  return readAnswer(data.result, `${name}${idText(data.request_id)}`);
}

/** Hands an event over, and answers the id of its request, by which its run is named. Throws as `askFunction` does. */
export async function handOver({ name, account }: DeployedFunction, event: object): Promise<string> {
  const answer = await account.invoke('asyncInvokeFunction', event).catch((error: unknown) => {
    throw explained(error, name);
  });
  const { data } = acceptedSchema.safeParse(answer);
  if (data) return data.request_id;
  throw new CodedError(
    'answer.unknown',
    `FunctionGraph took the event for ${name} without telling its request id - nightshift status shows whether a run of it began`,
  );
}

function readAnswer(result: unknown, from: string): Answered {
  const text = typeof result === 'string' ? result : JSON.stringify(result ?? '');
  const document = parseJson(text);
  const failure = failureSchema.safeParse(document).data;
  if (failure && tooLarge.test(failure.errorMessage))
    throw new CodedError(
      'answer.large',
      `the answer of the function ${from} is longer than FunctionGraph hands on (${failure.errorMessage.slice(0, mostSigns)})`,
    );
  if (failure)
    throw new CodedError(
      'function.failed',
      `the function ${from} failed: ${failure.errorMessage.slice(0, mostSigns)} - its log has more`,
    );
  const plan = plansSchema.safeParse(document).data?.plans[0];
  const notStarted = notStartedSchema.safeParse(document).data;
  if (notStarted)
    return { kind: 'not-started', reason: notStarted.reason, changes: notStarted.changes ?? [] };
  if (plan) return { kind: 'plan', plan: plan as ShownPlan };
  const ran = ranSchema.safeParse(document).data;
  if (ran)
    return {
      kind: 'ran',
      summaries: ran.summaries,
      unfinished: (ran.unfinished ?? []).map(({ run }) => run),
    };
  if (document === undefined && text.startsWith('{'))
    throw new CodedError(
      'answer.cut',
      `the answer of the function ${from} was cut on its way: ${Buffer.byteLength(text)} bytes of it came`,
    );
  throw new CodedError(
    'answer.unknown',
    `the function ${from} answered what nightshift does not: ${text.slice(0, 80)} - expected the function that nightshift deploy brings`,
  );
}

/** What Huawei's runtime says in the place of an answer of more than 6 MB. */
const tooLarge = /response body size \d+ exceeds/;

/** Of what a failed function says. */
const mostSigns = 500;

function idText(requestId: string | undefined): string {
  return requestId === undefined ? '' : ` (request ${requestId})`;
}

/** What FunctionGraph's refusals of an invocation mean, and what is to be done. */
function explained(error: unknown, name: string): unknown {
  const cause = error instanceof CodedError ? error.cause : undefined;
  if (!(error instanceof CodedError && cause instanceof HuaweiCallError)) return error;
  const told = (code: string, todo: string) => new CodedError(code, `${error.message} - ${todo}`, { cause });
  const { httpStatus } = cause;
  if (httpStatus === 429)
    return told(
      'function.busy',
      `${name} takes no event now: all its instances are at work, or it is allowed none (maxInstanceNum); try again in a minute`,
    );
  if (httpStatus === 404 && cause.code.startsWith('FSS.'))
    return told('function.absent', `${name} is not there: nightshift deploy brings it`);
  if (httpStatus === 504 || cause.end === 'timeout')
    return told(
      'function.slow',
      `FunctionGraph waits 90 seconds for an answer, and the function ${name} goes on behind it`,
    );
  return error;
}
