import type { HttpRequest } from '../../http/exchange.ts';
import type { Credentials } from '../credentials.ts';

/** Which bucket requests are about, and who sends them. */
export type ObsSender = {
  /** `https://obs.cn-north-4.myhuaweicloud.com`; with an IP address the bucket goes into the path. */
  readonly endpoint: URL;
  readonly bucket: string;
  readonly credentials: Credentials;
};

/** What a request asks for, before it is addressed and signed. */
export type ObsAsked = {
  readonly method: 'GET' | 'POST';
  /** `undefined` for the bucket itself. A part of it must not be `.` or `..`, which no URL keeps. */
  readonly key?: string;
  /** In the order in which they are sent; one without a value is a subresource such as `append`. */
  readonly query?: readonly (readonly [name: string, value?: string])[];
  /** Only the bytes from there on are wanted; it is not signed. */
  readonly from?: number;
  readonly body?: { readonly bytes: Uint8Array; readonly type?: string } | undefined;
};

/** A request as it goes out, and its signature, which is a secret for as long as it is good. */
type ObsSigned = Pick<HttpRequest, 'method' | 'url' | 'headers' | 'body'> & {
  readonly signature: string;
};

/** Of the parameters we send, those that make a request another one, and so are signed. */
const signedParameters = new Set(['append', 'delete', 'position']);

/**
 * Addresses and signs a request as "User Signature Authentication" (obs_04_0010) describes: by the name of the bucket
 * and in OBS's own spelling, or, for an IP address, in the path and in the spelling that OBS shares with S3, as
 * Huawei's own client does. OBS takes it for a quarter of an hour from `now` (milliseconds since 1970).
 */
export async function signObsRequest(
  { endpoint, bucket, credentials }: ObsSender,
  { method, key, query = [], from, body }: ObsAsked,
  now: number,
): Promise<ObsSigned> {
  // Loaded when it is used: an idle tick without a journal signs nothing.
  const { createHash, createHmac } = await import('node:crypto');
  const inPath = /^\d+(\.\d+){3}$/.test(endpoint.hostname);
  const [scheme, prefix] = inPath ? ['AWS', 'x-amz-'] : ['OBS', 'x-obs-'];
  const md5 = body && createHash('md5').update(body.bytes).digest('base64');
  const date = new Date(now).toUTCString();
  const { accessKey, secretKey, securityToken } = credentials;
  const token =
    securityToken === undefined ? undefined : ([`${prefix}security-token`, securityToken] as const);

  const path = key === undefined ? (inPath ? '' : '/') : `/${encode(key)}`;
  const resource = `/${bucket}${path}`;
  const subresources = query
    .filter(([name]) => signedParameters.has(name))
    .map(([name, value]) => (value === undefined ? name : `${name}=${value}`));
  const text = [
    method,
    md5 ?? '',
    body?.type ?? '',
    date,
    ...(token ? [token.join(':')] : []),
    // With the bucket wherever that is sent. Subresources go by their names, in whose order ours are sent as well.
    `${resource}${subresources.length > 0 ? `?${subresources.join('&')}` : ''}`,
  ].join('\n');
  const signature = createHmac('sha1', secretKey).update(text).digest('base64');

  const asked = query.map(([name, value]) => (value === undefined ? name : `${name}=${encode(value)}`));
  const place = inPath ? endpoint.host + resource : `${bucket}.${endpoint.host}${path}`;
  return {
    method,
    url: new URL(`${endpoint.protocol}//${place}${asked.length > 0 ? `?${asked.join('&')}` : ''}`),
    headers: {
      date,
      ...(token && { [token[0]]: token[1] }),
      ...(md5 !== undefined && { 'content-md5': md5 }),
      ...(body?.type !== undefined && { 'content-type': body.type }),
      ...(body && { 'content-length': String(body.bytes.length) }),
      ...(from !== undefined && { range: `bytes=${from}-` }),
      authorization: `${scheme} ${accessKey}:${signature}`,
      'user-agent': 'nightshift',
    },
    body: body?.bytes,
    signature,
  };
}

/** As OBS's client encodes: `encodeURIComponent`, its exceptions too, but for the slash. */
function encode(text: string): string {
  return encodeURIComponent(text)
    .replaceAll('%2F', '/')
    .replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}
