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

function readFile(path: string): Uint8Array | undefined {
  try {
    return readBounded(path);
  } catch {
    return undefined;
  }
}
