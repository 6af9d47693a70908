import type { Command } from 'commander';
import { CodedError } from '../../maintenance/foundation/coded-error.ts';
import { taskOfFailed } from '../../maintenance/invocation/retry-failed.ts';
import { jobOfRun } from '../../maintenance/invocation/task.ts';
import { fold } from '../../maintenance/run/fold.ts';
import type { Records } from '../../maintenance/run/journal.ts';
import { zoneOffset } from '../../maintenance/runtime/zone-offset.ts';
import { buildCalendars } from '../../maintenance/schedule/calendars/build-calendars.ts';
import type { WrittenSchedule } from '../../maintenance/schedule/parse-schedule.ts';
import { type AskedFunction, openDeployedFunction } from '../invoke/deployed-function.ts';
import { wayBack } from '../invoke/follow-run.ts';
import { type StartOptions, startRun } from '../invoke/start-run.ts';
import { readCalendarFiles } from '../place/calendar-files.ts';
import type { CommandContext, ExitCode, Finish } from '../place/command-context.ts';
import { credentialVariables } from '../place/environment.ts';
import { openJournal } from '../place/open-journal.ts';
import { openSchedule } from '../place/schedule-file.ts';
import { findRun } from '../runs/find-run.ts';
import {
  addByHandOptions,
  type ByHandOptions,
  endings,
  examples,
  jsonOption,
  notHeeded,
  runArgument,
} from './options.ts';
import { startEndings } from './run.ts';

type Options = AskedFunction & ByHandOptions & StartOptions & { readonly schedule?: string };

/** Adds `nightshift retry RUN`: what failed in a run, once more. */
export function addRetry(program: Command, context: CommandContext, finish: Finish): void {
  const command = program
    .command('retry')
    .description('runs what failed in a run once more, in the deployed function')
    .argument('<run>', runArgument);
  addByHandOptions(command)
    .addOption(jsonOption('the same as run does'))
    .addHelpText('after', examples('nightshift retry nightly@2026-12-02T03:30:00+08:00 --follow'))
    .addHelpText('after', `\n${credentialVariables}`)
    .addHelpText('after', endings(startEndings))
    .action(async (run: string, options: Options) => finish(await retry(run, options, context)));
}

async function retry(asked: string, options: Options, context: CommandContext): Promise<ExitCode> {
  const written = openSchedule(options.schedule, context);
  const records = written.schedule.journal && openJournal(options.schedule, context).records;
  // Without a journal only the function can know of it, by its whole id.
  const { run } = records ? await findRun(asked, records) : { run: asked };
  if (records) await refuseNeedless(run, written, records, context);
  const fn = await openDeployedFunction(options, written, context);
  const event = { retryFailed: run, ...notHeeded(options) };
  return startRun({ event, job: jobOfRun(run), fn, records }, options, context);
}

/** What the function would refuse is refused before it is asked; a run that is not over has nothing to be retried yet. */
async function refuseNeedless(
  run: string,
  written: WrittenSchedule,
  { journal, register }: Records,
  { clock }: CommandContext,
): Promise<void> {
  const { events } = await journal.read(run);
  if (events.length > 0 && fold(events).finishedAt === undefined)
    throw new CodedError('run.open', `${run} is not over, so nothing was started: ${wayBack(run)}`);
  const { schedule } = written;
  const calendars = () => buildCalendars(schedule, readCalendarFiles(written).contents, zoneOffset);
  const inUse = { schedule, calendars, zoneOffset, requestId: '', journal, register };
  const asked = { kind: 'retry-failed', run, dryRun: true, confirm: undefined } as const;
  const found = await taskOfFailed(asked, clock.now(), inUse);
  if ('refusal' in found) throw new CodedError('run.refused', found.refusal);
}
