import { Command, CommanderError } from 'commander';
import { CodedError } from '../../maintenance/foundation/coded-error.ts';
import type { CommandContext, ExitCode, Finish } from '../place/command-context.ts';
import type { Terminal } from '../place/terminal.ts';

/** The same help on every terminal, and in every file. */
const helpWidth = 100;

/**
 * Runs the command that the arguments name (without Node's own two) and gives the exit code of the process: 0 when
 * all is well, 1 when something needs a person, 2 for arguments that were not understood. Never throws.
 */
export async function runCommandLine(
  args: readonly string[],
  context: CommandContext,
): Promise<ExitCode | 2> {
  const { terminal } = context;
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
  for (const load of wanted(args)) (await load())(program, context, finish);
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

/** Every command in the order of the help, each loaded when it is wanted. */
const commands: Readonly<Record<string, () => Promise<AddCommand>>> = {
  next: async () => (await import('./next.ts')).addNext,
  validate: async () => (await import('./validate.ts')).addValidate,
  plan: async () => (await import('./plan.ts')).addPlan,
  status: async () => (await import('./status.ts')).addStatus,
  history: async () => (await import('./history.ts')).addHistory,
  cancel: async () => (await import('./cancel.ts')).addCancel,
  event: async () => (await import('./event.ts')).addEvent,
  triggers: async () => (await import('./triggers.ts')).addTriggers,
  policy: async () => (await import('./policy.ts')).addPolicy,
  pack: async () => (await import('./pack.ts')).addPack,
  deploy: async () => (await import('./deploy.ts')).addDeploy,
  remove: async () => (await import('./remove.ts')).addRemove,
  doctor: async () => (await import('./doctor.ts')).addDoctor,
  notify: async () => (await import('./notify.ts')).addNotify,
  stack: async () => (await import('./stack.ts')).addStack,
};

type AddCommand = (program: Command, context: CommandContext, finish: Finish) => void;

/** The command that is named; for help, and to tell what may have been meant, all. */
function wanted([name = '']: readonly string[]): readonly (() => Promise<AddCommand>)[] {
  const named = Object.hasOwn(commands, name) ? commands[name] : undefined;
  return named ? [named] : Object.values(commands);
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
