import type { Redact } from '../secrets/redact.ts';

/**
 * A code or a request id as another side wrote it; `undefined` for what is none, or has a secret in it. They go
 * where no log's redaction reaches, such as the journal.
 */
export function plainToken(text: string, redact: Redact): string | undefined {
  return /^[A-Za-z0-9._-]{1,64}$/.test(text) && redact(text) === text ? text : undefined;
}
