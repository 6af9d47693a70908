import { Command, CommanderError } from 'commander';
import { build } from '../../maintenance/foundation/version.ts';
import type { CommandContext, ExitCode, Finish } from '../place/command-context.ts';
import { describeBuild } from '../place/describe-build.ts';
import { readEnvFile } from '../place/env-file.ts';
import { InterruptedError } from '../place/interruption.ts';
import { wrapText } from '../place/terminal-text.ts';
import { envFileOption, usualEndings } from './options.ts';
import { shownError, tellError } from './tell-error.ts';

/** Help is prose, and no easier to read where it is wider. */
const mostHelpWidth = 100;

/**
 * Runs the command that the arguments name (without Node's own two) and gives the exit code of the process: 0 when
 * all is well, 1 when something needs a person, 2 for arguments that were not understood, 130 and 143 for a command that
 * was interrupted. With `--json`, standard output has JSON however it ends. Never throws.
 *
 * @param further commands that are not of this wing
 */
export async function runCommandLine(
  args: readonly string[],
  context: CommandContext,
  further: CommandTable = {},
): Promise<ExitCode | 2 | InterruptedError['exitCode']> {
  const { terminal, interruption } = context;
  // A file of variables may add to it before the command begins.
  const environment = { ...context.environment };
  const helpWidth = Math.min(terminal.width, mostHelpWidth);
  const isJson = args.includes('--json');
  /** Help or a version that was asked for beside `--json`. */
  let asked = '';
  let code: ExitCode = 0;
  const finish = (end: ExitCode) => {
    code = end;
  };
  const program = new Command('nightshift')
    .description(
      'Checks and previews a schedule of restarts and flushes of DCS instances, deploys the function that carries it out, starts runs in it and shows them. Only probe touches an instance itself, and asks before.',
    )
    .version(
      `nightshift ${describeBuild(build)}`,
      '--version',
      'prints the version and the commit that it was built from',
    )
    .exitOverride()
    .configureHelp({ minWidthToWrap: 10, subcommandTerm: termOf })
    .configureOutput({
      writeOut: (text) => {
        if (isJson) asked += text;
        else terminal.print(fitted(text, helpWidth));
      },
      writeErr: (text) => terminal.complain(fitted(text, helpWidth)),
      getOutHelpWidth: () => helpWidth,
      getErrHelpWidth: () => helpWidth,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .helpOption('-h, --help', 'shows this')
    .helpCommand('help [command]', 'shows how a command is used')
    .showHelpAfterError('nightshift --help, or --help after a command, tells more')
    .addHelpText('after', `\n${usualEndings}`);
  for (const load of wanted(args, { ...commands, ...further }))
    (await load())(program, { ...context, environment }, finish);
  for (const command of program.commands)
    if (!withoutEnvironment.has(command.name())) command.addOption(envFileOption());
  program.hook('preAction', (_, command) => {
    const { envFile } = command.opts<{ readonly envFile?: string }>();
    if (envFile === undefined) return;
    const variables = readEnvFile(envFile);
    terminal.hide([], Object.keys(variables));
    Object.assign(environment, variables, context.environment);
  });
  try {
    // Who wanted an end while all of this was loaded wants nothing to begin.
    await Promise.race([interruption.end, undefined]);
    await Promise.race([program.parseAsync(args, { from: 'user' }), interruption.end]);
    // Also where all was done by then: who wanted an end wants one of what would follow, too.
    return interruption.exitCode() ?? code;
  } catch (error) {
    // Help that was asked for is an error to commander, too, with an exit code of 0.
    if (error instanceof CommanderError && error.exitCode === 0) {
      if (isJson)
        terminal.printJson({ [error.code === 'commander.version' ? 'version' : 'help']: asked.trimEnd() });
      return 0;
    }
    terminal.restore();
    if (isJson) terminal.printJson({ error: shownError(error) });
    if (error instanceof CommanderError) return 2;
    tellError(error, terminal);
    return error instanceof InterruptedError ? error.exitCode : 1;
  }
}

/** A command in the list of all, without its options, so that it takes one line. */
function termOf(command: Command): string {
  const names = command.registeredArguments.map((argument) =>
    argument.required ? `<${argument.name()}>` : `[${argument.name()}]`,
  );
  return [command.name(), ...names].join(' ');
}

/** The commands for which the environment has nothing. */
const withoutEnvironment: ReadonlySet<string> = new Set(['stack', 'cloud']);

/** What commander leaves as it is: the texts that we put below its help. */
function fitted(text: string, width: number): string {
  const lines = text.trimEnd().split('\n');
  return lines.flatMap((line) => (line.length <= width ? line : wrapText(line, width))).join('\n');
}

/** Every command in the order of the help, each loaded when it is wanted. */
const commands: CommandTable = {
  init: async () => (await import('./init.ts')).addInit,
  next: async () => (await import('./next.ts')).addNext,
  validate: async () => (await import('./validate.ts')).addValidate,
  instances: async () => (await import('./instances.ts')).addInstances,
  plan: async () => (await import('./plan.ts')).addPlan,
  status: async () => (await import('./status.ts')).addStatus,
  history: async () => (await import('./history.ts')).addHistory,
  show: async () => (await import('./show.ts')).addShow,
  logs: async () => (await import('./logs.ts')).addLogs,
  run: async () => (await import('./run.ts')).addRun,
  follow: async () => (await import('./follow.ts')).addFollow,
  retry: async () => (await import('./retry.ts')).addRetry,
  cancel: async () => (await import('./cancel.ts')).addCancel,
  event: async () => (await import('./event.ts')).addEvent,
  triggers: async () => (await import('./triggers.ts')).addTriggers,
  policy: async () => (await import('./policy.ts')).addPolicy,
  pack: async () => (await import('./pack.ts')).addPack,
  deploy: async () => (await import('./deploy.ts')).addDeploy,
  remove: async () => (await import('./remove.ts')).addRemove,
  doctor: async () => (await import('./doctor.ts')).addDoctor,
  probe: async () => (await import('./probe.ts')).addProbe,
  notify: async () => (await import('./notify.ts')).addNotify,
  completion: async () => (await import('./completion.ts')).addCompletion,
  stack: async () => (await import('./stack.ts')).addStack,
};

/** Adds a command with its options and what it does; `finish` takes the exit code. */
type AddCommand = (program: Command, context: CommandContext, finish: Finish) => void;

/** Commands by their names, each loaded when it is wanted. */
type CommandTable = Readonly<Record<string, () => Promise<AddCommand>>>;

/** The command that is named; for help, and to tell what may have been meant, all. */
function wanted([name = '']: readonly string[], table: CommandTable): readonly (() => Promise<AddCommand>)[] {
  // It is made of all the others.
  if (name === 'completion') return Object.values(table);
  const named = Object.hasOwn(table, name) ? table[name] : undefined;
  return named ? [named] : Object.values(table);
}
