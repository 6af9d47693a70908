import type { Command } from 'commander';
import { CodedError } from '../../maintenance/foundation/coded-error.ts';
import { openAccounts } from '../deploy/account/open-accounts.ts';
import { attendSteps, unfinishedText } from '../deploy/attend-steps.ts';
import { deployFunction } from '../deploy/deploy-function.ts';
import { type Difference, isWork } from '../deploy/function/difference.ts';
import { newsOfDeploy } from '../deploy/journal-news.ts';
import { openDeployment, openWholeDeployment } from '../deploy/open-deployment.ts';
import { type Asked, type DeployPlan, planDeploy } from '../deploy/plan-deploy.ts';
import type { Outcome } from '../deploy/progress.ts';
import type { Deployment } from '../deploy/serverless/deployment.ts';
import { tellStep } from '../deploy/step.ts';
import type { CommandContext, ExitCode, Finish } from '../place/command-context.ts';
import { credentialVariables } from '../place/environment.ts';
import { confirmChange } from '../place/terminal.ts';
import { tinted } from '../place/terminal-text.ts';
import {
  endings,
  endpointOption,
  examples,
  jsonOption,
  scheduleOption,
  serverlessOption,
} from './options.ts';
import { shownError } from './tell-error.ts';

type Options = {
  readonly serverless?: string;
  readonly schedule?: string;
  readonly endpoint?: string;
  readonly to?: string;
  readonly adopt?: boolean;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
  readonly json?: boolean;
};

/** Adds `nightshift deploy`: brings the account to what `serverless.yml` says, and only as far as it differs. */
export function addDeploy(program: Command, context: CommandContext, finish: Finish): void {
  program
    .command('deploy')
    .description('deploys what serverless.yml says, after asking')
    .addOption(serverlessOption())
    .addOption(scheduleOption())
    .addOption(endpointOption())
    .option(
      '--to <version>',
      'restores the code and configuration of a version that an earlier deploy published',
    )
    .option('--adopt', 'takes over a function, or a timer of the same name, that deploy did not make')
    .option('--dry-run', 'only shows what would be done')
    .option('--yes', 'does not ask')
    .addOption(
      jsonOption(
        '{ "functions": [{ "name", "state", "differences", "done", "found", "left", ... }], "warnings" }',
      ),
    )
    .addHelpText(
      'after',
      examples('nightshift deploy --dry-run', 'nightshift deploy --yes --env-file deploy.env'),
    )
    .addHelpText('after', `\n${credentialVariables}`)
    .addHelpText(
      'after',
      endings(
        '0 when the account is as wanted or --dry-run has shown how it differs, and with 1 when it is not',
      ),
    )
    .action(async (options: Options) => finish(await deploy(options, context)));
}

async function deploy(options: Options, context: CommandContext): Promise<ExitCode> {
  const { terminal, clock, interruption } = context;
  const { json = false, to, dryRun = false } = options;
  const { deployment, asked } = await readAsked(options, context);
  if (to !== undefined && deployment.functions.length > 1)
    throw new CodedError(
      'version.whose',
      'serverless.yml has several functions - expected one to go back with --to',
    );
  const accounts = await openAccounts(deployment, options.endpoint, context);
  const print = (text: string) => (json ? undefined : terminal.print(text));
  const plans: DeployPlan[] = [];
  for (const wanted of deployment.functions) plans.push(await planDeploy(wanted, accounts.of(wanted), asked));
  if (asked.to === undefined) print(`the schedule ${asked.schedule.file}`);
  for (const one of plans) {
    print(`${one.goal.packageName}/${one.name} in ${deployment.region}, project ${accounts.projectId}`);
    if (one.otherVersion !== undefined) print(`  ${one.otherVersion}`);
    if (one.differences.length > 0) print(differencesText(one.differences, terminal));
    if (one.steps.length === 0) print('  nothing to change');
    else if (dryRun || !one.differences.some(isWork))
      for (const [index, step] of one.steps.entries()) print(`  ${index + 1}. ${tellStep(step)}`);
  }
  const attend = attendSteps(
    plans.map(({ name, steps }) => ({ name, left: steps.map(tellStep) })),
    interruption,
  );
  const isDue = plans.some(({ steps }) => steps.length > 0);
  const warnings = await journalNews(plans, context);
  for (const what of warnings) terminal.complain(`warning: ${what}`);
  const question = warnings.length > 0 ? 'Deploy all the same?' : 'Deploy?';
  const wants = isDue && !dryRun && (options.yes === true || (await confirmChange(question, terminal)));
  const outcomes: (Outcome | undefined)[] = [];
  for (const [index, one] of plans.entries()) {
    const hindered = outcomes.some((outcome) => outcome?.failure);
    const goes = wants && !hindered && one.steps.length > 0;
    outcomes.push(
      goes
        ? await attend(index, (attended) => deployFunction(one, { clock, say: print, attended }))
        : undefined,
    );
  }
  const reports = plans.map((one, index) => reportOf(one, outcomes[index]));
  const failed = reports.find(({ error }) => error);
  if (json)
    terminal.printJson({
      functions: reports,
      ...(warnings.length > 0 && { warnings }),
      ...(failed && { error: failed.error }),
    });
  else if (dryRun && isDue) print(`--dry-run: nothing was changed`);
  else if (isDue && !wants) print('nothing was changed');
  for (const report of reports) {
    const { name, state, error } = report;
    if (error) terminal.complain(unfinishedText(name, 'as wanted', { ...report, error }));
    else if (state === 'deployed')
      print(`${name} is as serverless.yml says${versionText(to)}${mindText(warnings)}`);
  }
  return failed ? 1 : 0;
}

