import { createInterface } from 'node:readline';
import yoctoSpinner from 'yocto-spinner';
import { CodedError } from '../../maintenance/foundation/coded-error.ts';
import { harmlessText } from '../../maintenance/report/plain-text.ts';
import { createRedactor, type Redact } from '../../maintenance/secrets/redact.ts';
import type { Interruption } from './interruption.ts';
import { showTints } from './terminal-text.ts';

/**
 * Where the command line says what it has to say. Whatever is said is without secrets and harmless: a terminal obeys
 * nothing of it but our colours.
 */
export type Terminal = {
  /** To standard output, with a line break. */
  print(text: string): void;
  /** To standard error, with a line break. */
  complain(text: string): void;
  /** To standard output as JSON, for programs. What a terminal would obey is escaped, so that nothing is lost. */
  printJson(value: unknown): void;
  /** Whether standard output shows colours. */
  readonly colour: boolean;
  /** Columns that texts for people may take. */
  readonly width: number;
  /**
   * Whether no line may be longer, whatever it holds: at a terminal, or where COLUMNS says so. In a file or for another
   * program no name or id is cut or torn for it.
   */
  readonly hasEdge: boolean;
  /** Shows that something is going on until the function it gives back is called; only to people, on standard error. */
  progress(text: string): () => void;
  /**
   * Asks somebody who is there, and takes all but a yes for a no; `undefined` when nobody is. Ctrl-C and Ctrl-D are an
   * interruption, and no answer.
   */
  ask(question: string): Promise<boolean | undefined>;
  /** The same for an answer in words, which is `usual` where nothing is typed. */
  askFor(question: string, usual: string): Promise<string | undefined>;
  /** From now on these values are replaced in whatever is said, but not within the names of these variables. */
  hide(secrets: readonly string[], names?: readonly string[]): void;
  /** The redaction as it is at the moment of the call. */
  readonly redact: Redact;
  /** Ends what moves or waits: the cursor is seen again, and keys are as they were. */
  restore(): void;
};

/** The streams of a process and its environment. */
export type Streams = Pick<NodeJS.Process, 'env'> & {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
};

/** The terminal of a process. `NO_COLOR`, `TERM=dumb` and `COLUMNS` are heeded. */
export function openTerminal(
  { stdin, stdout, stderr, env }: Streams,
  interruption: Pick<Interruption, 'interrupt'>,
): Terminal {
  // A reader that has seen enough (`| head`) is no failure; without a listener it would be an uncaught one.
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  const hidden = new Set<string>();
  const names = new Set(Object.keys(env));
  let redact: Redact = (text) => text;
  // Before, as what is hidden may hold what is cleaned; and after, as what is cleaned may have torn it.
  const shown = (text: string) => redact(harmlessText(redact(text)));
  const open = new Set<() => void>();
  const opened = (close: () => void) => {
    open.add(close);
    return () => {
      if (open.delete(close)) close();
    };
  };
  const answerTo = async (question: string) => {
    if (stdin.isTTY !== true || stderr.isTTY !== true) return undefined;
    // Not on standard output, which may go into a file.
    const lines = createInterface({ input: stdin, output: stderr });
    const close = opened(() => lines.close());
    // In place of the line break that Enter would have made.
    const interrupted = () => {
      stderr.write('\n');
      interruption.interrupt('SIGINT');
    };
    lines.once('SIGINT', () => close()).once('close', interrupted);
    const answer = await new Promise<string>((resolve) =>
      lines.question(shown(question), (line) => {
        // At once: an end of input right behind the answer is no interruption.
        lines.off('close', interrupted);
        resolve(line);
      }),
    );
    close();
    return answer.trim();
  };
  return {
    print: (text) => void stdout.write(`${showTints(shown(text))}\n`),
    complain: (text) => void stderr.write(`${showTints(shown(text))}\n`),
    printJson: (value) => void stdout.write(`${visibleJson(redact(JSON.stringify(value, null, 2)))}\n`),
    colour: stdout.isTTY === true && !env['NO_COLOR'] && env['TERM'] !== 'dumb',
    width: columnsOf(stdout, env) ?? usualWidth,
    hasEdge: columnsOf(stdout, env) !== undefined,
    progress(text) {
      if (stderr.isTTY !== true) return () => {};
      // Signals are ours: a command that is interrupted says what it has done.
      const spinner = yoctoSpinner({ text: shown(text), stream: stderr, handleSignals: false }).start();
      return opened(() => void spinner.stop());
    },
    async ask(question) {
      const answer = await answerTo(`${question} [y/N] `);
      return answer === undefined ? undefined : /^y(es)?$/i.test(answer);
    },
    async askFor(question, usual) {
      const answer = await answerTo(`${question}${usual === '' ? '' : ` [${usual}]`}: `);
      return answer === '' ? usual : answer;
    },
    hide(secrets, ofVariables = []) {
      for (const secret of secrets) hidden.add(secret);
      for (const name of ofVariables) names.add(name);
      redact = createRedactor([...hidden], [...names]);
    },
    redact: (text) => redact(text),
    restore() {
      for (const close of [...open]) {
        open.delete(close);
        close();
      }
    },
  };
}

/** Files and other programs get lines as wide as that, and of a terminal nobody reads lines that are much wider. */
const usualWidth = 120;
const leastWidth = 20;
const mostWidth = 160;

function columnsOf({ isTTY, columns }: Streams['stdout'], env: Streams['env']): number | undefined {
  const asked = Number(env['COLUMNS']);
  const told = Number.isInteger(asked) && asked > 0 ? asked : isTTY && columns > 0 ? columns : undefined;
  return told && Math.min(Math.max(told, leastWidth), mostWidth);
}

/** JSON escapes what ASCII has of control characters, and nothing else. */
function visibleJson(json: string): string {
  return json.replace(/[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/gu, (sign) =>
    sign
      .split('')
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .join(''),
  );
}

/** What is thrown when there is no terminal to ask at. */
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
      'there is no terminal to ask at, so nothing was changed - expected --yes, or --dry-run to only look',
  });
}
