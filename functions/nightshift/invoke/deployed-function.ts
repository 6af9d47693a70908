import { posix } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { oneOf } from '../../maintenance/document/nearest-name.ts';
import { CodedError } from '../../maintenance/foundation/coded-error.ts';
import type { WrittenSchedule } from '../../maintenance/schedule/parse-schedule.ts';
import { readDeployedCode } from '../deploy/account/deployed-code.ts';
import { type FunctionAccount, saysAbsent } from '../deploy/account/function-account.ts';
import { openAccounts } from '../deploy/account/open-accounts.ts';
import type { Difference } from '../deploy/function/difference.ts';
import { openDeployment } from '../deploy/open-deployment.ts';
import { scheduleYaml } from '../deploy/pack/pack-function.ts';
import { scheduleDifferences } from '../deploy/pack/schedule-differences.ts';
import { unzipFiles } from '../deploy/pack/zip.ts';
import { readDeployed } from '../deploy/runs-left-behind.ts';
import { readCalendarFiles } from '../place/calendar-files.ts';
import type { CommandContext } from '../place/command-context.ts';

/** Which function of which `serverless.yml` is asked, and whether it may have another schedule. */
export type AskedFunction = {
  readonly serverless?: string;
  readonly endpoint?: string;
  /** Its key in `serverless.yml`; needed where that has several. */
  readonly function?: string;
  readonly anyway?: boolean;
};

/** A function that is there, and its account. */
export type DeployedFunction = {
  readonly name: string;
  readonly account: Pick<FunctionAccount, 'invoke'>;
};

/**
 * Opens the function that `serverless.yml` deploys, once it is seen to have the schedule that lies here. Throws
 * `CodedError` `function.which`, `function.absent`, `schedule.other`, and what reading the account throws.
 */
export async function openDeployedFunction(
  asked: AskedFunction,
  written: WrittenSchedule,
  context: CommandContext,
): Promise<DeployedFunction> {
  const { deployment } = await openDeployment(asked.serverless, context);
  const keys = deployment.functions.map(({ key }) => key);
  const wanted =
    asked.function === undefined && keys.length === 1
      ? deployment.functions[0]
      : deployment.functions.find(({ key }) => key === asked.function);
  if (!wanted)
    throw new CodedError(
      'function.which',
      asked.function === undefined
        ? `serverless.yml has ${keys.length} functions - expected --function with ${oneOf(keys, '')}`
        : `there is no function "${asked.function}" in serverless.yml - expected ${oneOf(keys, asked.function)}`,
    );
  const accounts = await openAccounts(deployment, asked.endpoint, context);
  const account = accounts.of(wanted);
  const { name } = wanted;
  const why = await whyOther(account, written).catch((error: unknown) => {
    if (saysAbsent(error))
      throw new CodedError(
        'function.absent',
        `the function ${name} is not deployed: FunctionGraph has no such function in ${deployment.region} - expected nightshift deploy first`,
        { cause: error },
      );
    if (!(error instanceof CodedError)) throw error;
    return `whether ${name} has the schedule ${written.file} cannot be seen: ${error.message}`;
  });
  if (why !== undefined && asked.anyway !== true)
    throw new CodedError(
      'schedule.other',
      `${why} - nothing was started: expected nightshift deploy first, or --anyway for the one that is deployed`,
    );
  if (why !== undefined) context.terminal.complain(`warning: ${why}`);
  return { name, account };
}

/** More differences than that are counted. */
const mostTold = 5;

/** How the schedule that is deployed differs from the one that lies here; `undefined` where it means the same. */
async function whyOther(
  account: Pick<FunctionAccount, 'readVersion' | 'showCode'>,
  written: WrittenSchedule,
): Promise<string | undefined> {
  const { digest } = await account.readVersion('latest');
  const { content } = await readDeployedCode(account, { version: 'latest', digest });
  const files = unzipFiles(content) ?? {};
  const bytes = files[scheduleYaml];
  if (!bytes) return `no ${scheduleYaml} is in the code that is deployed`;
  const text = Buffer.from(bytes).toString('utf8');
  const { contents } = readCalendarFiles(written);
  const calendars = Object.entries(contents).flatMap(([path, here]) => {
    const there = files[posix.normalize(path)];
    const isSame = there && Buffer.from(there).equals(Buffer.from(here));
    return isSame ? [] : [`~ ${path}`];
  });
  const isSame = text === written.text || isDeepStrictEqual(readDeployed(text)?.schedule, written.schedule);
  const found = [...(isSame ? [] : scheduleDifferences(text, written.text).map(told)), ...calendars];
  if (found.length === 0) return undefined;
  const more = found.length > mostTold ? `; and ${found.length - mostTold} more` : '';
  return `the schedule that is deployed is another than ${written.file}: ${found.slice(0, mostTold).join('; ')}${more}`;
}

function told({ sign, what, from, to, note }: Difference): string {
  const shown = [from, to].filter((value) => value !== undefined).join(' -> ');
  return `${sign} ${what}${shown === '' ? '' : `: ${shown}`}${note === undefined ? '' : ` (${note})`}`;
}
