import { CodedError } from '../foundation/coded-error.ts';

/**
 * What a journal or a register can fail with.
 * - `journal.corrupt`: a record that is not what was written.
 * - `journal.format`: a record in a newer format.
 * - `journal.unreachable`: the store did not answer; what was to be written may have been.
 * - `journal.denied`: the store will not do it, now or later.
 * - `journal.name`: a run whose id no store can have as a key.
 */
export type JournalErrorCode =
  | 'journal.corrupt'
  | 'journal.format'
  | 'journal.unreachable'
  | 'journal.denied'
  | 'journal.name';

/** Thrown by journals and registers over a store; the message says what to do. */
export class JournalError extends CodedError {
  declare readonly code: JournalErrorCode;

  constructor(code: JournalErrorCode, message: string, options?: ErrorOptions) {
    super(code, message, options);
  }
}

/** Whether a journal is there and will not be readable by waiting: it is damaged, or of a later version. */
export function isUnreadable(error: unknown): error is JournalError {
  return (
    error instanceof JournalError && (error.code === 'journal.corrupt' || error.code === 'journal.format')
  );
}
