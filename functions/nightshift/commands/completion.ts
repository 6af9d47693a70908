import { Argument, type Command } from 'commander';
import type { CommandContext } from '../place/command-context.ts';
import { openSchedule } from '../place/schedule-file.ts';
import { type CompletedCommand, shells, type Value } from './completion-scripts.ts';
import { examples, plainEndings, scheduleOption } from './options.ts';

const shellNames = Object.keys(shells);

/** Adds `nightshift completion`: the script with which a shell completes commands, options and names of jobs. */
export function addCompletion(program: Command, context: CommandContext): void {
  program
    .command('completion')
    .description('prints a script that lets a shell complete commands, options and jobs')
    .addArgument(
      new Argument('<shell>', 'jobs: only the names of the jobs, for such a script').choices([
        ...shellNames,
        'jobs',
      ]),
    )
    .addOption(scheduleOption())
    .addHelpText(
      'after',
      examples(
        'source <(nightshift completion bash)',
        'source <(nightshift completion zsh)',
        'nightshift completion fish | source',
      ),
    )
    .addHelpText(
      'after',
      plainEndings('0, and with 1 where the jobs are asked for and the schedule has mistakes'),
    )
    .action((shell: string, { schedule }: { readonly schedule?: string }) => {
      const write = Object.hasOwn(shells, shell) ? shells[shell] : undefined;
      const lines = write
        ? write(completedCommands(program))
        : openSchedule(schedule, context).schedule.jobs.map(({ name }) => name);
      if (lines.length > 0) context.terminal.print(lines.join('\n'));
    });
}

/** What there is to complete, as the program itself has it. */
function completedCommands(program: Command): readonly CompletedCommand[] {
  return program.commands.map((command) => ({
    name: command.name(),
    description: command.description(),
    options: command.options.map(({ long, flags, description, argChoices }) => ({
      name: long ?? flags,
      description,
      value: valueOfOption(flags, argChoices),
    })),
    values: valuesOfArgument(command.registeredArguments[0]),
  }));
}

function valuesOfArgument(argument: Argument | undefined): Value | undefined {
  const name = argument?.name();
  if (name === 'job') return 'jobs';
  return name === 'folder' ? 'folder' : argument?.argChoices;
}

function valueOfOption(flags: string, choices: readonly string[] | undefined): Value | undefined {
  const { kind } = /[<[](?<kind>[^>\]]+)[>\]]$/.exec(flags)?.groups ?? {};
  if (kind === undefined) return undefined;
  if (choices !== undefined) return choices;
  return kind === 'file' || kind === 'folder' ? kind : 'anything';
}
