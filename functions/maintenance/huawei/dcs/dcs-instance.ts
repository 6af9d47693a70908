import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod/mini';
import { groupBy } from '../../foundation/group-by.ts';
import { type Instance, type UnreadField, unreadStatus } from '../../plan/instance.ts';
import { isEmpty, lenient } from '../optional-field.ts';
import { malformedAnswer } from './dcs-failure.ts';
import { isDocument, type Page, rowsOf } from './dcs-pages.ts';

// The examples of Huawei's own documentation have `"key": 1` for a tag.
const word = z.union([z.string(), z.number()]);
const text = z.string().check(z.minLength(1));
/** An id stands in the paths of calls: one with a slash or a control character in it is none. */
const id = z.string().check(z.regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/));

/** What an instance is selected and judged by: what is odd here must be told from what is absent. */
const judged = {
  id,
  status: text,
  name: z.nullish(z.string()),
  engineVersion: z.nullish(word),
  tags: z.nullish(z.array(z.object({ key: word, value: lenient(word) }))),
};

const others = z.object({
  engine: lenient(z.string()),
  // Not lenient: what cannot be read must not pass for "nothing is going on".
  sub_status: z.optional(z.unknown()),
  task: z.optional(z.unknown()),
  az_codes: lenient(z.array(z.union([z.string(), z.object({ az_code: z.string() })]))),
  updated_at: lenient(z.string()),
});

const page = z.object({ instance_num: lenient(z.number()) });

/**
 * Reads an answer of `ListInstances` row by row, keeping nothing of it but our words: what is odd in one row says nothing
 * of the others. Of an instance that has two rows which differ, neither is believed. Throws `HuaweiCallError` if it is no
 * list.
 */
export function readInstancePage(region: string, answer: unknown): Page<Instance> {
  const rows = rowsOf(answer, { operation: 'ListInstances', rows: 'instances', total: 'instance_num' });
  const { data } = page.safeParse(answer);
  const read = groupBy(
    rows.map((row, at) => readRow(region, row, at)),
    (instance) => instance.id,
  );
  const items = [...read.values()].map((its) => its.reduce(asOne));
  return { total: data?.instance_num ?? undefined, items, rows: rows.length };
}

/** Fields by which the one or the other row would have it selected. */
const selecting = ['name', 'tags', 'engineVersion'] as const;

function asOne(one: Instance, other: Instance): Instance {
  if (isDeepStrictEqual(one, other)) return one;
  const differing = selecting.filter((field) => !isDeepStrictEqual(one[field], other[field]));
  const unread = new Set<UnreadField>([...(one.unread ?? []), ...(other.unread ?? []), ...differing, 'rows']);
  return { ...one, status: unreadStatus, unread: [...unread] };
}

/**
 * Reads an answer of `ShowInstance` for `id`; one whose status cannot be read is `UNREADABLE`. Throws `HuaweiCallError` if
 * it is none, or another instance's.
 */
export function readInstance(region: string, id: string, answer: unknown): Instance {
  const read = readRow(region, answer, 0);
  if (read.unread?.includes('id'))
    throw malformedAnswer('ShowInstance answered without an instance_id', answer);
  if (read.id !== id) throw malformedAnswer('ShowInstance answered another instance', answer);
  return read;
}

function readRow(region: string, row: unknown, at: number): Instance {
  const raw = isDocument(row) ? row : {};
  const unread: UnreadField[] = [];
  const read = <Value>(field: UnreadField, key: string, schema: z.ZodMiniType<Value>): Value | undefined => {
    const { success, data } = schema.safeParse(raw[key]);
    if (!success || !isDocument(row)) unread.push(field);
    return data;
  };
  const name = read('name', 'name', judged.name) ?? '';
  const rest = others.safeParse(raw).data;
  const instance = {
    // By its place in its page and not in the list: pages that repeat must not look like new ones.
    id: read('id', 'instance_id', judged.id) ?? `row ${at + 1} of ${region}, without an id`,
    name,
    region,
    engine: rest?.engine ?? '',
    engineVersion: String(read('engineVersion', 'engine_version', judged.engineVersion) ?? ''),
    status: read('status', 'status', judged.status) ?? unreadStatus,
    idle: isIdle(rest?.sub_status) && isEmpty(rest?.task),
    tags: Object.fromEntries(
      (read('tags', 'tags', judged.tags) ?? []).map(({ key, value }) => [String(key), String(value ?? '')]),
    ),
    zones: (rest?.az_codes ?? []).map((zone) => (typeof zone === 'string' ? zone : zone.az_code)),
    updatedAt: rest?.updated_at ?? undefined,
  };
  return unread.length === 0 ? instance : { ...instance, unread };
}

function isIdle(subStatus: unknown): boolean {
  return isEmpty(subStatus) || (typeof subStatus === 'string' && subStatus.toLowerCase() === 'normal');
}
