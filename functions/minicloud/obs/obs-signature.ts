import { createHmac } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { timeMeant } from '../wire/clock-beside.ts';
import type { CloudKeys } from '../wire/signature.ts';
import type { ObsError } from './obs-error.ts';
import { type ObsRequest, subresources } from './obs-request.ts';

/** Which of its two spellings a request uses: OBS's own, or the one it shares with S3. */
type ObsSpelling = 'obs' | 'amz';

const authorizationPattern = /^(OBS|AWS) ([^:\s]+):([A-Za-z0-9+/]{27}=)$/;
const maxSkewMs = 15 * 60 * 1000;

/** The spelling of a request, by what its Authorization begins with. */
export function spellingOf(headers: IncomingHttpHeaders): ObsSpelling {
  return headers.authorization?.startsWith('AWS ') ? 'amz' : 'obs';
}

/** Whether a request is signed as OBS takes it, and no other service does. */
export function isSignedForObs(headers: IncomingHttpHeaders): boolean {
  return /^(OBS|AWS) /.test(headers.authorization ?? '');
}

/** Checks a request's signature at `now` (milliseconds since 1970) as OBS does; `undefined` when it holds. */
export function obsSignatureFlaw(
  request: ObsRequest,
  headers: IncomingHttpHeaders,
  keys: CloudKeys,
  now: number,
): ObsError | undefined {
  if (headers.authorization === undefined) return { code: 'AccessDenied' };
  const [, , accessKey, signature] = authorizationPattern.exec(headers.authorization) ?? [];
  if (accessKey === undefined) return { code: 'InvalidArgument' };
  if (accessKey !== keys.accessKey) return unknownKey;
  const spelling = spellingOf(headers);
  // Temporary keys are not among the permanent ones, and are looked up only through their token.
  const token = headers[`x-${spelling}-security-token`];
  if (token === undefined && keys.securityToken !== undefined) return unknownKey;
  const expired = (keys.securityTokenExpiresAt ?? Number.POSITIVE_INFINITY) <= now;
  if (token !== undefined && (token !== keys.securityToken || expired)) return badToken;
  const signedAt = Date.parse(String(headers[`x-${spelling}-date`] ?? headers.date ?? ''));
  if (Number.isNaN(signedAt)) return { code: 'AccessDenied' };
  if (Math.abs(timeMeant(signedAt, now, keys) - signedAt) > maxSkewMs)
    return { code: 'RequestTimeTooSkewed' };
  const text = obsStringToSign(request, headers, spelling);
  const right = createHmac('sha1', keys.secretKey).update(text).digest('base64');
  return right === signature ? undefined : { code: 'SignatureDoesNotMatch' };
}

const unknownKey: ObsError = { code: 'InvalidAccessKeyId' };
/** One that has expired is told apart by nothing: "InvalidAccessKeyId" (obs_errorcode_0009). */
const badToken: ObsError = { code: 'InvalidAccessKeyId', message: 'The security token is invalid.' };

/** The text of which a request's signature is made. */
function obsStringToSign(
  { method, resource, query }: ObsRequest,
  headers: IncomingHttpHeaders,
  spelling: ObsSpelling,
): string {
  const prefix = `x-${spelling}-`;
  const ours = Object.entries(headers)
    .filter(([name]) => name.startsWith(prefix))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}:${String(value).trim()}\n`);
  // With a date among the signed headers the place of the plain one stays empty.
  const date = headers[`${prefix}date`] === undefined ? headers.date : '';
  const head = [method, headers['content-md5'], headers['content-type'], date].map(
    (part) => `${part ?? ''}\n`,
  );
  const asked = [...query]
    .filter(([name]) => signedParameters.has(name) || name.startsWith('response-'))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => (value === '' ? name : `${name}=${value}`))
    .join('&');
  return `${head.join('')}${ours.join('')}${resource}${asked && `?${asked}`}`;
}

const signedParameters = new Set([...subresources, 'position', 'length', 'name']);
