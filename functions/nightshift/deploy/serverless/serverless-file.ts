import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { type Diagnostic, firstTold, formatDiagnostic } from '../../../maintenance/document/diagnostic.ts';
import { CodedError } from '../../../maintenance/foundation/coded-error.ts';
import type { CommandContext } from '../../place/command-context.ts';
import { lookupIn } from '../../place/environment.ts';
import { readBounded, whyUnreadable } from '../../place/read-bounded.ts';
import type { ParsedServerless, RefusedServerless } from './parse-serverless.ts';

/** A `serverless.yml`, and what reading it gave. */
export type ServerlessFile = {
  readonly file: string;
  readonly text: string;
  readonly parsed: ParsedServerless | RefusedServerless;
};

/** One with which nothing is wrong. */
export type WholeServerless = ServerlessFile & { readonly parsed: ParsedServerless };

/** The file cannot be used (`serverless.invalid`); the message has a line for everything that is wrong with it, see `firstTold`. */
export class ServerlessError extends CodedError {
  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: readonly Diagnostic[]) {
    const told = firstTold(diagnostics);
    super('serverless.invalid', told.map(formatDiagnostic).join('\n'));
    this.diagnostics = told;
  }
}

const usualPlace = 'serverless.yml';

/**
 * Reads the `serverless.yml` that was asked for, else the one in the current directory; `undefined` when none was
 * asked for and none is there. Throws `CodedError` `serverless.unreadable`.
 */
export async function openServerless(
  asked: string | undefined,
  { environment }: Pick<CommandContext, 'environment'>,
): Promise<ServerlessFile | undefined> {
  if (asked === undefined && !existsSync(usualPlace)) return undefined;
  const file = asked ?? usualPlace;
  const bytes = readFile(file);
  if (bytes === undefined)
    throw new CodedError(
      'serverless.unreadable',
      `${file}: ${whyUnreadable(file)} - expected a serverless.yml there`,
    );
  const { parseServerless } = await import('./parse-serverless.ts');
  const parsed = parseServerless(bytes, {
    file,
    lookup: lookupIn(environment),
    readFile: (path) => readFile(resolve(dirname(file), path)),
  });
  return { file, text: parsed.text, parsed };
}

/** The same for whoever can do nothing without it. Throws also where it is not there or wrong, `ServerlessError`. */
export async function wholeServerless(
  asked: string | undefined,
  context: Pick<CommandContext, 'environment'>,
): Promise<WholeServerless> {
  const opened = await openServerless(asked, context);
  if (!opened)
    throw new CodedError(
      'serverless.unreadable',
      `there is no ${usualPlace} here - expected one (nightshift init writes it), or --serverless FILE`,
    );
  const { parsed } = opened;
  if (!parsed.ok) throw new ServerlessError(parsed.diagnostics);
  return { ...opened, parsed };
}

function readFile(path: string): Uint8Array | undefined {
  try {
    return readBounded(path);
  } catch {
    return undefined;
  }
}
