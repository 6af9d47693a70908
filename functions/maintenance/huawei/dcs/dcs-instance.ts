import { isDeepStrictEqual } from 'node:util';
import { groupBy } from '../../foundation/group-by.ts';
import { readIsoInstant } from '../../foundation/time/iso-instant.ts';
import { type Instance, type UnreadField, unreadStatus } from '../../plan/instance.ts';
import { asDocument, asNumber, asText, asWord, asWritten, isDocument, isEmpty } from '../optional-field.ts';
import { malformedAnswer } from './dcs-failure.ts';
import { readMaintenance } from './dcs-maintenance.ts';
import { type Page, rowsOf } from './dcs-pages.ts';

/** An id stands in the paths of calls: one with a slash or a control character in it is none. */
const idPattern = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;

/**
 * Reads an answer of `ListInstances` row by row, keeping nothing of it but our words: what is odd in one row says nothing
 * of the others. Of an instance that has two rows which differ, neither is believed. Throws `HuaweiCallError` if it is no
 * list.
 */
export function readInstancePage(region: string, answer: unknown): Page<Instance> {
  const rows = rowsOf(answer, { operation: 'ListInstances', rows: 'instances', total: 'instance_num' });
  const read = groupBy(
    rows.map((row, at) => readRow(region, row, at)),
    (instance) => instance.id,
  );
  const items = [...read.values()].map((its) => its.reduce(asOne));
  return { total: asNumber(asDocument(answer)['instance_num']), items, rows: rows.length };
}

/** Fields by which the one or the other row would have it selected. */
const selecting = ['name', 'tags', 'engineVersion'] as const;

function asOne(one: Instance, other: Instance): Instance {
  if (isDeepStrictEqual(one, other)) return one;
  const differing = selecting.filter((field) => !isDeepStrictEqual(one[field], other[field]));
  const unread = new Set<UnreadField>([...(one.unread ?? []), ...(other.unread ?? []), ...differing, 'rows']);
  const same = <Field extends keyof Instance>(field: Field, none: Instance[Field]) =>
    isDeepStrictEqual(one[field], other[field]) ? one[field] : none;
  return {
    ...one,
    zones: same('zones', []),
    enterpriseProject: same('enterpriseProject', undefined),
    cacheMode: same('cacheMode', undefined),
    capacity: same('capacity', undefined),
    createdAt: same('createdAt', undefined),
    status: unreadStatus,
    unread: [...unread],
  };
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

/** What an instance is selected and judged by is `unread` where it is odd, which must be told from absent. */
function readRow(region: string, row: unknown, at: number): Instance {
  const raw = asDocument(row);
  const unread: UnreadField[] = [];
  const read = <Value>(field: UnreadField, value: Value | undefined): Value | undefined => {
    if (value === undefined || !isDocument(row)) unread.push(field);
    return value;
  };
  const absent = (key: string) => raw[key] === undefined || raw[key] === null;
  const id = asText(raw['instance_id']);
  const instance = {
    // By its place in its page and not in the list: pages that repeat must not look like new ones.
    id: read('id', id && idPattern.test(id) ? id : undefined) ?? `row ${at + 1} of ${region}, without an id`,
    name: read('name', absent('name') ? '' : asText(raw['name'])) ?? '',
    region,
    engine: asText(raw['engine']) ?? '',
    engineVersion: String(
      read('engineVersion', absent('engine_version') ? '' : asWord(raw['engine_version'])) ?? '',
    ),
    status: read('status', asText(raw['status']) || undefined) ?? unreadStatus,
    // Whatever else is in the two must not pass for "nothing is going on".
    idle: isIdle(raw['sub_status']) && isEmpty(raw['task']),
    tags: read('tags', absent('tags') ? {} : readTags(raw['tags'])) ?? {},
    zones: readZones(raw['az_codes']),
    enterpriseProject: readProject(raw['enterprise_project_id']),
    cacheMode: asWritten(raw['cache_mode']),
    capacity: readCapacity(raw['capacity'], raw['capacity_minor']),
    createdAt: readInstant(raw['created_at']),
    updatedAt: asText(raw['updated_at']),
    maintenance: readMaintenance(raw['maintain_begin'], raw['maintain_end']),
  };
  return unread.length === 0 ? instance : { ...instance, unread };
}

function readTags(value: unknown): Readonly<Record<string, string>> | undefined {
  if (!Array.isArray(value)) return undefined;
  const tags = value.map(
    (tag) => [asWord(asDocument(tag)['key']), asWord(asDocument(tag)['value'])] as const,
  );
  if (tags.some(([key]) => key === undefined)) return undefined;
  return Object.fromEntries(tags.map(([key, word]) => [String(key), String(word ?? '')]));
}

/** Of a list with something else in it, nothing is known. */
function readZones(value: unknown): readonly string[] {
  const zones = Array.isArray(value)
    ? value.map((zone) => asText(zone) ?? asText(asDocument(zone)['az_code']))
    : [];
  return zones.every((zone) => zone !== undefined) ? zones : [];
}

/** The examples of Huawei's own documentation have numbers where words are meant. */
function readProject(value: unknown): string | undefined {
  const word = asWord(value);
  return word === undefined || word === '' ? undefined : String(word);
}

/**
 * Whole gigabytes, and what is less than one beside a 0, as `.125` or `0.125`. Where both say something, and not the
 * same, nobody knows which holds.
 */
function readCapacity(capacity: unknown, minor: unknown): number | undefined {
  const sizes = [capacity, minor].filter((value) => !isEmpty(value)).map(readGigabytes);
  if (sizes.includes(undefined)) return undefined;
  const [size, ...others] = new Set(sizes.filter((each) => each !== 0));
  return size === undefined || others.length > 0 ? undefined : size * 1_024;
}

function readGigabytes(value: unknown): number | undefined {
  const word = asWord(value);
  if (word === undefined || !/^\d{0,6}(\.\d{1,6})?$/.test(String(word))) return undefined;
  return Number(word);
}

/** No instance is older than the service; earlier instants are what programs write for none. 2010. */
const earliest = 1_262_304_000_000;

/** Without an offset it would be another instant in every zone. */
function readInstant(value: unknown): number | undefined {
  const read = readIsoInstant(asText(value) ?? '');
  return typeof read === 'number' && read >= earliest ? read : undefined;
}

function isIdle(subStatus: unknown): boolean {
  return isEmpty(subStatus) || (typeof subStatus === 'string' && subStatus.toLowerCase() === 'normal');
}
