import * as z from 'zod/mini';
import { parseJson } from '../../../maintenance/foundation/parse-json.ts';
import type { AsyncPolicy } from '../serverless/deployment.ts';

const destinationSchema = z.object({
  destination: z.enum(['SMN', 'OBS', 'DIS', 'FunctionGraph']),
  param: z.string(),
});
const paramSchema = z.object({
  topic_urn: z.optional(z.string()),
  bucket: z.optional(z.string()),
  prefix: z.optional(z.string()),
  expires: z.optional(z.number()),
  stream_name: z.optional(z.string()),
  func_urn: z.optional(z.string()),
});

const absent = <Schema extends z.core.$ZodType>(schema: Schema) => z.optional(z.nullable(schema));
const policySchema = z.object({
  max_async_retry_attempts: z.number(),
  max_async_event_age_in_seconds: z.number(),
  enable_async_status_log: absent(z.boolean()),
  destination_config: absent(
    z.object({ on_success: absent(destinationSchema), on_failure: absent(destinationSchema) }),
  ),
});

type Destination = NonNullable<AsyncPolicy['destinationConfig']['onFailure']>;

/** Reads FunctionGraph's answer about how asynchronous invocations are repeated; `undefined` when it is none. */
export function readPolicy(answer: unknown): AsyncPolicy | undefined {
  const parsed = policySchema.safeParse(answer);
  if (!parsed.success) return undefined;
  const { destination_config: ends, ...policy } = parsed.data;
  const onSuccess = readDestination(ends?.on_success);
  const onFailure = readDestination(ends?.on_failure);
  return {
    maxAsyncRetryAttempts: policy.max_async_retry_attempts,
    maxAsyncEventAgeInSeconds: policy.max_async_event_age_in_seconds,
    enableAsyncStatusLog: policy.enable_async_status_log ?? false,
    destinationConfig: { ...(onSuccess ? { onSuccess } : {}), ...(onFailure ? { onFailure } : {}) },
  };
}

/** A policy as FunctionGraph takes it. */
export function writePolicyBody({
  maxAsyncRetryAttempts,
  maxAsyncEventAgeInSeconds,
  enableAsyncStatusLog,
  destinationConfig: { onSuccess, onFailure },
}: AsyncPolicy) {
  return {
    max_async_retry_attempts: maxAsyncRetryAttempts,
    max_async_event_age_in_seconds: maxAsyncEventAgeInSeconds,
    enable_async_status_log: enableAsyncStatusLog,
    destination_config: {
      ...(onSuccess ? { on_success: writeDestination(onSuccess) } : {}),
      ...(onFailure ? { on_failure: writeDestination(onFailure) } : {}),
    },
  };
}

function readDestination(
  given: z.output<typeof destinationSchema> | null | undefined,
): Destination | undefined {
  if (!given) return undefined;
  const parsed = parseJson(given.param);
  if (parsed === undefined) return undefined;
  const param = paramSchema.safeParse(parsed).data ?? {};
  const { topic_urn: topicUrn, stream_name: streamName, func_urn: funcUrn, ...same } = param;
  const named = { topicUrn, streamName, funcUrn, ...same };
  return {
    destination: given.destination,
    param: Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined)),
  };
}

function writeDestination({ destination, param }: Destination) {
  const { topicUrn, streamName, funcUrn, ...same } = param;
  const named = { topic_urn: topicUrn, stream_name: streamName, func_urn: funcUrn, ...same };
  // What is undefined is left out of JSON.
  return { destination, param: JSON.stringify(named) };
}
