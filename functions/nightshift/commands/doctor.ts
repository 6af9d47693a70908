import { type Command, Option } from 'commander';
import { plainText } from '../../maintenance/report/plain-text.ts';
import { secretsOfDeployment, variablesOfDeployment } from '../deploy/serverless/deployment.ts';
import { type CheckResult, needsPerson, type Severity } from '../doctor/check-result.ts';
import { checksOf } from '../doctor/checks.ts';
import { findEndpoints } from '../doctor/endpoints.ts';
import { gatherFacts } from '../doctor/facts.ts';
import { readLocal } from '../doctor/read-local.ts';
import { type Checked, type CheckName, runChecks } from '../doctor/run-checks.ts';
import type { CommandContext, ExitCode, Finish } from '../place/command-context.ts';
import { credentialVariables } from '../place/environment.ts';
import type { Terminal } from '../place/terminal.ts';
import { type Tint, tinted, wrapText } from '../place/terminal-text.ts';
import {
  checkedAddress,
  endings,
  endpointOption,
  examples,
  jsonOption,
  scheduleOption,
  serverlessOption,
} from './options.ts';

type Options = {
  readonly schedule?: string;
  readonly serverless?: string;
  readonly endpoint?: string;
  readonly iamEndpoint?: string;
  readonly json?: boolean;
};

/** For all of a check; each call in it has a limit of its own. */
const checkTimeoutMs = 120_000;

/** Adds `nightshift doctor`: what keeps the schedule from being carried out, and what is to be done about it. */
export function addDoctor(program: Command, context: CommandContext, finish: Finish): void {
  program
    .command('doctor')
    .description('checks everything that a run needs, and says what to do')
    .addOption(scheduleOption())
    .addOption(serverlessOption())
    .addOption(endpointOption())
    .addOption(
      new Option(
        '--iam-endpoint <url>',
        'endpoint of IAM and STS, if not the public ones; also HUAWEICLOUD_SDK_IAM_ENDPOINT',
      ),
    )
    .addOption(jsonOption('{ "findings": [{ "check", "severity", "code", "what", "where", "todo" }] }'))
    .addHelpText('after', examples('nightshift doctor'))
    .addHelpText('after', '\nIt changes nothing, except for a probe in the journal, which it removes.')
    .addHelpText('after', `\n${credentialVariables}`)
    .addHelpText('after', endings('0 when nothing is wrong, and with 1 on a warning or an error'))
    .action(async (options: Options) => finish(await doctor(options, context)));
}

async function doctor(options: Options, context: CommandContext): Promise<ExitCode> {
  const { terminal } = context;
  const { json = false } = options;
  const asked = {
    endpoint: checkedAddress('--endpoint', options.endpoint),
    iam: checkedAddress('--iam-endpoint', options.iamEndpoint),
  };
  const local = await readLocal(options, context);
  const { parsed } = local.serverless ?? {};
  if (parsed?.ok)
    terminal.hide(secretsOfDeployment(parsed.deployment), variablesOfDeployment(parsed.deployment));
  terminal.hide(
    [],
    local.look.variables.map(({ name }) => name),
  );
  const endpoints = await findEndpoints(local, asked);
  const facts = gatherFacts(local, endpoints, context);
  const all: (CheckResult & { readonly check: string })[] = [];
  const done = terminal.progress('looking');
  let isFirst = true;
  for await (const checked of runChecks(checksOf({ local, endpoints, facts, context }), checkTimeoutMs)) {
    if (isFirst) done();
    if (!json) terminal.print(`${isFirst ? '' : '\n'}${checkedText(checked, terminal)}`);
    isFirst = false;
    all.push(...checked.findings.map((finding) => ({ check: checked.check, ...finding })));
  }
  if (json) terminal.printJson({ findings: all });
  else terminal.print(`\n${verdictText(all)}`);
  return all.some(needsPerson) ? 1 : 0;
}

const titles: Readonly<Record<CheckName, string>> = {
  credentials: 'Credentials',
  clock: 'Clock',
  endpoints: 'Regions and endpoints',
  permissions: 'Permissions',
  schedule: 'Schedule and environment',
  channels: 'Channels',
  journal: 'Journal',
  function: 'Function',
  triggers: 'Triggers',
  runtime: 'Runtime',
};

const signs: Readonly<Record<Severity, readonly [word: string, tint: Tint]>> = {
  ok: ['ok', 'green'],
  note: ['note', 'cyan'],
  warning: ['warning', 'yellow'],
  error: ['error', 'red'],
  'not-tried': ['not tried', 'dim'],
};

const signWidth = 12;

/** What one check found, for people: a heading, and below it each finding with what is to be done. */
function checkedText(
  { check, findings }: Checked,
  style: Pick<Terminal, 'colour' | 'width' | 'hasEdge'>,
): string {
  const { colour } = style;
  const lines = findings.flatMap((finding) => findingLines(finding, style));
  return [colour ? tinted(titles[check], 'bold') : titles[check], ...lines].join('\n');
}

function findingLines(
  { severity, code, what, where, todo }: CheckResult,
  { colour, width, hasEdge }: Pick<Terminal, 'colour' | 'width' | 'hasEdge'>,
): readonly string[] {
  const [word, tint] = signs[severity];
  const sign = `  ${word.padEnd(signWidth - 2)}`;
  const margin = ' '.repeat(signWidth);
  const told = `${where === null ? '' : `${where}: `}${what}${severity === 'ok' ? '' : ` [${code}]`}`;
  const [first = '', ...rest] = wrapText(
    plainText(told, Number.POSITIVE_INFINITY),
    width - signWidth,
    hasEdge,
  );
  return [
    `${colour ? tinted(sign, tint) : sign}${first}`,
    ...rest.map((line) => margin + line),
    ...(todo === null ? [] : wrapText(`-> ${todo}`, width - signWidth, hasEdge).map((line) => margin + line)),
  ];
}

/** How it stands, in a line. */
function verdictText(findings: readonly CheckResult[]): string {
  const count = (severity: Severity) => findings.filter((each) => each.severity === severity).length;
  const counted = (number: number, what: string) => `${number} ${what}${number === 1 ? '' : 's'}`;
  const parts = [
    ...(count('error') > 0 ? [counted(count('error'), 'error')] : []),
    ...(count('warning') > 0 ? [counted(count('warning'), 'warning')] : []),
  ];
  const verdict = findings.some(needsPerson) ? parts.join(' and ') : 'nothing is wrong';
  const untried = count('not-tried');
  return `${verdict}; ${count('ok')} ok${untried === 0 ? '' : `, ${untried} not tried`}`;
}
