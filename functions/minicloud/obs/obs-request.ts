import type { IncomingHttpHeaders } from 'node:http';
import type { ObsOperation } from '../foundation/audit-entry.ts';
import { splitTarget } from '../wire/signature.ts';

/** Which bucket and key a request is about, and what it asks for. */
export type ObsRequest = {
  readonly method: string;
  readonly bucket: string;
  /** `undefined` for a request about the bucket. */
  readonly key: string | undefined;
  /** `null` for one that the local cloud has no answer to. */
  readonly operation: ObsOperation | null;
  readonly query: ReadonlyMap<string, string>;
  /** `/bucket/key` as it is signed: encoded as it was sent, whichever way the bucket was named. */
  readonly resource: string;
};

/** Reads which bucket a request names: in its host, or first in its path where the host names none. */
export function readObsRequest(method: string, target: string, headers: IncomingHttpHeaders): ObsRequest {
  const [rawPath = '/'] = target.split('?');
  const bucketOfHost = bucketIn(headers.host ?? '');
  const resource = bucketOfHost === undefined ? rawPath : `/${bucketOfHost}${rawPath}`;
  const { path, query: pairs } = splitTarget(`${resource}${target.slice(rawPath.length)}`);
  const [, bucket = '', key = ''] = /^\/([^/]*)(?:\/(.*))?$/s.exec(path) ?? [];
  const query = new Map(pairs);
  return {
    method,
    bucket,
    key: key === '' ? undefined : key,
    operation: operationOf(method, key !== '', query),
    query,
    resource,
  };
}

/** `bucket.obs.cn-north-4.myhuaweicloud.com`; OBS takes an address or its own name to say nothing of a bucket. */
function bucketIn(host: string): string | undefined {
  const [name = ''] = host.split(':');
  if (/^[\d.]+$/.test(name) || name.startsWith('obs.') || !name.includes('.')) return undefined;
  return /^(.+)\.obs\./.exec(name)?.[1] ?? name.slice(0, name.indexOf('.'));
}

function operationOf(
  method: string,
  hasKey: boolean,
  query: ReadonlyMap<string, string>,
): ObsOperation | null {
  const subresource = subresources.find((name) => query.has(name));
  if (!hasKey) {
    if (method === 'GET' && subresource === undefined && !query.has('delimiter')) return 'ListObjects';
    return method === 'POST' && subresource === 'delete' ? 'DeleteObjects' : null;
  }
  if (method === 'POST') return subresource === 'append' ? 'AppendObject' : null;
  if (subresource !== undefined) return null;
  return objectOperations[method] ?? null;
}

const objectOperations: Readonly<Record<string, ObsOperation>> = {
  DELETE: 'DeleteObject',
  GET: 'GetObject',
  HEAD: 'HeadObject',
  PUT: 'PutObject',
};

/** Parameters that make a request another one, and so are signed: "User Signature Authentication" (obs_04_0010). */
export const subresources: readonly string[] = [
  ...['acl', 'append', 'cors', 'delete', 'lifecycle', 'location', 'logging', 'metadata', 'modify'],
  ...['notification', 'partNumber', 'policy', 'quota', 'rename', 'replication', 'restore', 'storageClass'],
  ...['storageinfo', 'tagging', 'torrent', 'truncate', 'uploadId', 'uploads', 'versionId', 'versioning'],
  ...['versions', 'website', 'encryption', 'requestPayment'],
];
