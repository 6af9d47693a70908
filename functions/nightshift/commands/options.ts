import { type Command, InvalidArgumentError, Option } from 'commander';
import { CodedError } from '../../maintenance/foundation/coded-error.ts';
import { mostNamedInstances } from '../../maintenance/invocation/request.ts';
import { endpointFlaw } from '../../maintenance/schedule/check/address-flaws.ts';
import type { NotHeeded } from '../invoke/ask-function.ts';
import type { CommandContext } from '../place/command-context.ts';
import { endpointVariable, lookupIn } from '../place/environment.ts';

/** `--schedule FILE`, which every command takes. */
export function scheduleOption(): Option {
  return new Option(
    '--schedule <file>',
    'the schedule; else what NIGHTSHIFT_SCHEDULE names, config/schedule.yaml or schedule.yaml',
  );
}

/** `--env-file FILE`, which every command takes that reads the environment. */
export function envFileOption(): Option {
  return new Option(
    '--env-file <file>',
    'variables, one NAME=value per line; variables of the environment win',
  );
}

/** `--json`, with the shape of what is printed instead. */
export function jsonOption(shape: string): Option {
  return new Option('--json', `prints ${shape}`);
}

/** How a command is used; each line as it would be typed. */
export function examples(...lines: readonly string[]): string {
  return `\nExample${lines.length === 1 ? '' : 's'}:\n${lines.map((line) => `  ${line}`).join('\n')}`;
}

/** What a command with `--json` ends with besides 0, and what its 1 means. */
export function endings(wellAndIll: string): string {
  return `\nEnds with ${wellAndIll}. ${usualEndings}`;
}

/** The same of one that prints no JSON; `usual` for one that Ctrl-C is the usual end of. */
export function plainEndings(wellAndIll: string, usual = interruptedEndings): string {
  return `\nEnds with ${wellAndIll}. Arguments that are not understood end with 2${usual}.`;
}

const interruptedEndings = ', Ctrl-C with 130, SIGTERM with 143';

/** The ends that all commands share. */
export const usualEndings =
  `Arguments that are not understood end with 2${interruptedEndings}. With --json, standard output has ` +
  'JSON in each case: { "error": { "code", "message" } } for what went wrong.';

/** `--serverless FILE`, for commands that hold the schedule against what is deployed. */
export function serverlessOption(): Option {
  return new Option('--serverless <file>', 'the serverless.yml; else the one in the current directory');
}

/** `--endpoint URL`, where FunctionGraph is. */
export function endpointOption(): Option {
  return new Option('--endpoint <url>', 'endpoint of FunctionGraph, if not the public one of the region');
}

/** Where DCS is, or a local cloud, by `--endpoint` or the environment. Throws `CodedError` `endpoint.wrong`. */
export function namedEndpoint(
  url: string | undefined,
  { environment }: Pick<CommandContext, 'environment'>,
): string | undefined {
  const exported = lookupIn(environment)(endpointVariable);
  return checkedAddress('--endpoint', url) ?? checkedAddress(endpointVariable, exported);
}

/** An address that an option names, if any. Throws `CodedError` `endpoint.wrong`. */
export function checkedAddress(option: string, url: string | undefined): string | undefined {
  const flaw = url === undefined ? undefined : endpointFlaw(url);
  if (flaw) throw new CodedError('endpoint.wrong', `${option}: ${flaw.found} - expected ${flaw.expected}`);
  return url;
}

/** What commands that look for a run take for one, as `findRun` does. */
export const runArgument = 'the id of a run or its beginning, a job for its latest run, or last';

/** The options of commands that start a run in the deployed function. */
export function addByHandOptions(command: Command): Command {
  return command
    .option('--dry-run', 'only shows what would be done, and the hash that confirms it')
    .option('--follow', 'shows what happens until the run is over; Ctrl-C leaves it going')
    .option('--confirm <hash>', 'starts only the plan with this hash, and does not ask')
    .option('--yes', 'does not ask, also where data is lost')
    .addOption(ignoringOption())
    .addOption(anyTimeOption())
    .option('--anyway', 'also where the schedule that is deployed is another, or cannot be seen')
    .option('--function <key>', 'which function of serverless.yml, where it has several')
    .addOption(scheduleOption())
    .addOption(serverlessOption())
    .addOption(endpointOption());
}

/** `--ignore-conditions`, for commands that make an event. */
export function ignoringOption(): Option {
  return new Option(
    '--ignore-conditions',
    'acts whatever onlyIf and atMostEvery of the job make of its instances',
  );
}

/** `--any-time`, for commands that make an event. */
export function anyTimeOption(): Option {
  return new Option('--any-time', 'waits for no maintenance window, also where the job keeps to them');
}

/** What commands that make an event have in common. */
export type ByHandOptions = { readonly anyTime?: boolean; readonly ignoreConditions?: boolean };

/** The keys of the event that `--any-time` and `--ignore-conditions` stand for. */
export function notHeeded({ anyTime = false, ignoreConditions = false }: ByHandOptions): NotHeeded {
  return {
    ...(anyTime && { inMaintenanceWindow: false as const }),
    ...(ignoreConditions && { ignoreConditions: true as const }),
  };
}

/** `--instances ID,ID`, for commands about a job; more than once for more. */
export function instancesOption(): Option {
  return new Option('--instances <ids>', 'only these of its instances, by id: ID,ID').argParser(readIds);
}

function readIds(text: string, before: readonly string[] = []): readonly string[] {
  const ids = text.split(',').map((id) => id.trim());
  if (ids.some((id) => id === '')) throw new InvalidArgumentError('expected ids with commas between them.');
  const all = [...new Set([...before, ...ids])];
  if (all.length > mostNamedInstances)
    throw new InvalidArgumentError(`expected at most ${mostNamedInstances} ids.`);
  return all;
}
