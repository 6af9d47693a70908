import type { Listing } from './object-store.ts';
import { type ObsError, obsErrorOf } from './obs-error.ts';

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const namespace = 'http://obs.myhwclouds.com/doc/2015-06-30/';

/** OBS's document for an error. */
export function errorXml(error: ObsError, resource: string, requestId: string): string {
  const { message } = obsErrorOf(error);
  const parts = {
    Code: error.code,
    Message: message,
    RequestId: requestId,
    HostId: 'local',
    Resource: resource,
  };
  return `${head}<Error>${elements(parts)}</Error>`;
}

/** OBS's document for one page of a listing. */
export function listingXml(
  bucket: string,
  asked: { readonly prefix: string; readonly marker: string; readonly maxKeys: number },
  { objects, nextMarker }: Listing,
): string {
  const truncated = nextMarker !== undefined;
  const about = elements({
    Name: bucket,
    Prefix: asked.prefix,
    Marker: asked.marker,
    ...(truncated ? { NextMarker: nextMarker } : {}),
    MaxKeys: asked.maxKeys,
    IsTruncated: truncated,
  });
  const contents = objects.map(([key, { bytes, modifiedAt, appendable }]) => {
    const LastModified = new Date(modifiedAt).toISOString();
    const Type = appendable ? { Type: 'Appendable' } : {};
    return `<Contents>${elements({ Key: key, LastModified, Size: bytes.length, ...Type, StorageClass: 'STANDARD' })}</Contents>`;
  });
  return `${head}<ListBucketResult xmlns="${namespace}">${about}${contents.join('')}</ListBucketResult>`;
}

/** What a batch delete asks for; `undefined` when its document is none. */
export function readDeleteXml(
  text: string,
): { readonly keys: readonly string[]; readonly quiet: boolean } | undefined {
  if (!/^(<\?xml[^>]*>\s*)?<Delete(\s[^>]*)?>[\s\S]*<\/Delete>\s*$/.test(text)) return undefined;
  const keys = [...text.matchAll(/<Object>\s*<Key>([^<]+)<\/Key>[\s\S]*?<\/Object>/g)];
  return { keys: keys.map(([, key = '']) => fromXml(key)), quiet: /<Quiet>true<\/Quiet>/.test(text) };
}

/** OBS's answer to a batch delete; a quiet one tells only what was not removed. */
export function deleteResultXml(removed: readonly string[], denied: readonly string[]): string {
  const { message } = obsErrorOf({ code: 'AccessDenied' });
  const gone = removed.map((key) => `<Deleted>${elements({ Key: key })}</Deleted>`);
  const kept = denied.map(
    (key) => `<Error>${elements({ Key: key, Code: 'AccessDenied', Message: message })}</Error>`,
  );
  return `${head}<DeleteResult xmlns="${namespace}">${gone.join('')}${kept.join('')}</DeleteResult>`;
}

function elements(values: Readonly<Record<string, string | number | boolean>>): string {
  return Object.entries(values)
    .map(([name, value]) => `<${name}>${toXml(String(value))}</${name}>`)
    .join('');
}

function toXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function fromXml(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&');
}
