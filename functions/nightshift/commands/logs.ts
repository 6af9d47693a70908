import type { Command } from 'commander';
import { CodedError } from '../../maintenance/foundation/coded-error.ts';
import { saysAbsent } from '../deploy/account/function-account.ts';
import { openAccounts } from '../deploy/account/open-accounts.ts';
import { openDeployment } from '../deploy/open-deployment.ts';
import type { CommandContext, Finish } from '../place/command-context.ts';
import { credentialVariables } from '../place/environment.ts';
import { openJournal } from '../place/open-journal.ts';
import { findRun } from '../runs/find-run.ts';
import type { RunRecord } from '../runs/run-record.ts';
import { showRun } from '../runs/show-run.ts';
import {
  endings,
  endpointOption,
  examples,
  jsonOption,
  scheduleOption,
  serverlessOption,
} from './options.ts';

type Options = {
  readonly run?: string;
  readonly schedule?: string;
  readonly serverless?: string;
  readonly endpoint?: string;
  readonly json?: boolean;
};

/** Where FunctionGraph keeps the log of a function. */
type LogPlace = {
  readonly function: string;
  readonly group: { readonly id: string; readonly name: string | null };
  readonly stream: { readonly id: string; readonly name: string | null };
  readonly console: string;
};

/** Adds `nightshift logs`: where the log of the function is, and which lines of it are of a run. */
export function addLogs(program: Command, context: CommandContext, finish: Finish): void {
  program
    .command('logs')
    .description("shows where the function's log is, and the request ids of a run")
    .option('--run <run>', 'the id of a run, its beginning, a job, or last: with its request ids')
    .addOption(scheduleOption())
    .addOption(serverlessOption())
    .addOption(endpointOption())
    .addOption(jsonOption('{ "logs": [...], "invocations": [...] of the run }'))
    .addHelpText('after', examples('nightshift logs --run last'))
    .addHelpText(
      'after',
      '\nFunctionGraph has no call that gives out lines of a log: they are in LTS, at the address that is shown.',
    )
    .addHelpText('after', `\n${credentialVariables}`)
    .addHelpText(
      'after',
      endings('0, and with 1 where a function keeps no log, there is no such run, or the keys may not ask'),
    )
    .action(async ({ run: asked, schedule, json = false, ...where }: Options) => {
      const { terminal, clock } = context;
      const { deployment } = await openDeployment(where.serverless, context);
      const accounts = await openAccounts(deployment, where.endpoint, context);
      const logs = await Promise.all(
        deployment.functions.map(async (fn): Promise<LogPlace> => {
          const { group, stream } = await accounts.of(fn).readLogPlace().catch(explain(fn.name));
          return { function: fn.name, group, stream, console: consoleOf(deployment.region) };
        }),
      );
      const run = asked === undefined ? undefined : await recordOf(asked, schedule, context, clock.now());
      if (json) terminal.printJson({ logs, ...(run && { run: run.run, invocations: run.invocations }) });
      else terminal.print([...logs.map(logText), ...(run ? [runText(run)] : [])].join('\n\n'));
      finish(0);
    });
}

async function recordOf(
  asked: string,
  schedule: string | undefined,
  context: CommandContext,
  now: number,
): Promise<RunRecord> {
  const opened = openJournal(schedule, context);
  return showRun(await findRun(asked, opened.records), now, opened.schedule.timezone);
}

/** The address is that of LTS's console; it opens the groups and streams of the region. */
function consoleOf(region: string): string {
  return `https://console.huaweicloud.com/lts/?region=${encodeURIComponent(region)}`;
}

/** FunctionGraph has one answer for a function that is not there and for one that keeps no log. */
function explain(name: string): (error: unknown) => never {
  return (error) => {
    if (!saysAbsent(error)) throw error;
    throw new CodedError(
      'log.none',
      `FunctionGraph knows of no log of ${name}: it is not deployed, or keeps none - expected nightshift deploy, with enableLtsLog: true in serverless.yml`,
      { cause: error },
    );
  };
}

function logText({ function: name, group, stream, console: address }: LogPlace): string {
  const named = ({ id, name: its }: LogPlace['group']) => (its === null ? id : `${its} (${id})`);
  return [
    `the log of ${name} is in LTS, and FunctionGraph gives out none of its lines: ${address}`,
    `  group   ${named(group)}`,
    `  stream  ${named(stream)}`,
  ].join('\n');
}

function runText({ run, invocations }: RunRecord): string {
  if (invocations.length === 0) return `the record of ${run} has no invocation yet`;
  return [
    `the lines of ${run} are those with these request ids:`,
    ...invocations.map(
      ({ requestId, from, until }) =>
        `  ${requestId}  ${from.replace('T', ' ')} to ${until.replace('T', ' ')}`,
    ),
  ].join('\n');
}
