import type { Command } from 'commander';
import type { CommandContext, Finish } from '../place/command-context.ts';
import { credentialVariables } from '../place/environment.ts';
import { openJournal } from '../place/open-journal.ts';
import { findRun } from '../runs/find-run.ts';
import { recordText } from '../runs/record-text.ts';
import { showRun } from '../runs/show-run.ts';
import { endings, examples, jsonOption, runArgument, scheduleOption } from './options.ts';

type Options = { readonly schedule?: string; readonly json?: boolean; readonly all?: boolean };

/** Adds `nightshift show RUN`: all that the journal knows of a run. */
export function addShow(program: Command, context: CommandContext, finish: Finish): void {
  program
    .command('show')
    .description('shows a run: its instances, what happened when, who was told')
    .argument('<run>', runArgument)
    .option('--all', 'every instance and every entry of the timeline, however many')
    .addOption(scheduleOption())
    .addOption(jsonOption('the run as docs/run-record.md has it, always all of it'))
    .addHelpText(
      'after',
      examples('nightshift show last', 'nightshift show nightly@2026-12-02T03:30:00+08:00'),
    )
    .addHelpText('after', `\n${credentialVariables}`)
    .addHelpText(
      'after',
      endings(
        '0, however the run ended, and with 1 where there is no such run, or its record cannot be read',
      ),
    )
    .action(async (asked: string, { schedule: file, json = false, all = false }: Options) => {
      const { terminal, clock } = context;
      const { records, schedule } = openJournal(file, context);
      const record = showRun(await findRun(asked, records), clock.now(), schedule.timezone);
      const { colour, width, hasEdge } = terminal;
      if (json) terminal.printJson(record);
      else terminal.print(recordText(record, { colour, width, hasEdge, all }));
      finish(record.error ? 1 : 0);
    });
}
