import { type Command, InvalidArgumentError, Option } from 'commander';
import { CodedError } from '../../maintenance/foundation/coded-error.ts';
import { dayMs, hourMs, parseDuration } from '../../maintenance/foundation/time/duration.ts';
import { isoWriter } from '../../maintenance/foundation/time/iso-in-zone.ts';
import { SigningClient } from '../../maintenance/huawei/signing-client.ts';
import { zoneOffset } from '../../maintenance/runtime/zone-offset.ts';
import { saysAbsent } from '../deploy/account/function-account.ts';
import { openAccounts } from '../deploy/account/open-accounts.ts';
import type { LogPlace } from '../deploy/account/read-log-place.ts';
import { openDeployment } from '../deploy/open-deployment.ts';
import { findWanted } from '../logs/find-wanted.ts';
import { type FunctionLine, type FunctionLog, followLines, readLines } from '../logs/follow-lines.ts';
import { ltsEndpoint, openStream } from '../logs/lts-stream.ts';
import type { CommandContext, Finish } from '../place/command-context.ts';
import { credentialsFrom, credentialVariables, lookupIn } from '../place/environment.ts';
import type { RunRecord } from '../runs/run-record.ts';
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
  readonly since: number;
  readonly follow?: boolean;
  readonly schedule?: string;
  readonly serverless?: string;
  readonly endpoint?: string;
  readonly json?: boolean;
};

/** A function, and where LTS has its log. */
type Place = LogPlace & { readonly function: string; readonly console: string };

/** Adds `nightshift logs`: the lines of the function's log, of a run or of the last hour. */
export function addLogs(program: Command, context: CommandContext, finish: Finish): void {
  program
    .command('logs')
    .description("shows the function's log, that of a run or of the last hour")
    .option('--run <run>', 'the id of a run, its beginning, a job, or last: only lines of its invocations')
    .addOption(
      new Option('--since <duration>', 'how far back, without --run: 30m, 2h, 3d')
        .argParser(readSince)
        .default(hourMs, '1h')
        .conflicts('run'),
    )
    .addOption(
      new Option(
        '--follow',
        'also shows lines as they come, of a run until a minute after its end; Ctrl-C ends it',
      ).conflicts('json'),
    )
    .addOption(scheduleOption())
    .addOption(serverlessOption())
    .addOption(endpointOption())
    .addOption(
      jsonOption('{ "logs": [...], "lines": [...], "isWhole" }, with --run "run" and its "invocations", too'),
    )
    .addHelpText('after', examples('nightshift logs --run last', 'nightshift logs --since 3h --follow'))
    .addHelpText(
      'after',
      '\nFunctionGraph keeps logs in LTS, where a line can be found some seconds after it was written.',
    )
    .addHelpText('after', `\n${credentialVariables}`)
    .addHelpText(
      'after',
      endings('0, and with 1 where a function keeps no log, there is no such run, or the keys may not ask'),
    )
    .action(async (options: Options) => {
      await showLogs(options, context);
      finish(0);
    });
}

async function showLogs(options: Options, context: CommandContext): Promise<void> {
  const { terminal, environment, clock } = context;
  const { deployment } = await openDeployment(options.serverless, context);
  const { region } = deployment;
  const accounts = await openAccounts(deployment, options.endpoint, context);
  const places = await Promise.all(
    deployment.functions.map(async (fn): Promise<Place> => {
      const place = await accounts.of(fn).readLogPlace().catch(explain(fn.name));
      return { function: fn.name, ...place, console: consoleOf(region) };
    }),
  );
  const find = findWanted(options, context);
  const { run, zone, wanted } = await find();
  const client = new SigningClient({
    endpoint: ltsEndpoint(accounts.endpoint, region),
    projectId: accounts.projectId,
    credentials: credentialsFrom(lookupIn(environment)),
    readTimeoutMs,
    actionTimeoutMs: readTimeoutMs,
    now: () => clock.now(),
  });
  const logs = places.map(
    ({ function: name, group, stream }): FunctionLog => ({
      function: name,
      stream: openStream(client, { group: group.id, stream: stream.id }),
    }),
  );
  const iso = isoWriter(zone, zoneOffset);
  if (options.json === true) {
    const { lines, isWhole } = await readLines(logs, wanted);
    return terminal.printJson({
      logs: places,
      ...(run && { run: run.run, invocations: run.invocations }),
      lines: lines.map((line) => ({
        function: line.function,
        at: iso(line.at),
        text: terminal.redact(line.text),
      })),
      isWhole,
    });
  }
  // First of all: where it is that cannot be asked.
  terminal.print([...places.map(placeText), ...(run ? [runText(run)] : []), ''].join('\n'));
  const say = ({ function: name, at, text }: FunctionLine) =>
    terminal.print(`${iso(at).replace('T', ' ')}  ${places.length > 1 ? `${name}: ` : ''}${text.trimEnd()}`);
  if (options.follow === true) {
    const { isWhole } = await followLines(logs, async () => (await find()).wanted, context, say);
    return isWhole ? undefined : terminal.complain(partly);
  }
  const { lines, isWhole } = await readLines(logs, wanted);
  for (const line of lines) say(line);
  if (lines.length === 0)
    terminal.print(
      `LTS has no line ${run ? 'of it' : `since ${iso(wanted.from).replace('T', ' ')}`}: lines can come late, and are kept as long as the log group says`,
    );
  if (!isWhole) terminal.complain(partly);
}

const partly =
  'LTS gave only a part of the lines: ask again, look at a shorter time (--since), or at the console';

const readTimeoutMs = 20_000;

function readSince(text: string): number {
  const ms = parseDuration(text);
  if (ms !== undefined && ms <= 30 * dayMs) return ms;
  throw new InvalidArgumentError('expected a duration of at most 30 days, as 30m, 2h or 3d.');
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

function placeText({ function: name, group, stream, console: address }: Place): string {
  const named = ({ id, name: its }: LogPlace['group']) => (its === null ? id : `${its} (${id})`);
  return [
    `the log of ${name} is in LTS: ${address}`,
    `  group   ${named(group)}`,
    `  stream  ${named(stream)}`,
  ].join('\n');
}

function runText({ run, invocations }: RunRecord): string {
  if (invocations.length === 0) return `\nthe record of ${run} has no invocation yet`;
  return [
    `\nthe lines of ${run} are those with it or these request ids:`,
    ...invocations.map(
      ({ requestId, from, until }) =>
        `  ${requestId}  ${from.replace('T', ' ')} to ${until.replace('T', ' ')}`,
    ),
  ].join('\n');
}
