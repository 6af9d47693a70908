/** The base of every error of ours: a stable `code` for machines, a message for people, always a `cause` if there is one. */
export class CodedError extends Error {
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
    this.code = code;
    // The stack begins with the name as it was before this.
    Error.captureStackTrace(this, new.target);
  }
}
