import { createInterface } from 'node:readline/promises';
import yoctoSpinner from 'yocto-spinner';
import { CodedError } from '../../maintenance/foundation/coded-error.ts';
import { createRedactor, type Redact } from '../../maintenance/secrets/redact.ts';

/** Where the command line says what it has to say. What is said never depends on who reads it, only its colours do. */
export type Terminal = {
  /** To standard output, with a line break. */
  print(text: string): void;
  /** To standard error, with a line break. */
  complain(text: string): void;
  /** Whether standard output shows colours. */
  readonly colour: boolean;
  /** Shows that something is going on until the function it gives back is called; only to people, on standard error. */
  progress(text: string): () => void;
  /** Asks somebody who is there, and takes all but a yes for a no; `undefined` when nobody is. */
  ask(question: string): Promise<boolean | undefined>;
  /** From now on these values are replaced in whatever is said. */
  hide(secrets: readonly string[]): void;
  /** The redaction as it is at the moment of the call. */
  readonly redact: Redact;
};

/** The streams of a process and its environment. */
export type Streams = Pick<NodeJS.Process, 'stdin' | 'stdout' | 'stderr' | 'env'>;

/** The terminal of a process. `NO_COLOR` and `TERM=dumb` are heeded. */
export function openTerminal({ stdin, stdout, stderr, env }: Streams): Terminal {
  // A reader that has seen enough (`| head`) is no failure; without a listener it would be an uncaught one.
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  const hidden = new Set<string>();
  let redact: Redact = (text) => text;
  return {
    print: (text) => void stdout.write(`${redact(text)}\n`),
    complain: (text) => void stderr.write(`${redact(text)}\n`),
    colour: stdout.isTTY === true && !env['NO_COLOR'] && env['TERM'] !== 'dumb',
    progress(text) {
      if (stderr.isTTY !== true) return () => {};
      const spinner = yoctoSpinner({ text, stream: stderr }).start();
      return () => void spinner.stop();
    },
    async ask(question) {
      if (stdin.isTTY !== true || stderr.isTTY !== true) return undefined;
      // Not on standard output, which may go into a file.
      const lines = createInterface({ input: stdin, output: stderr });
      try {
        return /^y(es)?$/i.test((await lines.question(`${redact(question)} [y/N] `)).trim());
      } finally {
        lines.close();
      }
    },
    hide(secrets) {
      for (const secret of secrets) hidden.add(secret);
      redact = createRedactor([...hidden]);
    },
    redact: (text) => redact(text),
  };
}

/** What is thrown when nobody is there to be asked. */
type Unasked = { readonly code: string; readonly message: string };

/** Whether a person says yes. Throws `CodedError` with the code and message of `unasked` when there is none who could. */
export async function confirm(
  question: string,
  { ask }: Pick<Terminal, 'ask'>,
  { code, message }: Unasked,
): Promise<boolean> {
  const answer = await ask(question);
  if (answer === undefined) throw new CodedError(code, message);
  return answer;
}

/** Whether a person wants the account changed. Throws `CodedError` `deploy.unconfirmed` when there is none to be asked. */
export function confirmChange(question: string, terminal: Pick<Terminal, 'ask'>): Promise<boolean> {
  return confirm(question, terminal, {
    code: 'deploy.unconfirmed',
    message:
      'nobody is there to be asked, so nothing was changed - expected --yes, or --dry-run to only look',
  });
}
