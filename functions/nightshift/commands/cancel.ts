import type { Command } from 'commander';
import { askToCancel } from '../../maintenance/invocation/answer-command.ts';
import type { CommandContext } from '../place/command-context.ts';
import { credentialVariables } from '../place/environment.ts';
import { openJournal } from '../place/open-journal.ts';
import { findRun } from '../runs/find-run.ts';
import { endings, examples, jsonOption, runArgument, scheduleOption } from './options.ts';

type Options = { readonly schedule?: string; readonly json?: boolean; readonly by?: string };

/** Adds `nightshift cancel RUN`: nothing new of the run starts; what is in flight is seen to its end. */
export function addCancel(program: Command, context: CommandContext): void {
  program
    .command('cancel')
    .description('cancels a run: nothing new of it starts')
    .argument('<run>', runArgument)
    .option('--by <name>', 'who cancels it, for the summary')
    .addOption(scheduleOption())
    .addOption(jsonOption('{ "cancelled": RUN, "left": NUMBER }, as the function answers'))
    .addHelpText('after', examples('nightshift cancel nightly@2026-12-02T03:30:00+08:00 --by kim'))
    .addHelpText('after', `\n${credentialVariables}`)
    .addHelpText('after', endings('0 when it is cancelled, and with 1 if there is no such run to cancel'))
    .action(async (asked: string, { schedule, json = false, by }: Options) => {
      const { terminal, interruption, environment, clock } = context;
      const { records } = openJournal(schedule, context);
      const { run } = await findRun(asked, records);
      interruption.leaves(() => `whether ${run} is cancelled is not known - nightshift status tells`);
      const author = by ?? (environment['USER'] || 'the command line');
      const cancelled = await askToCancel(run, { journal: records.journal, clock, by: author });
      if (json) terminal.printJson(cancelled);
      else
        terminal.print(
          `${run} is cancelled: nothing new starts, and instances under way are watched to the end (${cancelled.left} instances had no outcome yet).`,
        );
    });
}
