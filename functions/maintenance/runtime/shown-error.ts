import type { Redact } from '../secrets/redact.ts';

/**
 * An error as the platform may have it, which writes its message and stack into a log of its own and answers the
 * caller with them: without secrets, and without whatever hangs on it (see `redactDeep`).
 */
export function shownError(error: unknown, redact: Redact): Error {
  if (!(error instanceof Error)) return new Error(redact(String(error)));
  const shown = new Error(redact(error.message));
  shown.name = error.name;
  shown.stack = redact(error.stack ?? '');
  return 'code' in error ? Object.assign(shown, { code: redact(String(error.code)) }) : shown;
}
