import { createRedactor, type Redact } from '../secrets/redact.ts';
import { redactDeep } from '../secrets/redact-deep.ts';

/** How loud a line is. */
export type Level = 'info' | 'warn' | 'error';

/** Writes one JSON line per event. */
export interface Log {
  write(level: Level, message: string, fields?: Readonly<Record<string, unknown>>): void;
  /** A line to stand before the first one, should there be any. */
  begin(message: string, fields: Readonly<Record<string, unknown>>): void;
  /** Whether anything was written. */
  readonly spoken: boolean;
  /** From now on these values are replaced in every line, whatever field they are in. */
  hide(secrets: readonly string[]): void;
  /** The redaction as it is at the moment of the call. */
  readonly redact: Redact;
}

/** A log of one invocation: every line carries its request id, and is one line whatever is in it. */
export function createLog(
  requestId: string,
  { now, print }: { readonly now: () => number; readonly print: (line: string) => void },
): Log {
  const hidden = new Set<string>();
  let redactor: Redact | undefined;
  // Made with the first line: an idle tick writes none, and this would be most of its own work.
  const redact: Redact = (text) => {
    redactor ??= createRedactor([...hidden]);
    return redactor(text);
  };
  let beginning: (() => void) | undefined;
  let spoken = false;
  return {
    begin(message, fields) {
      beginning = () => this.write('info', message, fields);
    },
    get spoken() {
      return spoken;
    },
    write(level, message, fields = {}) {
      const begin = beginning;
      beginning = undefined;
      begin?.();
      spoken = true;
      const line = { time: new Date(now()).toISOString(), level, requestId, message, ...fields };
      print(JSON.stringify(redactDeep(line, redact)));
    },
    hide(secrets) {
      for (const secret of secrets) hidden.add(secret);
      redactor = undefined;
    },
    redact,
  };
}
