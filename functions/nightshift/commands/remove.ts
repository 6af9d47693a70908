import type { Command } from 'commander';
import type { FunctionAccount } from '../deploy/account/function-account.ts';
import { openAccounts } from '../deploy/account/open-accounts.ts';
import { attendSteps, unfinishedText } from '../deploy/attend-steps.ts';
import type { ActualFunction } from '../deploy/function/actual.ts';
import { newsOfRemoval } from '../deploy/journal-news.ts';
import { openDeployment } from '../deploy/open-deployment.ts';
import type { Outcome } from '../deploy/progress.ts';
import { planRemoval, type Removal, removeFunction, tellRemovalStep } from '../deploy/removal.ts';
import type { CommandContext, ExitCode, Finish } from '../place/command-context.ts';
import { credentialVariables } from '../place/environment.ts';
import { InterruptedError } from '../place/interruption.ts';
import { confirmChange } from '../place/terminal.ts';
import { endings, endpointOption, examples, jsonOption, serverlessOption } from './options.ts';
import { shownError } from './tell-error.ts';

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

/** What is to be done about runs that would be cut off. */
const cutOffTodo =
  '-> let them end first, or cancel them (nightshift status, nightshift cancel RUN); a function that is deployed with the same journal goes on with them';

/** Adds `nightshift remove`: undoes what deploy made, and nothing else. */
export function addRemove(program: Command, context: CommandContext, finish: Finish): void {
  program
    .command('remove')
    .description('deletes what deploy made, after asking')
    .addOption(serverlessOption())
    .addOption(endpointOption())
    .option('--dry-run', 'only shows what would be done')
    .option('--yes', 'does not ask')
    .addOption(
      jsonOption('{ "functions": [{ "name", "state", "done", "found", "left", "kept" }], "warnings" }'),
    )
    .addHelpText('after', examples('nightshift remove --dry-run', 'nightshift remove'))
    .addHelpText('after', `\n${credentialVariables}`)
    .addHelpText(
      'after',
      endings(
        '0 when nothing is left that deploy made or --dry-run has shown it, and with 1 when something is',
      ),
    )
    .action(async (options: Options) => finish(await remove(options, context)));
}

async function remove(options: Options, context: CommandContext): Promise<ExitCode> {
  const { terminal, clock, interruption } = context;
  const { json = false, dryRun = false } = options;
  const { deployment } = await openDeployment(options.serverless, context);
  const accounts = await openAccounts(deployment, options.endpoint, context);
  const print = (text: string) => (json ? undefined : terminal.print(text));

  const found: Found[] = [];
  const warnings = new Set<string>();
  for (const wanted of deployment.functions) {
    const account = accounts.of(wanted);
    const actual = await account.read();
    const removal = planRemoval(wanted.name, actual);
    found.push({ name: wanted.name, account, actual, removal });
    if (actual && removal.steps.length > 0)
      for (const line of await newsOfRemoval(wanted.name, account, actual, context)) warnings.add(line);
    print(`${wanted.packageName}/${wanted.name} in ${deployment.region}, project ${accounts.projectId}`);
    for (const step of removal.steps) print(`  - ${tellRemovalStep(step)}`);
    for (const line of removal.kept) print(`  = kept: ${line}`);
    if (!actual) print('  is not there');
  }

  const attend = attendSteps(
    found.map(({ name, removal }) => ({ name, left: removal.steps.map(tellRemovalStep) })),
    interruption,
  );
  const isDue = found.some(({ removal }) => removal.steps.length > 0);
  for (const what of warnings) terminal.complain(`warning: ${what}`);
  if (warnings.size > 0 && isDue) terminal.complain(cutOffTodo);
  const question = warnings.size > 0 ? 'Remove all the same?' : 'Remove?';
  const wants = isDue && !dryRun && (options.yes === true || (await confirmChange(question, terminal)));
  const outcomes: (Outcome | undefined)[] = [];
  for (const [index, one] of found.entries()) {
    const hindered = outcomes.some((outcome) => outcome?.failure instanceof InterruptedError);
    const goes = wants && !hindered && one.removal.steps.length > 0;
    outcomes.push(
      goes
        ? await attend(index, (attended) => removeFunction(one.name, one, { clock, say: print, attended }))
        : undefined,
    );
  }
  const reports = found.map((one, index) => reportOf(one, outcomes[index]));
  const failed = reports.find(({ error }) => error);
  const stays = dryRun ? undefined : reports.find(({ state }) => state === 'kept');
  const error = failed?.error ?? (stays && { code: 'remove.kept', message: stays.kept.join('; ') });
  if (json)
    terminal.printJson({
      functions: reports,
      ...(warnings.size > 0 && { warnings: [...warnings] }),
      ...(error && { error }),
    });
  else if (isDue && !wants) print(dryRun ? '--dry-run: nothing was changed' : 'nothing was changed');
  for (const report of reports) {
    const { name, state, kept, error: own } = report;
    if (own) terminal.complain(unfinishedText(name, 'removed', { ...report, error: own }));
    else if (state === 'removed') print(`of ${name} nothing is left that deploy made`);
    else if (state === 'kept' && !dryRun) terminal.complain(`nightshift: kept: ${kept.join('; ')}`);
  }
  return error ? 1 : 0;
}

function reportOf({ name, actual, removal }: Found, outcome: Outcome | undefined) {
  const { failure } = outcome ?? {};
  return {
    name,
    state: stateOf(actual, removal, outcome),
    done: outcome?.done ?? [],
    found: outcome?.found ?? [],
    left: outcome?.left ?? removal.steps.map(tellRemovalStep),
    kept: removal.kept,
    ...(failure ? { error: shownError(failure) } : {}),
  };
}

function stateOf(actual: ActualFunction | undefined, { kept, steps }: Removal, outcome: Outcome | undefined) {
  if (!actual) return 'absent';
  if (outcome?.failure) return 'failed';
  if (!outcome && steps.length > 0) return 'planned';
  // A function that deploy only took over stays as it should.
  return kept.length > 0 && actual.record?.made !== false ? 'kept' : 'removed';
}
