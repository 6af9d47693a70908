import { parseEnv } from 'node:util';
import { decodeText, withoutMark } from '../../maintenance/document/decode-text.ts';
import { CodedError } from '../../maintenance/foundation/coded-error.ts';
import { readBounded, whyUnreadable } from './read-bounded.ts';

/** What is wrong with a line of a file of variables. It says nothing of what stands there, which may be a secret. */
type Flaw = { readonly line: number; readonly column: number; readonly message: string };

/**
 * Reads a file of variables, `NAME=value` a line, as Node.js does with --env-file. What Node.js would pass over or cut
 * in silence is refused: throws `CodedError` `env-file.unreadable`, `env-file.malformed` with a line for each place.
 */
export function readEnvFile(file: string): Readonly<Record<string, string>> {
  const decoded = decodeText(readFile(file));
  if (!decoded.ok) throw malformed(file, [decoded.flaw]);
  // Windows ends its lines with two signs, also within quotes.
  const { variables, flaws } = scan(withoutMark(decoded.text).replaceAll('\r\n', '\n'));
  if (flaws.length > 0) throw malformed(file, flaws);
  return variables;
}

function readFile(file: string): Uint8Array {
  try {
    return readBounded(file);
  } catch (cause) {
    throw new CodedError(
      'env-file.unreadable',
      `${file}: ${whyUnreadable(file)} - expected a file of variables there`,
      {
        cause,
      },
    );
  }
}

function malformed(file: string, flaws: readonly Flaw[]): CodedError {
  const lines = flaws.map(({ line, column, message }) => `${file}:${line}:${column}: ${message}`);
  return new CodedError('env-file.malformed', lines.join('\n'));
}

const nothing = /[^\S\n]*(?:#[^\n]*)?(?:\n|$)/y;
const shellWord = /[^\S\n]*(?:export[^\S\n]+)?/y;
const naming = /[A-Za-z_]\w*[^\S\n]*=/y;
const blank = /[^\S\n]*/y;
const quoted = /(["'`])[\s\S]*?\1/y;
const quote = /["'`]/y;
const comment = /[^\S\n]*(?:#[^\n]*)?/y;
const line = /[^\n]*/y;

/**
 * Finds where each variable begins and ends, and gives that to Node.js, which reads one well and stumbles over what may
 * stand between two.
 */
function scan(text: string): {
  readonly variables: Readonly<Record<string, string>>;
  readonly flaws: readonly Flaw[];
} {
  const variables: Record<string, string> = {};
  const flaws: Flaw[] = [];
  let at = 0;
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    if (found !== undefined) at += found.length;
    return found;
  };
  while (at < text.length) {
    if (take(nothing)) continue;
    const begin = at;
    take(shellWord);
    const start = at;
    const isNamed = take(naming) !== undefined;
    const flaw = isNamed ? flawOfValue(at, take) : { at: begin, message: noVariable };
    if (flaw) {
      const before = text.slice(0, flaw.at).split('\n');
      const column = (before.at(-1)?.length ?? 0) + 1;
      flaws.push({ line: before.length, column, message: flaw.message });
    } else Object.assign(variables, parseEnv(text.slice(start, at)));
    take(line);
    // The end of the line.
    at += 1;
  }
  return { variables, flaws };
}

const noVariable = 'no variable - expected NAME=value, an empty line or a comment';

/** Goes to the end of a value that begins at a place, and tells what is wrong with it. */
function flawOfValue(
  at: number,
  take: (pattern: RegExp) => string | undefined,
): { readonly at: number; readonly message: string } | undefined {
  const isBlank = take(blank) !== '';
  if (take(quoted) !== undefined) {
    take(comment);
    if (take(line) === '') return undefined;
    return { at, message: 'text after the closing quote - expected one value' };
  }
  if (take(quote) !== undefined)
    return { at, message: 'the quote that begins here has no end - expected another one like it' };
  const cut = (isBlank ? /\S#/ : /(?:^|\S)#/).exec(take(line) ?? '');
  if (!cut) return undefined;
  const message =
    'a # without quotes, which Node.js reads as the start of a comment - expected the value in quotes, or a ' +
    'blank before the #';
  return { at, message };
}
