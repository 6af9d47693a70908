import * as z from 'zod/mini';
import { wordless } from '../foundation/call-cause.ts';
import { parseJson } from '../foundation/parse-json.ts';
import type { HttpReply } from '../http/exchange.ts';
import { readRetryAfter, timeOf } from '../http/retry-after.ts';
import type { Redact } from '../secrets/redact.ts';
import { HuaweiCallError, plainToken } from './huawei-call-error.ts';
import { lenient } from './optional-field.ts';

const code = lenient(z.union([z.string(), z.number()]));
const text = lenient(z.string());

/** The service's and the gateway's shape, SMN's with short names, and the one that v1 and IAM nest below `error`. */
const errorBody = z.object({
  error_code: code,
  error_msg: text,
  code,
  message: text,
  request_id: text,
  error: lenient(z.object({ code, message: text })),
});

type ErrorBody = z.output<typeof errorBody>;

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

const heads = new WeakMap<object, AnswerHead>();

function noteHead(document: object, reply: HttpReply, redact: Redact): object {
  const body =
    'error_code' in document || 'error_msg' in document ? errorBody.safeParse(document).data : undefined;
  heads.set(document, {
    httpStatus: reply.status,
    requestId: requestIdOf(reply, body, redact),
    ...(body && { said: { code: serviceCode(body, redact), message: serviceMessage(body, redact) } }),
  });
  return document;
}

/** The head of an answer that `readReply` gave; `undefined` of anything else. */
export function headOf(answer: unknown): AnswerHead | undefined {
  return typeof answer === 'object' && answer !== null ? heads.get(answer) : undefined;
}

function refusal(reply: HttpReply, redact: Redact, now: number): HuaweiCallError {
  const { status, headers } = reply;
  const parsed = errorBody.safeParse(parseJson(reply.body.toString('utf8')));
  const body = parsed.success ? parsed.data : undefined;
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
  return plainToken(String(body?.error_code ?? body?.code ?? body?.error?.code ?? ''), redact);
}

function serviceMessage(body: ErrorBody | undefined, redact: Redact): string | undefined {
  // Redacted before it is cut: of a secret across the cut, half would stay.
  const found = redact(body?.error_msg ?? body?.message ?? body?.error?.message ?? '');
  // A wrong signature is answered with our whole canonical request, which helps nobody.
  const told = found
    .replace(/,?\s*canonicalRequest:[\s\S]*$/, '')
    .replace(/\s+/g, ' ')
    .trim();
  return told === '' ? undefined : told.slice(0, longestMessage);
}

function requestIdOf({ headers }: HttpReply, body: ErrorBody | undefined, redact: Redact) {
  return plainToken(headers['x-request-id'] ?? body?.request_id ?? '', redact);
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
