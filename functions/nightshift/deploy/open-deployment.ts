import { dirname, posix } from 'node:path';
import { firstTold, formatDiagnostic } from '../../maintenance/document/diagnostic.ts';
import { CodedError } from '../../maintenance/foundation/coded-error.ts';
import type { WrittenSchedule } from '../../maintenance/schedule/parse-schedule.ts';
import type { CommandContext } from '../place/command-context.ts';
import { openSchedule } from '../place/schedule-file.ts';
import { deploymentDiagnostics } from './deployment-findings.ts';
import { scheduleYaml } from './pack/pack-function.ts';
import { type Deployment, secretsOfDeployment, variablesOfDeployment } from './serverless/deployment.ts';
import { ServerlessError, type WholeServerless, wholeServerless } from './serverless/serverless-file.ts';

/** A `serverless.yml` that can be deployed, and the folder that its paths begin in. */
type OpenedDeployment = { readonly deployment: Deployment; readonly folder: string };

/** A deployment with the schedule that is deployed with it, which its timers cover. */
type WholeDeployment = OpenedDeployment & {
  readonly schedule: WrittenSchedule;
  /** What is not wrong, and should be known. */
  readonly warnings: readonly string[];
};

/**
 * Reads a `serverless.yml`, as far as it tells where its functions are: variables of theirs may have no value here.
 * Throws `CodedError` `serverless.unreadable` or `serverless.invalid`.
 */
export async function openDeployment(
  serverless: string | undefined,
  context: CommandContext,
): Promise<OpenedDeployment> {
  const { file, parsed } = await openParsed(serverless, context);
  const missing = parsed.missing.filter(({ path }) => path === 'provider.projectId');
  if (missing.length > 0) throw new ServerlessError(missing);
  return { deployment: parsed.deployment, folder: dirname(file) };
}

/** Reads a `serverless.yml` and the schedule. Throws as `openDeployment` does, and the errors of the schedule. */
export async function openWholeDeployment(
  asked: { readonly serverless: string | undefined; readonly schedule: string | undefined },
  context: CommandContext,
): Promise<WholeDeployment> {
  const opened = await openParsed(asked.serverless, context);
  const { deployment, missing } = opened.parsed;
  if (missing.length > 0) throw new ServerlessError(missing);
  const schedule = openSchedule(asked.schedule, context);
  refuseOtherSchedules(opened.file, deployment);
  const uncovered = deploymentDiagnostics(opened, schedule, context.clock.now());
  const wrong = uncovered.filter(({ severity }) => severity === 'error');
  if (wrong.length > 0) throw new ServerlessError(wrong);
  return {
    ...{ deployment, schedule, folder: dirname(opened.file) },
    warnings: firstTold(uncovered).map(formatDiagnostic),
  };
}

async function openParsed(serverless: string | undefined, context: CommandContext): Promise<WholeServerless> {
  const opened = await wholeServerless(serverless, context);
  const { parsed } = opened;
  context.terminal.hide(secretsOfDeployment(parsed.deployment), variablesOfDeployment(parsed.deployment));
  return opened;
}

/** What is deployed is what was checked: the function must not read another file than the one that is packed. */
function refuseOtherSchedules(file: string, { functions }: Deployment): void {
  for (const { key, variables, encrypted } of functions) {
    const named = encrypted[scheduleVariable] ?? variables[scheduleVariable];
    if (named === undefined || posix.normalize(named) === scheduleYaml) continue;
    throw new CodedError(
      'schedule.elsewhere',
      `${file}: the function ${key} is given ${scheduleVariable}, so it would not read the schedule that is checked ` +
        'here and packed with its code - expected no such variable; --schedule FILE says which schedule that is',
    );
  }
}

/** Where the function looks for its schedule; see `runtime/load-schedule.ts`. */
const scheduleVariable = 'NIGHTSHIFT_SCHEDULE';
