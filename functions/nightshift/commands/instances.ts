import type { Command } from 'commander';
import { firstNames } from '../../maintenance/foundation/first-names.ts';
import { secretsOf } from '../../maintenance/huawei/credentials.ts';
import { shownName } from '../../maintenance/plan/instance.ts';
import { needsCacheModes } from '../../maintenance/plan/select-instances.ts';
import { reasonWith } from '../../maintenance/report/describe-cause.ts';
import { plainText } from '../../maintenance/report/plain-text.ts';
import type { Job } from '../../maintenance/schedule/schedule.ts';
import { redactDeep } from '../../maintenance/secrets/redact-deep.ts';
import { type AccountInstances, listAccount } from '../place/account-instances.ts';
import {
  type AccountRegions,
  type AskedAccount,
  accountRegions,
  accountVariables,
  type Unread,
} from '../place/account-regions.ts';
import { remedyOf, saidToKeys } from '../place/callers-fault.ts';
import type { CommandContext, ExitCode, Finish } from '../place/command-context.ts';
import { credentialsFrom, credentialVariables, lookupIn } from '../place/environment.ts';
import { type ListedInstance, type ListedInstances, listedInstances } from '../place/listed-instance.ts';
import type { Terminal } from '../place/terminal.ts';
import { hangingText, type Tint, tinted, wrapText } from '../place/terminal-text.ts';
import { type Column, renderTable } from '../place/text-table.ts';
import { endings, examples, jsonOption, namedEndpoint, scheduleOption } from './options.ts';

type Options = AskedAccount & { readonly quick?: boolean; readonly json?: boolean };

/** Adds `nightshift instances`: what the account holds, and which jobs are for it. */
export function addInstances(program: Command, context: CommandContext, finish: Finish): void {
  program
    .command('instances')
    .description('lists the instances of the account, and the jobs that target them')
    .option('--region <region>', "only this region: its name in the schedule, or Huawei's id")
    .option('--project <id>', 'asks this project of --region, and reads no schedule')
    .option('--endpoint <url>', 'endpoint of DCS, with --project, if not the public one of the region')
    .option('--quick', 'does not query each instance, so mode and data loss are not shown')
    .addOption(scheduleOption())
    .addOption(
      jsonOption('{ "schedule", "instances": [...], "problems": [...] }, see config/instances.schema.json'),
    )
    .addHelpText('after', `\n${credentialVariables}\n${accountVariables}`)
    .addHelpText(
      'after',
      examples('nightshift instances --region cn-north-4 --project 0123456789abcdef0123456789abcdef'),
    )
    .addHelpText(
      'after',
      endings(
        '0, and with 1 when a region could not be listed, or which instances a job targets is not known',
      ),
    )
    .action(async (options: Options) => finish(await instances(options, context)));
}

async function instances(options: Options, context: CommandContext): Promise<ExitCode> {
  const { terminal, environment, clock } = context;
  const { quick = false, json = false } = options;
  const endpoint = namedEndpoint(options.endpoint, context);
  const asked = accountRegions({ ...options, endpoint }, context);
  terminal.hide(asked.secrets);
  const credentials = credentialsFrom(lookupIn(environment));
  terminal.hide(secretsOf(credentials));
  const names = Object.keys(asked.regions).join(', ');
  let stop = terminal.progress(`asking DCS for the instances of ${names}`);
  const progress = (known: number, all: number) => {
    if (known % progressStep !== 0) return;
    stop();
    stop = terminal.progress(`asking DCS how each keeps its data: ${known} of ${all}`);
  };
  const account = await listAccount({
    ...{ regions: asked.regions, credentials, clock, factsOf: (all) => (quick ? [] : all), progress },
  }).finally(() => stop());
  const [open, jobs] = apart(asked.jobs, ({ targets }) => quick && needsCacheModes(targets));
  const list: ListedInstances = {
    schedule: asked.file ?? null,
    instances: [...listedInstances(account, jobs, clock.now())],
    problems: [...asked.unread, ...(open ?? []).map(unasked), ...unreadRegions(account)],
  };
  if (json) terminal.printJson(redactDeep(list, terminal.redact));
  else {
    terminal.print(listText(list, asked, terminal));
    for (const todo of new Set(list.problems.flatMap((each) => each.todo ?? [])))
      terminal.complain(hangingText(`-> ${todo}`, terminal));
  }
  return list.problems.length > 0 ? 1 : 0;
}

/** Those with a property, and those without; neither where there are none. */
function apart(jobs: readonly Job[] | undefined, has: (job: Job) => boolean) {
  return [jobs?.filter(has), jobs?.filter((job) => !has(job))] as const;
}

function unasked({ name }: Job): Unread {
  const message =
    'its targets go by cacheModes, which --quick does not ask for, so whom it is for is not known';
  return { code: 'targets.unasked', message, region: null, job: name, todo: 'ask without --quick' };
}

const progressStep = 100;

