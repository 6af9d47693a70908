import * as z from 'zod/mini';
import { parseJson } from '../../../maintenance/foundation/parse-json.ts';
import { type ActualConfig, takeRecord } from '../function/actual.ts';
import type { Variables } from '../serverless/deployment.ts';

const text = z._default(z.nullable(z.string()), '');
const absent = <Schema extends z.core.$ZodType>(schema: Schema) => z.optional(z.nullable(schema));

const configSchema = z.object({
  runtime: z.string(),
  handler: z.string(),
  memory_size: z.number(),
  timeout: z.number(),
  description: text,
  digest: text,
  code_size: z._default(z.number(), 0),
  user_data: text,
  xrole: text,
  app_xrole: text,
  strategy_config: absent(z.object({ concurrency: absent(z.number()) })),
  enable_lts_log: absent(z.boolean()),
  log_group_id: absent(z.string()),
  log_stream_id: absent(z.string()),
  last_modified: absent(z.string()),
});

const versionsSchema = z.object({ versions: z.array(z.object({ version: z.string() })) });

/** Reads FunctionGraph's answer about a function's configuration; `undefined` when it is none. */
export function readConfig(answer: unknown): ActualConfig | undefined {
  const parsed = configSchema.safeParse(answer);
  if (!parsed.success) return undefined;
  const { data } = parsed;
  const variables = readVariables(data.user_data ?? '');
  if (variables === undefined) return undefined;
  return {
    runtime: data.runtime,
    handler: data.handler,
    memorySize: data.memory_size,
    timeout: data.timeout,
    description: data.description ?? '',
    digest: data.digest ?? '',
    codeSize: data.code_size,
    xrole: data.xrole ?? '',
    appXrole: data.app_xrole ?? '',
    maxInstanceNum: data.strategy_config?.concurrency ?? undefined,
    enableLtsLog: data.enable_lts_log ?? undefined,
    logGroupId: data.log_group_id ?? undefined,
    logStreamId: data.log_stream_id ?? undefined,
    modifiedAt: data.last_modified ?? undefined,
    ...takeRecord(variables),
  };
}

/** The names of a function's published versions; `undefined` when the answer is no list of versions. */
export function readVersions(answer: unknown): readonly string[] | undefined {
  const parsed = versionsSchema.safeParse(answer);
  return parsed.data?.versions.map(({ version }) => version).filter((version) => version !== 'latest');
}

function readVariables(text: string): Variables | undefined {
  if (text.trim() === '') return {};
  return z.record(z.string(), z.string()).safeParse(parseJson(text)).data;
}
