import { createHash } from 'node:crypto';
import type { ObsOperation } from '../foundation/audit-entry.ts';
import type { ObjectStore, StoredObject } from './object-store.ts';
import type { ObsError } from './obs-error.ts';
import type { ObsKnobs } from './obs-knobs.ts';
import type { ObsReply } from './obs-reply.ts';
import { deleteResultXml, listingXml, readDeleteXml } from './obs-xml.ts';

/** A request that may be carried out. */
type ObsTask = {
  readonly operation: ObsOperation;
  readonly bucket: string;
  readonly key: string;
  readonly query: ReadonlyMap<string, string>;
  readonly body: Buffer;
  /** Where a range without an end begins; `undefined` for all of the object. */
  readonly from: number | undefined;
  readonly now: number;
  readonly knobs: ObsKnobs;
  /** Whether a key of a batch is to be told as denied. */
  readonly isDenied: (key: string) => boolean;
};

const mostKeys = 1000;

/** Carries out a request on a bucket's objects. */
export function carryOutObs(objects: ObjectStore, task: ObsTask): ObsReply | ObsError {
  const { key, body, now, query, knobs } = task;
  switch (task.operation) {
    case 'AppendObject': {
      const position = Number(query.get('position') || Number.NaN);
      if (!Number.isSafeInteger(position) || position < 0) return { code: 'InvalidArgument' };
      const end = objects.append(key, position, body, now);
      if ('refusal' in end)
        return { code: end.refusal === 'PositionNotEqualToLength' ? knobs.takenPosition : end.refusal };
      const next = { 'x-obs-next-append-position': String(end.nextPosition) };
      return reply(200, { ETag: tagOf(body), ...(knobs.nextPosition === 'told' && next) });
    }
    case 'PutObject':
      objects.put(key, body, now);
      return reply(200, { ETag: tagOf(body) });
    case 'GetObject':
    case 'HeadObject': {
      const object = objects.get(key);
      if (!object) return { code: knobs.missingKey };
      const headers = headersOf(object, knobs);
      const whole = task.from === undefined || (task.from >= object.bytes.length && ignoresRange(knobs));
      return whole ? reply(200, headers, object.bytes) : rangeOf(object, headers, task.from ?? 0);
    }
    case 'DeleteObject':
      objects.remove(key);
      return reply(204, {});
    case 'DeleteObjects':
      return removeBatch(objects, task);
    case 'ListObjects':
      return listPage(objects, task);
  }
}

/** The bytes from a position to the end: "Downloading Objects" (obs_04_0083). */
function rangeOf(
  { bytes }: StoredObject,
  headers: Readonly<Record<string, string>>,
  from: number,
): ObsReply | ObsError {
  const { length } = bytes;
  if (from >= length) return { code: 'InvalidRange' };
  const range = { 'Content-Range': `bytes ${from}-${length - 1}/${length}` };
  return reply(206, { ...headers, ...range }, bytes.subarray(from));
}

function ignoresRange({ rangeFromEnd }: ObsKnobs): boolean {
  return rangeFromEnd === 'ignored';
}

function removeBatch(objects: ObjectStore, { body, isDenied, knobs }: ObsTask): ObsReply | ObsError {
  const batch = readDeleteXml(body.toString());
  if (!batch || batch.keys.length > mostKeys) return { code: 'MalformedXML' };
  const denied = batch.keys.filter(isDenied);
  const removed = batch.keys.filter((key) => !isDenied(key));
  for (const key of removed) objects.remove(key);
  return xmlReply(deleteResultXml(batch.quiet || knobs.removedKeys === 'not-told' ? [] : removed, denied));
}

function listPage(objects: ObjectStore, { bucket, query }: ObsTask): ObsReply | ObsError {
  const text = query.get('max-keys') || String(mostKeys);
  if (!/^\d{1,9}$/.test(text)) return { code: 'InvalidArgument' };
  const asked = {
    prefix: query.get('prefix') ?? '',
    marker: query.get('marker') ?? '',
    maxKeys: Math.min(Number(text), mostKeys),
  };
  return xmlReply(listingXml(bucket, asked, objects.list(asked)));
}

function headersOf(
  { bytes, appendable, modifiedAt }: StoredObject,
  { objectType }: ObsKnobs,
): Record<string, string> {
  return {
    'Content-Type': 'binary/octet-stream',
    'Last-Modified': new Date(modifiedAt).toUTCString(),
    ETag: tagOf(bytes),
    ...(appendable && objectType === 'told'
      ? { 'x-obs-object-type': 'Appendable', 'x-obs-next-append-position': String(bytes.length) }
      : {}),
  };
}

function tagOf(bytes: Buffer): string {
  return `"${createHash('md5').update(bytes).digest('hex')}"`;
}

function reply(status: number, headers: Record<string, string>, body: Buffer | string = ''): ObsReply {
  return { status, headers, body };
}

function xmlReply(body: string): ObsReply {
  return reply(200, { 'Content-Type': 'application/xml' }, body);
}
