import { gatewayReply, jsonReply, type Reply } from '../wire/reply.ts';

/** An answer that is none: a page of a proxy, or one that was cut. */
export function malformed(reply: Reply, as: 'html' | 'truncated-json'): Reply {
  if (reply.kind !== 'json') return reply;
  const { status, headers, body, delayMs } = reply;
  if (as === 'html') {
    const text = '<html><body><h1>Service maintenance</h1></body></html>';
    return { kind: 'text', status: 200, headers: { ...headers, 'Content-Type': 'text/html' }, text, delayMs };
  }
  const whole = JSON.stringify(body);
  return { kind: 'text', status, headers, text: whole.slice(0, Math.ceil(whole.length / 2)), delayMs };
}

/** The answer to a status change with other `results`. */
export function withResults(
  reply: Reply,
  change: (results: readonly unknown[]) => readonly unknown[],
): Reply {
  if (reply.kind !== 'json' || typeof reply.body !== 'object' || reply.body === null) return reply;
  if (!('results' in reply.body) || !Array.isArray(reply.body.results)) return reply;
  return { ...reply, body: { ...reply.body, results: change(reply.body.results) } };
}

/** Results without the one of an instance, or without the first. */
export function without(results: readonly unknown[], instance: string | undefined): readonly unknown[] {
  return instance === undefined
    ? results.slice(1)
    : results.filter((item) => !(hasInstance(item) && item.instance === instance));
}

function hasInstance(item: unknown): item is { readonly instance: unknown } {
  return typeof item === 'object' && item !== null && 'instance' in item;
}

/** The answer with another value in one of its fields, which is named by the keys that lead to it. */
export function withField(reply: Reply, path: readonly string[], value: unknown): Reply {
  return reply.kind === 'json' ? { ...reply, body: changed(reply.body, path, value) } : reply;
}

function changed(part: unknown, [key, ...others]: readonly string[], value: unknown): unknown {
  if (key === undefined) return value;
  if (typeof part !== 'object' || part === null || !Object.hasOwn(part, key)) return part;
  const copy = structuredClone(part) as Record<string, unknown>;
  copy[key] = changed(copy[key], others, value);
  return copy;
}

/** Longer than anybody waits for an answer. */
export const silenceMs = 120_000;

/** A refusal or failure of DCS with a code that is not of its table. */
export function dcsReply(
  requestId: string,
  { status, code, message }: { readonly status: number; readonly code: string; readonly message: string },
): Reply {
  return jsonReply(requestId, status, { error_code: code, error_msg: message, error_ext_msg: null });
}

/** What the gateway answers to who calls too often. */
export function throttled(requestId: string, retryAfterSeconds: number | undefined): Reply {
  const reply = gatewayReply(
    requestId,
    429,
    'APIGW.0308',
    'The throttling threshold has been reached: policy user over ratelimit,limit:10,time:1 minute',
  );
  if (reply.kind !== 'json' || retryAfterSeconds === undefined) return reply;
  return { ...reply, headers: { ...reply.headers, 'Retry-After': String(retryAfterSeconds) } };
}

/** What the gateway answers when DCS takes too long. */
export function gatewayTimeout(requestId: string): Reply {
  return gatewayReply(requestId, 504, 'APIGW.0201', 'Service DCS timed out (30000 ms)');
}

/** Results in which an instance, or each where none is named, got another word. */
export function saying(
  results: readonly unknown[],
  instance: string | undefined,
  word: unknown,
): readonly unknown[] {
  return results.map((item) =>
    hasInstance(item) && (instance === undefined || item.instance === instance)
      ? { instance: item.instance, ...(word !== undefined && { result: word }) }
      : item,
  );
}
