import type { Redact } from './redact.ts';

/** Nothing we log is deeper; what an SDK hangs on its errors is, and it holds sockets and headers. */
const depthLimit = 8;

/**
 * A copy of any value that is fit to be logged as JSON: every string and key redacted, errors as name, code,
 * message, stack and cause and nothing else that hangs on them (`err.input` of a URL error is the whole URL),
 * cycles and bytes named instead of shown. Never throws.
 */
export function redactDeep(value: unknown, redact: Redact): unknown {
  return copy(value, redact, []);
}

function copy(value: unknown, redact: Redact, above: readonly object[]): unknown {
  switch (typeof value) {
    case 'string':
      return redact(value);
    case 'bigint':
    case 'symbol':
      return redact(String(value));
    case 'function':
      return '[function]';
    case 'object':
      return value === null ? null : copyObject(value, redact, above);
    default:
      return value;
  }
}

function copyObject(value: object, redact: Redact, above: readonly object[]): unknown {
  if (above.includes(value)) return '[circular]';
  if (above.length >= depthLimit) return '[deep]';
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (value instanceof URL) return redact(value.href);
  const within = [...above, value];
  const inner = (item: unknown) => copy(item, redact, within);
  if (value instanceof Map || value instanceof Set) return [...value].map(inner);
  if (Array.isArray(value)) return value.map(inner);
  const keys = value instanceof Error ? errorKeys.filter((key) => key in value) : Object.keys(value);
  return Object.fromEntries(keys.map((key) => [redact(key), inner(read(value, key))]));
}

const errorKeys = ['name', 'code', 'message', 'stack', 'cause', 'errors'];

function read(value: object, key: string): unknown {
  try {
    return Reflect.get(value, key);
  } catch {
    return '[unreadable]';
  }
}
