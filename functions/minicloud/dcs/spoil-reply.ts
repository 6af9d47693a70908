import type { Reply } from '../wire/reply.ts';

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
