import { CommanderError } from 'commander';
import type { Diagnostic } from '../../maintenance/document/diagnostic.ts';
import { CodedError } from '../../maintenance/foundation/coded-error.ts';
import { ScheduleError } from '../../maintenance/runtime/schedule-error.ts';
import { ServerlessError } from '../deploy/serverless/serverless-file.ts';
import { remedyOfError } from '../place/callers-fault.ts';
import type { Terminal } from '../place/terminal.ts';
import { hangingText } from '../place/terminal-text.ts';

/** An error as `--json` shows it, for every command. */
type ShownError = {
  /** Stable. `usage` for arguments that were not understood, `bug` for what is one of ours. */
  readonly code: string;
  readonly message: string;
  /** What is wrong with the keys, the clock or the project, where a call was refused for one of them. */
  readonly todo?: string;
  /** Of a file with mistakes, as `validate` gives them. */
  readonly diagnostics?: readonly Diagnostic[];
};

/** The error for programs. */
export function shownError(error: unknown): ShownError {
  if (error instanceof CommanderError)
    return { code: 'usage', message: error.message.replace(/^error: /, '') };
  if (!(error instanceof CodedError)) return { code: 'bug', message: String(error) };
  const { code, message } = error;
  const todo = remedyOfError(error);
  return {
    code,
    message,
    ...(todo !== undefined && { todo }),
    ...(isOfFile(error) && { diagnostics: error.diagnostics }),
  };
}

/** Its message has a line, with its place, for everything that is wrong. */
function isOfFile(error: unknown): error is ScheduleError | ServerlessError {
  return error instanceof ScheduleError || error instanceof ServerlessError;
}

/**
 * Tells why a command could not do its work. What somebody can mend is told in a line (for a file, a line for
 * everything that is wrong with it); anything else is a bug of ours, told with its stack.
 */
export function tellError(
  error: unknown,
  terminal: Pick<Terminal, 'complain' | 'redact' | 'width' | 'hasEdge'>,
): void {
  const { complain } = terminal;
  // A secret that goes on in the next line would not be known again.
  const tell = (line: string) => complain(hangingText(terminal.redact(line), terminal));
  if (error instanceof CodedError) {
    const message = isOfFile(error) ? error.message : `nightshift: ${error.message}`;
    for (const line of message.split('\n')) tell(line);
    const todo = remedyOfError(error);
    if (todo !== undefined) tell(`-> ${todo}`);
    return;
  }
  complain('nightshift: this is a bug - please report it with these lines:');
  complain(error instanceof Error ? (error.stack ?? String(error)) : String(error));
}
