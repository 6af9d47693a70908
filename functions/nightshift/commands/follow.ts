import type { Command } from 'commander';
import { followRun } from '../invoke/follow-run.ts';
import { tellSummary } from '../invoke/start-run.ts';
import type { CommandContext, Finish } from '../place/command-context.ts';
import { credentialVariables } from '../place/environment.ts';
import { openJournal } from '../place/open-journal.ts';
import { findRun } from '../runs/find-run.ts';
import { endings, examples, jsonOption, runArgument, scheduleOption } from './options.ts';

type Options = { readonly schedule?: string; readonly json?: boolean };

/** Adds `nightshift follow RUN`: what happens in a run as its journal grows, and how it ends. */
export function addFollow(program: Command, context: CommandContext, finish: Finish): void {
  program
    .command('follow')
    .description('shows what happens in a run until it is over')
    .argument('<run>', runArgument)
    .addOption(scheduleOption())
    .addOption(jsonOption('{ "run", "summary" } when it is over'))
    .addHelpText(
      'after',
      examples('nightshift follow last', 'nightshift follow nightly@2026-12-02T03:30:00+08:00'),
    )
    .addHelpText('after', '\nCtrl-C ends only this command: the run goes on.')
    .addHelpText('after', `\n${credentialVariables}`)
    .addHelpText('after', endings('0 when every instance succeeded, and with 1 for anything else'))
    .action(async (asked: string, { schedule, json = false }: Options) => {
      const { terminal } = context;
      const { records } = openJournal(schedule, context);
      const { run } = await findRun(asked, records);
      const say = (line: string) => (json ? undefined : terminal.print(line));
      finish(tellSummary(await followRun(run, records, context, say), json, context));
    });
}
