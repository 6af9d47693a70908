import { Command, CommanderError } from 'commander';
import { CodedError } from '../../maintenance/foundation/coded-error.ts';
import type { ExitCode, Surroundings } from '../place/surroundings.ts';
import type { Terminal } from '../place/terminal.ts';
import { addCancel } from './cancel.ts';
import { addDeploy } from './deploy.ts';
import { addDoctor } from './doctor.ts';
import { addEvent } from './event.ts';
import { addHistory } from './history.ts';
import { addNext } from './next.ts';
import { addNotify } from './notify.ts';
import { addPack } from './pack.ts';
import { addPlan } from './plan.ts';
import { addPolicy } from './policy.ts';
import { addRemove } from './remove.ts';
import { addStack } from './stack.ts';
import { addStatus } from './status.ts';
import { addTriggers } from './triggers.ts';
import { addValidate } from './validate.ts';

/** The same help on every terminal, and in every file. */
const helpWidth = 100;

/**
 * Runs the command that the arguments name (without Node's own two) and gives the exit code of the process: 0 when
 * all is well, 1 when something needs a person, 2 for arguments that were not understood. Never throws.
 */
export async function runCommandLine(
  args: readonly string[],
  surroundings: Surroundings,
): Promise<ExitCode | 2> {
  const { terminal } = surroundings;
  let code: ExitCode = 0;
  const finish = (end: ExitCode) => {
    code = end;
  };
  const program = new Command('nightshift')
    .description(
      'Looks ahead at what a schedule would do to which DCS instances, and after the runs it has begun; deploys the function that does it. No instance is touched.',
    )
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.print(text.trimEnd()),
      writeErr: (text) => terminal.complain(text.trimEnd()),
      getOutHelpWidth: () => helpWidth,
      getErrHelpWidth: () => helpWidth,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .showHelpAfterError('nightshift --help, or --help after a command, tells more');
  addNext(program, surroundings);
  addValidate(program, surroundings, finish);
  addPlan(program, surroundings, finish);
  addStatus(program, surroundings, finish);
  addHistory(program, surroundings);
  addCancel(program, surroundings);
  addEvent(program, surroundings);
  addTriggers(program, surroundings);
  addPolicy(program, surroundings);
  addPack(program, surroundings);
  addDeploy(program, surroundings, finish);
  addRemove(program, surroundings, finish);
  addDoctor(program, surroundings, finish);
  addNotify(program, surroundings, finish);
  addStack(program, surroundings, finish);
  try {
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    // Help that was asked for is an error to commander, too, with an exit code of 0.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    tellError(error, terminal);
    return 1;
  }
}

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
