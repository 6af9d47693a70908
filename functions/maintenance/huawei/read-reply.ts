import { wordless } from '../foundation/call-cause.ts';
import { parseJson } from '../foundation/parse-json.ts';
import type { HttpReply } from '../http/exchange.ts';
import { readRetryAfter, timeOf } from '../http/retry-after.ts';
import type { Redact } from '../secrets/redact.ts';
import { HuaweiCallError, plainToken } from './huawei-call-error.ts';
import { asDocument, asText, asWord, isDocument } from './optional-field.ts';

/** What a service says of an error. */
type ErrorBody = {
  readonly code: string | number | undefined;
  readonly message: string | undefined;
  readonly requestId: string | undefined;
};

/**
 * The service's and the gateway's shape, SMN's with short names, the one that v1 and IAM nest below `error`, and of CES
 * the one that it nests below `message`, and a text by itself.
 */
function readErrorBody(document: unknown): ErrorBody | undefined {
  if (typeof document === 'string')
    return { code: codeIn.exec(document)?.[0], message: document, requestId: undefined };
  if (!isDocument(document)) return undefined;
  const { error_code, error_msg, code, message, request_id, error } = document;
  const nested = asDocument(error);
  const told = asDocument(message);
  // Where CES nests, its code is the status once more.
  const ofCes = codeIn.exec(asText(told['code']) ?? '')?.[0];
  return {
    code: asWord(error_code) ?? asWord(code) ?? asWord(nested['code']) ?? ofCes,
    message: asText(error_msg) ?? asText(message) ?? asText(nested['message']) ?? asText(told['details']),
    requestId: asText(request_id),
  };
}

/** A code in a text that has no field for one: `ces.0429`. */
const codeIn = /\b[A-Za-z]{2,10}\.\d{4,}\b/;

/** An answer that is a text: not a page, and not a document that broke off. */
function plainText(body: string): string | undefined {
  const text = body.trim();
  return text === '' || /^[<{["]/.test(text) ? undefined : text;
}

const unitMs: Readonly<Record<string, number>> = {
  second: 1_000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
};

/** Enough for a sentence; what is longer is a page or a dump. */
const longestMessage = 300;

/**
 * The JSON document of a successful reply; `{}` for an empty body, which DCS documents for some. Throws
 * `HuaweiCallError` for every other status and for a body that is not a JSON object or array.
 */
export function readReply(reply: HttpReply, redact: Redact, now: number): object {
  if (reply.status < 200 || reply.status > 299) throw refusal(reply, redact, now);
  const body = reply.body.toString('utf8');
  if (body.trim() === '') return noteHead({}, reply, redact);
  const document = parseJson(body);
  if (typeof document === 'object' && document !== null) return noteHead(document, reply, redact);
  throw new HuaweiCallError('MALFORMED', `HTTP ${reply.status} with a body that is not a JSON document`, {
    end: 'malformed',
    httpStatus: reply.status,
    requestId: requestIdOf(reply, undefined, redact),
  });
}

/** Of an answer that turns out to be none: by which status and request it came, and what the service said of an error. */
type AnswerHead = {
  readonly httpStatus: number;
  readonly requestId: string | undefined;
  readonly said?: { readonly code: string | undefined; readonly message: string | undefined };
};

const heads = new WeakMap<object, () => AnswerHead>();

/** Made when it is asked for: to look for secrets in a request id takes as long as the call itself, in a process that begins. */
function noteHead(document: object, { status, headers }: HttpReply, redact: Redact): object {
  const head = () => {
    const body = 'error_code' in document || 'error_msg' in document ? readErrorBody(document) : undefined;
    return {
      httpStatus: status,
      requestId: requestIdOf({ headers }, body, redact),
      ...(body && { said: { code: serviceCode(body, redact), message: serviceMessage(body, redact) } }),
    };
  };
  heads.set(document, head);
  return document;
}

/** The head of an answer that `readReply` gave; `undefined` of anything else. */
export function headOf(answer: unknown): AnswerHead | undefined {
  return typeof answer === 'object' && answer !== null ? heads.get(answer)?.() : undefined;
}

function refusal(reply: HttpReply, redact: Redact, now: number): HuaweiCallError {
  const { status, headers } = reply;
  const text = reply.body.toString('utf8');
  const body = readErrorBody(parseJson(text) ?? plainText(text));
  const message = serviceMessage(body, redact) ?? wordless(status);
  const asked = readRetryAfter(headers['retry-after'], timeOf(headers, now));
  return new HuaweiCallError(serviceCode(body, redact) ?? `HTTP.${status}`, message, {
    end: 'refused',
    httpStatus: status,
    requestId: requestIdOf(reply, body, redact),
    retryAfterMs: asked ?? (status === 429 ? throttleWindowMs(message) : undefined),
  });
}

function serviceCode(body: ErrorBody | undefined, redact: Redact): string | undefined {
  return plainToken(String(body?.code ?? ''), redact);
}

function serviceMessage(body: ErrorBody | undefined, redact: Redact): string | undefined {
  // Redacted before it is cut: of a secret across the cut, half would stay.
  const found = redact(body?.message ?? '');
  // A wrong signature is answered with our whole canonical request, which helps nobody.
  const told = found
    .replace(/,?\s*canonicalRequest:[\s\S]*$/, '')
    .replace(/\s+/g, ' ')
    .trim();
  return told === '' ? undefined : told.slice(0, longestMessage);
}

function requestIdOf({ headers }: Pick<HttpReply, 'headers'>, body: ErrorBody | undefined, redact: Redact) {
  return plainToken(headers['x-request-id'] ?? body?.requestId ?? '', redact);
}

/**
 * Milliseconds of the window that the gateway's throttling message names (`limit:10,time:1 minute`). The whole
 * window, because where in it we stand is not told; `undefined` when it names none.
 */
export function throttleWindowMs(message: string): number | undefined {
  const [, count, unit] = /limit:\s*\d+,\s*time:\s*(\d{1,4})\s*(second|minute|hour|day)/i.exec(message) ?? [];
  const each = unitMs[unit?.toLowerCase() ?? ''];
  return each === undefined ? undefined : Number(count) * each;
}