/** What is told of the journals of the functions, each once. */
async function journalNews(
  plans: readonly DeployPlan[],
  context: CommandContext,
): Promise<readonly string[]> {
  const news = new Set<string>();
  for (const plan of plans) for (const line of await newsOfDeploy(plan, context)) news.add(line);
  return [...news];
}

/** Reads what is to be deployed; to go back, no file but `serverless.yml` is needed. */
async function readAsked(
  { serverless, schedule, to, adopt: adopts = false }: Options,
  context: CommandContext,
): Promise<{ readonly deployment: Deployment; readonly asked: Asked }> {
  if (to !== undefined) {
    const { deployment } = await openDeployment(serverless, context);
    return { deployment, asked: { adopts, to, now: context.clock.now() } };
  }
  const { deployment, warnings, ...whole } = await openWholeDeployment({ serverless, schedule }, context);
  for (const warning of warnings) context.terminal.complain(warning);
  return { deployment, asked: { adopts, to, now: context.clock.now(), ...whole } };
}

/** The differences as a list, one a line. */
function differencesText(
  differences: readonly Difference[],
  { colour }: { readonly colour: boolean },
): string {
  return differences.map((difference) => `  ${differenceText(difference, colour)}`).join('\n');
}

function differenceText({ sign, what, from, to, note }: Difference, colour: boolean): string {
  const shown = [from, to].filter((value) => value !== undefined).join(' -> ');
  const text = `${sign} ${what}${shown === '' ? '' : `: ${shown}`}${note === undefined ? '' : ` (${note})`}`;
  if (!colour || sign === '=') return text;
  return tinted(text, ({ '+': 'green', '~': 'yellow', '-': 'red' } as const)[sign]);
}

function reportOf({ name, differences, otherVersion, steps }: DeployPlan, outcome: Outcome | undefined) {
  const unchanged = steps.length === 0 ? 'unchanged' : 'planned';
  const state = outcome === undefined ? unchanged : outcome.failure ? 'failed' : 'deployed';
  const { failure } = outcome ?? {};
  return {
    name,
    state,
    differences,
    ...(otherVersion === undefined ? {} : { otherVersion }),
    done: outcome?.done ?? [],
    found: outcome?.found ?? [],
    left: outcome?.left ?? steps.map(tellStep),
    ...(failure ? { error: shownError(failure) } : {}),
    ...(outcome?.meaning === undefined ? {} : { meaning: outcome.meaning }),
  };
}

/** The last line is what is looked at, and what was told before it asked is above all that was done. */
function mindText({ length }: readonly string[]): string {
  return length === 0 ? '' : `; mind the ${length === 1 ? 'warning' : `${length} warnings`} above`;
}

function versionText(to: string | undefined): string {
  return to === undefined ? '' : `, but for what version ${to} brought back`;
}
