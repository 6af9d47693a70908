import * as z from 'zod/mini';
import type { Instance } from '../../plan/instance.ts';
import { isEmpty, lenient } from '../lenient.ts';
import { malformedAnswer } from './dcs-failure.ts';
import type { Page } from './dcs-pages.ts';

// The examples of Huawei's own documentation have `"key": 1` for a tag.
const word = z.union([z.string(), z.number()]);

const instance = z.object({
  instance_id: z.string().check(z.minLength(1)),
  status: z.string().check(z.minLength(1)),
  name: lenient(z.string()),
  engine: lenient(z.string()),
  engine_version: lenient(word),
  // Not lenient: what cannot be read must not pass for "nothing is going on".
  sub_status: z.optional(z.unknown()),
  task: z.optional(z.unknown()),
  tags: lenient(z.array(z.object({ key: word, value: lenient(word) }))),
  az_codes: lenient(z.array(z.union([z.string(), z.object({ az_code: z.string() })]))),
  updated_at: lenient(z.string()),
});

const page = z.object({
  instance_num: lenient(z.number()),
  instances: z.array(instance),
});

/** Reads an answer of `ListInstances`, keeping nothing of it but our words. Throws `HuaweiCallError` if it is none. */
export function readInstancePage(region: string, answer: unknown): Page<Instance> {
  const parsed = page.safeParse(answer);
  if (!parsed.success) throw malformedAnswer(`ListInstances answered ${firstIssue(parsed.error)}`);
  const { instance_num, instances } = parsed.data;
  return { total: instance_num ?? undefined, items: instances.map((raw) => toInstance(region, raw)) };
}

/** Reads an answer of `ShowInstance` for `id`. Throws `HuaweiCallError` if it is none, or another instance's. */
export function readInstance(region: string, id: string, answer: unknown): Instance {
  const parsed = instance.safeParse(answer);
  if (!parsed.success) throw malformedAnswer(`ShowInstance answered ${firstIssue(parsed.error)}`);
  if (parsed.data.instance_id !== id) throw malformedAnswer('ShowInstance answered another instance');
  return toInstance(region, parsed.data);
}

function toInstance(region: string, raw: z.output<typeof instance>): Instance {
  return {
    id: raw.instance_id,
    name: raw.name ?? '',
    region,
    engine: raw.engine ?? '',
    engineVersion: String(raw.engine_version ?? ''),
    status: raw.status,
    idle: isIdle(raw.sub_status) && isEmpty(raw.task),
    tags: Object.fromEntries((raw.tags ?? []).map(({ key, value }) => [String(key), String(value ?? '')])),
    zones: (raw.az_codes ?? []).map((zone) => (typeof zone === 'string' ? zone : zone.az_code)),
    updatedAt: raw.updated_at ?? undefined,
  };
}

function isIdle(subStatus: unknown): boolean {
  return isEmpty(subStatus) || (typeof subStatus === 'string' && subStatus.toLowerCase() === 'normal');
}

function firstIssue(error: z.core.$ZodError): string {
  const [issue] = error.issues;
  return `something else than documented at "${issue?.path.join('.') ?? ''}"`;
}
