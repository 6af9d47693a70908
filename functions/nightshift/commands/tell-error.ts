import { CodedError } from '../../maintenance/foundation/coded-error.ts';
import type { Terminal } from '../place/terminal.ts';

/** Errors whose message has a line, with its file, for everything that is wrong. */
const ownLines: ReadonlySet<string> = new Set(['schedule.invalid', 'serverless.invalid']);

/**
 * Tells why a command could not do its work. What somebody can mend is told in a line (for a file, a line for
 * everything that is wrong with it); anything else is a bug of ours, told with its stack.
 */
export function tellError(error: unknown, { complain }: Pick<Terminal, 'complain'>): void {
  if (error instanceof CodedError) {
    complain(ownLines.has(error.code) ? error.message : `nightshift: ${error.message}`);
    return;
  }
  complain('nightshift: this is a bug - please report it with these lines:');
  complain(error instanceof Error ? (error.stack ?? String(error)) : String(error));
}
