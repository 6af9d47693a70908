import type { Command } from 'commander';
import type { FunctionAccount } from '../deploy/account/function-account.ts';
import { openAccounts } from '../deploy/account/open-accounts.ts';
import type { ActualFunction } from '../deploy/function/actual.ts';
import { openDeployment } from '../deploy/open-deployment.ts';
import { planRemoval, type Removal, removeFunction, tellRemovalStep } from '../deploy/removal.ts';
import type { Outcome } from '../deploy/take-steps.ts';
import type { CommandContext, ExitCode, Finish } from '../place/command-context.ts';
import { credentialVariables } from '../place/environment.ts';
import { confirmChange } from '../place/terminal.ts';
import { endpointOption, jsonOption, serverlessOption } from './options.ts';

type Options = {
  readonly serverless?: string;
  readonly endpoint?: string;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
  readonly json?: boolean;
};

type Found = {
  readonly name: string;
  readonly account: FunctionAccount;
  readonly actual: ActualFunction | undefined;
  readonly removal: Removal;
};

/** Adds `nightshift remove`: undoes what deploy made, and nothing else. */
export function addRemove(program: Command, context: CommandContext, finish: Finish): void {
  program
    .command('remove')
    .description('shows what deploy made of the functions in serverless.yml, asks, and takes it away')
    .addOption(serverlessOption())
    .addOption(endpointOption())
    .option('--dry-run', 'only shows what would be done')
    .option('--yes', 'does not ask')
    .addOption(jsonOption('{ "functions": [{ "name", "state", "done", "left", "kept" }] }'))
    .addHelpText('after', `\n${credentialVariables}`)
    .action(async (options: Options) => finish(await remove(options, context)));
}

async function remove(options: Options, context: CommandContext): Promise<ExitCode> {
  const { terminal, clock } = context;
  const { json = false, dryRun = false } = options;
  const { deployment } = await openDeployment(options.serverless, context);
  const accounts = await openAccounts(deployment, options.endpoint, context);
  const print = (text: string) => (json ? undefined : terminal.print(text));

  const found: Found[] = [];
  for (const wanted of deployment.functions) {
    const account = accounts.of(wanted);
    const actual = await account.read();
    const removal = planRemoval(wanted.name, actual);
    found.push({ name: wanted.name, account, actual, removal });
    print(`${wanted.packageName}/${wanted.name} in ${deployment.region}, project ${accounts.projectId}`);
    for (const step of removal.steps) print(`  - ${tellRemovalStep(step)}`);
    for (const line of removal.kept) print(`  = kept: ${line}`);
    if (!actual) print('  is not there');
  }

  const isDue = found.some(({ removal }) => removal.steps.length > 0);
  const wants = isDue && !dryRun && (options.yes === true || (await confirmChange('Remove?', terminal)));
  const outcomes: (Outcome | undefined)[] = [];
  for (const one of found) {
    const goes = wants && one.removal.steps.length > 0;
    outcomes.push(goes ? await removeFunction(one.name, one, { clock, say: print }) : undefined);
  }
  const reports = found.map((one, index) => reportOf(one, outcomes[index]));
  if (json) terminal.print(JSON.stringify({ functions: reports }, null, 2));
  else if (isDue && !wants) print(dryRun ? '--dry-run: nothing was changed' : 'nothing was changed');
  for (const { name, state, error, done, left } of reports) {
    if (error)
      terminal.complain(
        `nightshift: ${error.message}\n${name} is not removed. Done: ${done.join('; ') || 'nothing'}.\n` +
          `Not done: ${left.join('; ')}.\nThe same command does what is left.`,
      );
    else if (state === 'removed') print(`of ${name} nothing is left that deploy made`);
  }
  return reports.some(({ state, error }) => error !== undefined || (!dryRun && state === 'kept')) ? 1 : 0;
}

function reportOf({ name, actual, removal }: Found, outcome: Outcome | undefined) {
  const { failure } = outcome ?? {};
  return {
    name,
    state: stateOf(actual, removal, outcome),
    done: outcome?.done ?? [],
    left: outcome?.left ?? removal.steps.map(tellRemovalStep),
    kept: removal.kept,
    ...(failure ? { error: { code: failure.code, message: failure.message } } : {}),
  };
}

function stateOf(actual: ActualFunction | undefined, { kept, steps }: Removal, outcome: Outcome | undefined) {
  if (!actual) return 'absent';
  if (outcome?.failure) return 'failed';
  if (!outcome && steps.length > 0) return 'planned';
  // A function that deploy only took over stays as it should.
  return kept.length > 0 && actual.record?.made !== false ? 'kept' : 'removed';
}
