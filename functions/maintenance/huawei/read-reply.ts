import * as z from 'zod/mini';
import type { Redact } from '../secrets/redact.ts';
import type { WireReply } from './http-exchange.ts';
import { HuaweiCallError } from './huawei-call-error.ts';
import { lenient } from './lenient.ts';
import { plainToken } from './plain-token.ts';
import { retryAfterMs, throttleWindowMs } from './retry-after.ts';

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

/** Enough for a sentence; what is longer is a page or a dump. */
const longestMessage = 300;

/**
 * The JSON document of a successful reply; `{}` for an empty body, which DCS documents for some. Throws
 * `HuaweiCallError` for every other status and for a body that is not a JSON object or array.
 */
export function readReply(reply: WireReply, redact: Redact, now: number): object {
  if (reply.status < 200 || reply.status > 299) throw refusal(reply, redact, now);
  if (reply.body.trim() === '') return {};
  const document = parseJson(reply.body);
  if (typeof document === 'object' && document !== null) return document;
  throw new HuaweiCallError('MALFORMED', `HTTP ${reply.status} with a body that is not a JSON document`, {
    end: 'malformed',
    httpStatus: reply.status,
    requestId: requestIdOf(reply, undefined, redact),
  });
}

function refusal(reply: WireReply, redact: Redact, now: number): HuaweiCallError {
  const { status, headers } = reply;
  const parsed = errorBody.safeParse(parseJson(reply.body));
  const body = parsed.success ? parsed.data : undefined;
  const message = serviceMessage(body, redact) ?? `HTTP ${status} without an error message`;
  const sentAt = Date.parse(headers.date ?? '');
  const asked = retryAfterMs(headers['retry-after'], Number.isNaN(sentAt) ? now : sentAt);
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

function requestIdOf({ headers }: WireReply, body: ErrorBody | undefined, redact: Redact) {
  const header = headers['x-request-id'];
  return plainToken((typeof header === 'string' ? header : undefined) ?? body?.request_id ?? '', redact);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
