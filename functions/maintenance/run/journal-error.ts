import { CodedError } from '../foundation/coded-error.ts';
import type { RunEvent } from './event.ts';

/**
 * What a journal or a register can fail with.
 * - `journal.corrupt`: a record that is not what was written.
 * - `journal.format`: a record in a newer format.
 * - `journal.inconsistent`: a record that ends before what was read or written of it, or not where an append says.
 * - `journal.unreachable`: the store did not answer; what was to be written may have been.
 * - `journal.denied`: the store will not do it, now or later.
 * - `journal.name`: a run whose id no store can have as a key.
 */
type JournalErrorCode =
  | 'journal.corrupt'
  | 'journal.format'
  | 'journal.inconsistent'
  | 'journal.unreachable'
  | 'journal.denied'
  | 'journal.name';

/** Thrown by journals and registers over a store; the message says what to do. */
export class JournalError extends CodedError {
  declare readonly code: JournalErrorCode;

  constructor(code: JournalErrorCode, message: string, options?: ErrorOptions) {
    super(code, message, options);
  }

  /** What fails, without what differs from one tick to the next: one that fails like another is the same to people. */
  get what(): string {
    return this.cause instanceof CodedError ? `${this.code}/${this.cause.code}` : this.code;
  }
}

/** In the place of an error that fails one tick after the other, where people were told of it within the hour. */
export class ToldBefore extends CodedError {
  constructor(error: JournalError) {
    super(error.code, error.message, { cause: error });
  }
}

/**
 * A record was given out that cannot be the whole of it, each time it was read again. The next time may be another:
 * nothing is concluded from it. `readable` are the events that stand in it before that.
 */
export class UnreadableRecord extends JournalError {
  readonly readable: readonly RunEvent[];

  constructor(flaw: JournalError, message: string, readable: readonly RunEvent[]) {
    super(flaw.code, message, { cause: flaw });
    this.readable = readable;
  }
}
