import { wordless } from '../../foundation/call-cause.ts';
import type { HttpReply, HttpResult } from '../../http/exchange.ts';
import type { Redact } from '../../secrets/redact.ts';
import { HuaweiCallError, plainToken, wholeReply } from '../huawei-call-error.ts';
import { readXml, textWithin, type XmlElement } from './obs-xml.ts';

/** A page of keys; `nextMarker` is there when it is not the last. */
export type ObsKeyPage = { readonly keys: readonly string[]; readonly nextMarker: string | undefined };

/** Where a request went, for messages, and what they must not hold. */
type ObsAsking = {
  readonly host: string;
  readonly timeoutMs: number;
  readonly redact: Redact;
};

/** Enough for a sentence. */
const longestMessage = 300;
/** Enough to know a page by, when something that is not OBS answers. */
const longestQuote = 60;

/** The answer of a request that OBS carried out. Throws `HuaweiCallError` for every other end. */
export function obsSuccess(result: HttpResult, asking: ObsAsking): HttpReply {
  const reply = wholeReply(result, asking);
  if (reply.status < 200 || reply.status > 299) throw refusal(reply, asking.redact);
  return reply;
}

/** Where the next append goes. Throws `HuaweiCallError`. */
export function nextPosition(success: HttpReply, redact: Redact): number {
  const { headers } = success;
  const told = headers['x-obs-next-append-position'] ?? headers['x-amz-next-append-position'] ?? '';
  if (/^\d{1,15}$/.test(told)) return Number(told);
  throw malformed(success, redact);
}

/** The keys of a listing. Throws `HuaweiCallError`. */
export function keyPage(success: HttpReply, redact: Redact): ObsKeyPage {
  const listing = documentOf(success, 'ListBucketResult', redact);
  const decode = keyDecoder(listing);
  const keys = listing.children
    .filter(({ name }) => name === 'Contents')
    .map((contents) => decode(textWithin(contents, 'Key')));
  const truncated = textWithin(listing, 'IsTruncated');
  const named = keys.filter((key) => key !== undefined);
  if (named.length < keys.length) throw malformed(success, redact);
  if (truncated === 'false') return { keys: named, nextMarker: undefined };
  const nextMarker = decode(textWithin(listing, 'NextMarker')) ?? named.at(-1);
  // A page that is not the last and does not say where to go on would make a listing that ends too early.
  if (truncated === 'true' && nextMarker !== undefined) return { keys: named, nextMarker };
  throw malformed(success, redact);
}

/** Throws `HuaweiCallError` unless all of the keys were removed. */
export function checkRemoved(success: HttpReply, keys: readonly string[], redact: Redact): void {
  const result = documentOf(success, 'DeleteResult', redact);
  const decode = keyDecoder(result);
  const named = (name: string) =>
    result.children
      .filter((child) => child.name === name)
      .map((child) => ({ key: decode(textWithin(child, 'Key')), child }));
  const gone = new Set(named('Deleted').map(({ key }) => key));
  const kept = keys.find((key) => !gone.has(key));
  if (kept === undefined) return;
  const told = named('Error').find(({ key }) => key === kept)?.child;
  const code = plainToken((told && textWithin(told, 'Code')) ?? '', redact) ?? 'MALFORMED';
  const reason = sentence((told && textWithin(told, 'Message')) ?? '', redact);
  throw new HuaweiCallError(code, `${kept} was not removed: ${reason || 'no reason given'}`, {
    end: 'refused',
    httpStatus: code === 'AccessDenied' ? 403 : 500,
  });
}

/** Keys are as they are unless the answer says that they are encoded, which is for keys that XML cannot hold. */
function keyDecoder(document: XmlElement): (text: string | undefined) => string | undefined {
  const encoded = textWithin(document, 'EncodingType') === 'url';
  return (text) => {
    if (text === undefined || text === '') return undefined;
    if (!encoded) return text;
    try {
      return decodeURIComponent(text.replaceAll('+', '%20'));
    } catch {
      return undefined;
    }
  };
}

function documentOf(success: HttpReply, name: string, redact: Redact): XmlElement {
  const document = readXml(success.body.toString('utf8'));
  if (document?.name === name) return document;
  throw malformed(success, redact);
}

function malformed(reply: HttpReply, redact: Redact): HuaweiCallError {
  return new HuaweiCallError('MALFORMED', notObs(reply, redact), {
    end: 'malformed',
    httpStatus: reply.status,
    requestId: requestIdOf(reply, undefined, redact),
  });
}

function refusal(reply: HttpReply, redact: Redact): HuaweiCallError {
  const { status, headers, body } = reply;
  const document = readXml(body.toString('utf8'));
  const error = document?.name === 'Error' ? document : undefined;
  const header = (name: string) => headers[`x-obs-${name}`] ?? headers[`x-amz-${name}`];
  const told = (element: string, name: string) => (error ? textWithin(error, element) : header(name)) ?? '';
  const code = plainToken(told('Code', 'error-code'), redact);
  const message = sentence(told('Message', 'error-message'), redact);
  const silent = error || body.length === 0 ? wordless(status) : notObs(reply, redact);
  return new HuaweiCallError(code ?? `HTTP.${status}`, message || silent, {
    end: 'refused',
    httpStatus: status,
    requestId: requestIdOf(reply, error, redact),
  });
}

/** What there is instead of an answer of OBS's, so that a proxy or a captive portal is known for what it is. */
function notObs({ status, body }: HttpReply, redact: Redact): string {
  const begin = body.subarray(0, 4 * longestMessage).toString('utf8');
  const quote = sentence(begin, redact).slice(0, longestQuote);
  return `HTTP ${status} with an answer that is not OBS's: ${quote === '' ? 'it is empty' : JSON.stringify(quote)}`;
}

/** Redacted before it is cut: of a secret across the cut, half would stay. */
function sentence(text: string, redact: Redact): string {
  return redact(text).replace(/\s+/g, ' ').trim().slice(0, longestMessage);
}

function requestIdOf({ headers }: HttpReply, error: XmlElement | undefined, redact: Redact) {
  const named = error && textWithin(error, 'RequestId');
  return plainToken(named || (headers['x-obs-request-id'] ?? headers['x-amz-request-id'] ?? ''), redact);
}