function unreadRegions({ inventory }: AccountInstances): readonly Unread[] {
  return inventory.flatMap((each) => {
    if (!('unread' in each)) return [];
    const { region, unread } = each;
    const message = reasonWith(`the instances of ${region} could not be listed`, saidToKeys(unread));
    return [{ code: unread.code, message, region, job: null, todo: remedyOf(unread) ?? null }];
  });
}

const columns: readonly Column[] = [
  { title: 'NAME', align: 'left', atMost: 32 },
  { title: 'REGION', align: 'left', atMost: 16 },
  { title: 'ENGINE', align: 'left', atMost: 16 },
  { title: 'MODE', align: 'left', atMost: 11 },
  { title: 'STATE', align: 'left', atMost: 12 },
  { title: 'RESTART', align: 'left' },
  { title: 'UTC WINDOW', align: 'left' },
  { title: 'ID, TAGS AND JOBS', align: 'left' },
];
const stateColumn = 4;
const restartColumn = 5;

/** The list for people: a row for each instance, and below what could not be read and what a restart would lose. */
function listText(
  list: ListedInstances,
  asked: AccountRegions,
  { width, hasEdge, colour }: Pick<Terminal, 'width' | 'hasEdge' | 'colour'>,
): string {
  const { instances, problems, schedule } = list;
  const paint = (cell: string, row: number, column: number) => {
    const instance = instances[row];
    const tint = colour && instance ? tintOf(instance, column) : undefined;
    return tint ? tinted(cell, tint) : cell;
  };
  const notes = [
    ...problems.map(({ message, job }) => (job === null ? message : `${job}: ${message}`)),
    ...lossNotes(instances),
  ];
  return [
    ...wrapText(headline(list, asked), width),
    ...(instances.length === 0
      ? []
      : [
          '',
          ...renderTable(
            columns,
            instances.map((each) => cellsOf(each, schedule)),
            { width, hasEdge },
            paint,
          ),
        ]),
    ...(notes.length === 0 ? [] : ['', ...notes.flatMap((note) => listed(note, { width, hasEdge }))]),
  ].join('\n');
}

/** What there is; of an account without instances what to do. */
function headline({ instances, problems }: ListedInstances, { regions }: AccountRegions): string {
  const read = Object.keys(regions).filter((name) => !problems.some(({ region }) => region === name));
  const where = firstNames(read, mostNames);
  if (read.length === 0) return 'No region could be listed.';
  if (instances.length === 0)
    return `There is no instance in ${where} - make one in the console of DCS, or ask another project with --region and --project.`;
  return `${instances.length} ${instances.length === 1 ? 'instance' : 'instances'} in ${where}`;
}

function tintOf({ status, restart }: ListedInstance, column: number): Tint | undefined {
  if (column === stateColumn) return status === 'RUNNING' ? undefined : 'yellow';
  if (column !== restartColumn || !restart) return undefined;
  return restart.losesData === false ? 'green' : restart.losesData ? 'red' : 'yellow';
}

function cellsOf(instance: ListedInstance, schedule: string | null): readonly string[] {
  const { id, region, engine, engineVersion, mode, status, idle, restart, maintenance, jobs, unread } =
    instance;
  const tags = Object.entries(instance.tags).map(([key, value]) => (value === '' ? key : `${key}=${value}`));
  return [
    shownName(instance),
    region,
    `${engine} ${engineVersion}`.trim() || '-',
    mode ?? '-',
    idle ? status : `${status}, busy`,
    restart === null ? '-' : lossWord(restart.losesData),
    maintenance ? `${maintenance.begin.slice(0, 5)}-${maintenance.end.slice(0, 5)}` : '-',
    [
      id,
      ...(tags.length === 0 ? [] : [tags.join(' ')]),
      ...(schedule === null ? [] : [jobs?.length ? `jobs: ${jobs.join(', ')}` : 'no job']),
      ...(unread === null ? [] : [`cannot be read: ${unread}`]),
    ].join('; '),
  ];
}

function lossWord(losesData: boolean | null): string {
  return losesData === null ? 'unknown' : losesData ? 'loses data' : 'keeps data';
}

/** Names enough to recognise the others by. */
const mostNames = 5;

/** Why a restart loses data, or why nobody knows, each reason once with whom it is about. */
function lossNotes(instances: readonly ListedInstance[]): readonly string[] {
  const byReason = new Map<string, string[]>();
  for (const instance of instances) {
    const { restart } = instance;
    if (!restart || restart.losesData === false) continue;
    const what = `${restart.losesData ? 'a restart loses data' : 'not known whether a restart loses data'}: ${restart.reason}`;
    const names = byReason.get(what);
    if (names) names.push(shownName(instance));
    else byReason.set(what, [shownName(instance)]);
  }
  return [...byReason].map(([what, names]) => `${what} - ${firstNames(names, mostNames)}`);
}

function listed(note: string, { width, hasEdge }: Pick<Terminal, 'width' | 'hasEdge'>): readonly string[] {
  const [first = '', ...rest] = wrapText(plainText(note, Number.POSITIVE_INFINITY), width - 4, hasEdge);
  return [`- ${first}`, ...rest.map((line) => `  ${line}`)];
}
