import type { Command } from 'commander';
import { type AskedFunction, openDeployedFunction } from '../invoke/deployed-function.ts';
import { type StartOptions, startRun } from '../invoke/start-run.ts';
import type { CommandContext, ExitCode, Finish } from '../place/command-context.ts';
import { credentialVariables } from '../place/environment.ts';
import { openJournal } from '../place/open-journal.ts';
import { findJob, openSchedule } from '../place/schedule-file.ts';
import {
  addByHandOptions,
  type ByHandOptions,
  endings,
  examples,
  instancesOption,
  jsonOption,
  notHeeded,
} from './options.ts';

type Options = AskedFunction &
  ByHandOptions &
  StartOptions & {
    readonly schedule?: string;
    readonly instances?: readonly string[];
  };

/** Adds `nightshift run JOB`: a job by hand, in the deployed function. */
export function addRun(program: Command, context: CommandContext, finish: Finish): void {
  const command = program
    .command('run')
    .description('runs a job now in the deployed function, after showing its plan')
    .argument('<job>', 'the name of a job')
    .addOption(instancesOption());
  addByHandOptions(command)
    .addOption(
      jsonOption('{ "run", "requestId" }, with --follow { "run", "summary" }, with --dry-run { "plans" }'),
    )
    .addHelpText('after', examples('nightshift run nightly --dry-run', 'nightshift run nightly --follow'))
    .addHelpText('after', `\n${credentialVariables}`)
    .addHelpText('after', endings(startEndings))
    .action(async (job: string, options: Options) => finish(await run(job, options, context)));
}

/** What `run` and `retry` end with. */
export const startEndings =
  '0 when the run has begun, with --follow or without a journal when every instance succeeded, and with 1 for anything else';

async function run(name: string, options: Options, context: CommandContext): Promise<ExitCode> {
  const written = openSchedule(options.schedule, context);
  const { instances } = options;
  const job = findJob(name, written.schedule.jobs).name;
  const fn = await openDeployedFunction(options, written, context);
  const records = written.schedule.journal && openJournal(options.schedule, context).records;
  const event = { job, ...(instances && { instances }), ...notHeeded(options) };
  return startRun({ event, job, fn, records }, options, context);
}
