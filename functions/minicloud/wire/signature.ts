import { createHash, createHmac } from 'node:crypto';
import { type ClockBeside, timeMeant } from './clock-beside.ts';

/** A request as it arrived: `target` is path and query exactly as sent, header names are lower case. */
export type SignedRequest = {
  readonly method: string;
  readonly target: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Buffer;
};

/** The keys a cloud knows. A security token makes them temporary: it must then come with every request. */
export type CloudKeys = ClockBeside & {
  readonly accessKey: string;
  readonly secretKey: string;
  readonly securityToken?: string | undefined;
  /** When the security token stops being good, in milliseconds since 1970; never when left out. */
  readonly securityTokenExpiresAt?: number | undefined;
};

const algorithm = 'SDK-HMAC-SHA256';
const maxSkewMs = 15 * 60 * 1000;
const authorizationPattern =
  /^SDK-HMAC-SHA256 Access=([^,\s]+), ?SignedHeaders=([^,\s]+), ?Signature=([0-9a-f]{64})$/;

/**
 * Checks a request's signature at `now` (milliseconds since 1970) as the gateway does; the answer is
 * `undefined` when it holds, or else the words that follow "Incorrect IAM authentication information: ".
 */
export function signatureFlaw(request: SignedRequest, keys: CloudKeys, now: number): string | undefined {
  const header = (name: string) => headerOf(request, name);
  const authorization = header('authorization');
  if (authorization === undefined) return 'x-auth-token not found';
  const [, accessKey, signedHeaders = '', signature] = authorizationPattern.exec(authorization) ?? [];
  const signed = signedHeaders.split(';');
  const date = header('x-sdk-date') ?? '';
  const signedAt = parseSdkDate(date);
  if (accessKey === undefined || signedAt === undefined || !signed.includes('x-sdk-date'))
    return 'verify aksk signature fail';
  if (accessKey !== keys.accessKey) return unknownKey;
  const token = header('x-security-token');
  // Temporary keys are not among the permanent ones, and are looked up only through their token.
  if (token === undefined && keys.securityToken !== undefined) return unknownKey;
  if (token !== undefined && token !== keys.securityToken) return 'decrypt token fail';
  if (token !== undefined && (keys.securityTokenExpiresAt ?? Number.POSITIVE_INFINITY) <= now)
    return `token expires, expires_at: ${new Date(keys.securityTokenExpiresAt ?? now).toISOString()}`;
  if (Math.abs(timeMeant(signedAt, now, keys) - signedAt) > maxSkewMs)
    return 'calc ak sk signature fail:signature expired';
  const canonical = canonicalRequest(request, signed);
  const text = [algorithm, date, sha256(canonical)].join('\n');
  if (createHmac('sha256', keys.secretKey).update(text).digest('hex') === signature) return undefined;
  return `verify aksk signature fail,canonicalRequest:${canonical.replaceAll('\n', '|')}`;
}

const unknownKey = 'Get secretKey failed,ak:***,err:ak not exist';

/** The canonical form of a request, of which the signature is made; the names of `signed` are taken as they stand. */
export function canonicalRequest(request: SignedRequest, signed: readonly string[]): string {
  const { query } = splitTarget(request.target);
  // Split before decoding: an encoded slash belongs to its segment.
  const [rawPath = ''] = request.target.split('?');
  const uri = rawPath
    .split('/')
    .map((segment) => encode(decode(segment)))
    .join('/');
  const headers = signed.map((name) => `${name}:${(headerOf(request, name) ?? '').trim()}\n`);
  return [
    request.method,
    uri.endsWith('/') ? uri : `${uri}/`,
    query
      .map(([name, value]) => `${encode(name)}=${encode(value)}`)
      .sort()
      .join('&'),
    headers.join(''),
    signed.join(';'),
    payloadHash(request, signed),
  ].join('\n');
}

/** Splits what was sent into a decoded path and decoded query parameters. */
export function splitTarget(target: string): {
  readonly path: string;
  readonly query: readonly (readonly [name: string, value: string])[];
} {
  const [path = '', ...search] = target.split('?');
  const parts = search.join('?').split('&');
  return {
    path: decode(path),
    query: parts
      .filter((part) => part !== '')
      .map((part) => {
        const [name = '', ...value] = part.split('=');
        return [decode(name), decode(value.join('='))];
      }),
  };
}

/** A sender may leave the body out of its signature, but must sign that it does. */
function payloadHash(request: SignedRequest, signed: readonly string[]): string {
  const unsigned = headerOf(request, 'x-sdk-content-sha256') === 'UNSIGNED-PAYLOAD';
  return unsigned && signed.includes('x-sdk-content-sha256') ? 'UNSIGNED-PAYLOAD' : sha256(request.body);
}

function headerOf({ headers }: SignedRequest, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' || value === undefined ? value : value.join(',');
}

/** `20261123T152114Z` as milliseconds since 1970. */
function parseSdkDate(text: string): number | undefined {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  if (!parts) return undefined;
  const [year = 0, month = 0, ...rest] = parts.slice(1).map(Number);
  return Date.UTC(year, month - 1, ...rest);
}

/** RFC 3986; the SDK's HTTP library leaves `*()` as they are while its signature encodes them, so decoding comes first. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** What cannot be decoded was not encoded: it stays as it is. A `+` is a plus sign and not a space. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function sha256(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex');
}
