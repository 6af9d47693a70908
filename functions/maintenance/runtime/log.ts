import type { Log } from '../invocation/invocation.ts';
import { createRedactor, type Redact } from '../secrets/redact.ts';
import { redactDeep } from '../secrets/redact-deep.ts';

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
      if (secrets.every((secret) => hidden.has(secret))) return;
      for (const secret of secrets) hidden.add(secret);
      redactor = undefined;
    },
    redact,
  };
}

/**
 * An error as the platform may have it, which writes its message and stack into a log of its own and answers the
 * caller with them: without secrets, and without whatever hangs on it (see `redactDeep`).
 */
export function shownError(error: unknown, redact: Redact): Error {
  if (!(error instanceof Error)) return new Error(redact(String(error)));
  const shown = new (errorClass(error.name))(redact(error.message));
  shown.stack = redact(error.stack ?? '');
  return 'code' in error ? Object.assign(shown, { code: redact(String(error.code)) }) : shown;
}

/** What FunctionGraph tells as `errorType`, the error's name or that of its class, is not documented: both are it. */
function errorClass(name: string): new (message: string) => Error {
  class Shown extends Error {}
  Object.defineProperty(Shown, 'name', { value: name });
  Object.defineProperty(Shown.prototype, 'name', { value: name, configurable: true, writable: true });
  return Shown;
}
