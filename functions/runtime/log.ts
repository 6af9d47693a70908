import { createRedactor, type Redact } from '../notify/redact.ts';
import { redactDeep } from '../notify/redact-deep.ts';

/** How loud a line is. */
export type Level = 'info' | 'warn' | 'error';

/** Writes one JSON line per event. */
export interface Log {
  write(level: Level, message: string, fields?: Readonly<Record<string, unknown>>): void;
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
  let redact: Redact = (text) => text;
  const hidden = new Set<string>();
  return {
    write(level, message, fields = {}) {
      const line = { time: new Date(now()).toISOString(), level, requestId, message, ...fields };
      print(JSON.stringify(redactDeep(line, redact)));
    },
    hide(secrets) {
      for (const secret of secrets) hidden.add(secret);
      redact = createRedactor([...hidden]);
    },
    redact: (text) => redact(text),
  };
}
