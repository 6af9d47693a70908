import * as z from 'zod/mini';
import { parseJson } from '../../maintenance/foundation/parse-json.ts';
import { type FgsErrorCode, FgsRefusal } from './fgs-error.ts';

/** What a function is configured with, as FunctionGraph takes it. */
const settingsSchema = z.object({
  func_name: z.string().check(z.regex(/^[A-Za-z]([A-Za-z0-9_-]{0,58}[A-Za-z0-9])$/)),
  package: z._default(z.string().check(z.regex(/^[A-Za-z0-9_-]{1,64}$/)), 'default'),
  // No newer one is documented; the older ones have no bearing on a bundle that is built for this.
  runtime: z.enum(['Node.js14.18', 'Node.js16.17', 'Node.js18.15', 'Node.js20.15']),
  handler: z.string().check(z.maxLength(128), z.regex(/^.+\.[^./]+$/)),
  memory_size: z.literal([
    128, 256, 512, 768, 1024, 1280, 1536, 1792, 2048, 2560, 3072, 3584, 4096, 8192, 10240,
  ]),
  timeout: z._default(z.int().check(z.minimum(3), z.maximum(259_200)), 3),
  user_data: z._default(z.string(), '{}'),
  encrypted_user_data: z._default(z.string(), '{}'),
  xrole: z._default(z.string(), ''),
  app_xrole: z._default(z.string(), ''),
  description: z._default(z.string(), ''),
  enable_lts_log: z.optional(z.boolean()),
  log_config: z.optional(
    z.object({
      group_id: z.string(),
      group_name: z.string(),
      stream_id: z.string(),
      stream_name: z.string(),
    }),
  ),
  /** -1 for any number of instances, 0 for a disabled function. */
  strategy_config: z._default(z.object({ concurrency: z.int().check(z.minimum(-1), z.maximum(1000)) }), {
    concurrency: 400,
  }),
});

/** See `settingsSchema`. */
export type FunctionConfig = z.output<typeof settingsSchema>;

const flawCodes: Readonly<Record<keyof FunctionConfig, FgsErrorCode>> = {
  func_name: 'FSS.1002',
  package: 'FSS.1004',
  runtime: 'FSS.1005',
  handler: 'FSS.1003',
  memory_size: 'FSS.1007',
  timeout: 'FSS.1008',
  user_data: 'FSS.1009',
  encrypted_user_data: 'FSS.1009',
  xrole: 'FSS.0400',
  app_xrole: 'FSS.0400',
  description: 'FSS.0400',
  enable_lts_log: 'FSS.0400',
  log_config: 'FSS.0400',
  strategy_config: 'FSS.1026',
};

const userDataSchema = z.record(z.string().check(z.regex(/^[A-Za-z][A-Za-z0-9_]*$/)), z.string());

/** Reads a function's configuration from a body. Throws `FgsRefusal` with the code of its first flaw. */
export function parseFunctionConfig(body: unknown, userDataLimit: number): FunctionConfig {
  if (typeof body !== 'object' || body === null) throw new FgsRefusal('FSS.0406');
  const parsed = settingsSchema.safeParse(body);
  if (!parsed.success) {
    const [field] = parsed.error.issues[0]?.path ?? [];
    throw new FgsRefusal(isSetting(field) ? flawCodes[field] : 'FSS.0400');
  }
  const variables = Object.entries(environmentOf(parsed.data));
  if (variables.length > 20) throw new FgsRefusal('FSS.1017');
  const size = variables.reduce((sum, [key, value]) => sum + key.length + value.length, 0);
  if (size > userDataLimit) throw new FgsRefusal('FSS.1018');
  return parsed.data;
}

/** The environment variables of a function, encrypted ones included. */
export function environmentOf(config: FunctionConfig): Readonly<Record<string, string>> {
  return { ...parseUserData(config.user_data), ...parseUserData(config.encrypted_user_data) };
}

function parseUserData(text: string): Readonly<Record<string, string>> {
  const parsed = userDataSchema.safeParse(text === '' ? {} : parseJson(text));
  if (!parsed.success) throw new FgsRefusal('FSS.1009');
  return parsed.data;
}

function isSetting(field: PropertyKey | undefined): field is keyof FunctionConfig {
  return typeof field === 'string' && Object.hasOwn(flawCodes, field);
}

const asyncConfigSchema = z.object({
  max_async_retry_attempts: z._default(z.int().check(z.minimum(0), z.maximum(3)), 1),
  max_async_event_age_in_seconds: z._default(z.int().check(z.minimum(1), z.maximum(86_400)), 3600),
  enable_async_status_log: z._default(z.boolean(), false),
  // Told again, and no more: this cloud notifies nobody of an end.
  destination_config: z._default(z.record(z.string(), z.unknown()), {}),
});

/** How a function's asynchronous events are repeated, as FunctionGraph takes and tells it. */
export type AsyncConfig = z.output<typeof asyncConfigSchema>;

/** Reads an asynchronous configuration; throws `FgsRefusal` for a value out of its range. */
export function parseAsyncConfig(body: unknown): AsyncConfig {
  const parsed = asyncConfigSchema.safeParse(body);
  if (!parsed.success) throw new FgsRefusal('FSS.0400');
  return parsed.data;
}
