import { CodedError } from '../run/coded-error.ts';
import type { Terminal } from './terminal.ts';

/**
 * Tells why a command could not do its work. What somebody can mend is told in a line (for a schedule, a line for
 * everything that is wrong with it); anything else is a bug of ours, told with its stack.
 */
export function tellError(error: unknown, { complain }: Pick<Terminal, 'complain'>): void {
  if (error instanceof CodedError) {
    complain(error.code === 'schedule.invalid' ? error.message : `nightshift: ${error.message}`);
    return;
  }
  complain('nightshift: this is a bug - please report it with these lines:');
  complain(error instanceof Error ? (error.stack ?? String(error)) : String(error));
}
