import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Command, Option } from 'commander';
import { formatDiagnostic } from '../../maintenance/document/diagnostic.ts';
import { CodedError } from '../../maintenance/foundation/coded-error.ts';
import { redactDeep } from '../../maintenance/secrets/redact-deep.ts';
import { chooseTargets } from '../init/choose-targets.ts';
import { composeProject, paths } from '../init/compose-project.ts';
import { type Answers, findPlace } from '../init/find-place.ts';
import { instancesOf } from '../init/look-around.ts';
import { nextCommands, type Told, toldText, whatToMake } from '../init/tell-project.ts';
import type { Language } from '../init/words.ts';
import { checkFolder, stands, writeNewFiles } from '../init/write-files.ts';
import { accountVariables } from '../place/account-regions.ts';
import type { CommandContext, ExitCode, Finish } from '../place/command-context.ts';
import { credentialVariables, isLoopback, lookupIn } from '../place/environment.ts';
import { openSchedule } from '../place/schedule-file.ts';
import { checkedAddress, endings, examples, jsonOption, namedEndpoint } from './options.ts';

type Options = Answers & { readonly language: Language; readonly json?: boolean };

/** Adds `nightshift init`: the files of a new project, which fit the account as far as it can be seen. */
export function addInit(program: Command, context: CommandContext, finish: Finish): void {
  program
    .command('init')
    .description('writes a schedule, serverless.yml and policies that fit the account')
    .argument('[folder]', 'the folder; created if only it is missing', '.')
    .option('--region <id>', "Huawei's id of the region, such as cn-north-4")
    .option('--project <id>', 'the id of the project in it')
    .option('--bucket <name>', 'the OBS bucket for the journal, which you create')
    .option('--timezone <zone>', 'an IANA zone for the times of jobs')
    .addOption(
      new Option('--language <language>', 'language of comments and messages')
        .choices(['en', 'zh'])
        .default('en'),
    )
    .option('--endpoint <url>', 'endpoint of DCS, or of a local cloud, if not the public one')
    .option('--iam-endpoint <url>', 'endpoint of IAM, if not the public one')
    .option('--yes', 'asks nothing: what is not named is taken from the environment and the account')
    .addOption(
      jsonOption(
        '{ "written": [...], "kept": [...], "seen": [...], "unseen": [...], "findings": [...], "first": [...], "next": [...] }',
      ),
    )
    .addHelpText('after', `\n${credentialVariables}\n${accountVariables}`)
    .addHelpText('after', '\nExisting files are never overwritten.')
    .addHelpText(
      'after',
      examples('nightshift init', 'nightshift init my-schedule --region cn-north-4 --yes'),
    )
    .addHelpText('after', endings('0, and with 1 when nothing can be written, or existing files do not fit'))
    .action(async (folder: string, options: Options) => finish(await init(folder, options, context)));
}

async function init(folder: string, options: Options, context: CommandContext): Promise<ExitCode> {
  const { terminal, environment, clock } = context;
  const { language, json = false } = options;
  checkFolder(folder);
  const standing = standingSchedule(folder, context);
  const made = standing ?? (await newSchedule(folder, options, context));
  const serverless = stands(folder, paths.serverless)
    ? readStanding(join(folder, paths.serverless))
    : undefined;
  const { files, diagnostics, schedule } = await composeProject({
    ...{ folder, serverless, language, now: clock.now(), lookup: lookupIn(environment) },
    schedule: made.schedule,
  });
  const written = writeNewFiles(folder, files);
  const told: Told = {
    written,
    kept: files.map(({ path }) => path).filter((path) => !written.includes(path)),
    seen: made.seen,
    unseen: made.unseen,
    findings: diagnostics.map(formatDiagnostic),
    first: whatToMake(schedule),
    next: nextCommands(folder, made.isBlind),
  };
  if (json) terminal.printJson(redactDeep(told, terminal.redact));
  else terminal.print(toldText(told, made.isBlind, terminal));
  return diagnostics.length > 0 ? 1 : 0;
}

/** The schedule that is there already. Throws `CodedError` `project.broken` where it has mistakes. */
function standingSchedule(folder: string, context: CommandContext) {
  if (!stands(folder, paths.schedule)) return undefined;
  const file = join(folder, paths.schedule);
  try {
    return { schedule: openSchedule(file, context), seen: [], unseen: [], isBlind: false };
  } catch (cause) {
    if (!(cause instanceof CodedError)) throw cause;
    const [first = ''] = cause.message.split('\n');
    throw new CodedError(
      'project.broken',
      `${first}; the other files cannot be written for it - fix it (nightshift validate shows all), or delete it`,
      { cause },
    );
  }
}

function readStanding(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new CodedError('project.broken', `${file} is there and cannot be read - expected a file, or none`, {
      cause,
    });
  }
}

/** Asks for what only a person knows, looks around in the account, and makes a schedule of it. */
async function newSchedule(folder: string, options: Options, context: CommandContext) {
  const endpoint = namedEndpoint(options.endpoint, context);
  const iamEndpoint = checkedAddress('--iam-endpoint', options.iamEndpoint);
  const found = await findPlace({ ...options, endpoint, iamEndpoint }, context);
  const { region, projectId, credentials, timezone, bucket } = found;
  const place = { region, projectId, endpoint, isLocal: isLoopback(endpoint) };
  const looked =
    credentials && projectId !== undefined
      ? await instancesOf({ ...place, projectId }, credentials, context)
      : { instances: undefined, unseen: [] };
  const instances = looked.instances ?? [];
  const targets = chooseTargets(instances);
  const isEmpty = looked.instances !== undefined && instances.length === 0;
  const count = `${instances.length} ${instances.length === 1 ? 'instance' : 'instances'}`;
  return {
    seen: [
      ...found.taken,
      ...(instances.length > 0 ? [`${count} seen in ${region}: ${chosenText(targets)}`] : []),
      ...(isEmpty
        ? [
            `there is no instance in ${region}: first-restart targets a tag that no instance has - edit its targets once there are some`,
          ]
        : []),
    ],
    unseen: [...found.unseen, ...looked.unseen],
    isBlind: looked.instances === undefined,
    schedule: {
      ...{ place, timezone, bucket, targets, instances: looked.instances?.length },
      language: options.language,
      schema: existsSync(join(folder, installedSchema)) ? `../${installedSchema}` : undefined,
    },
  };
}

const installedSchema = 'node_modules/@nightshift-dcs/nightshift/config/schedule.schema.json';

function chosenText(targets: ReturnType<typeof chooseTargets>): string {
  switch (targets.kind) {
    case 'unknown':
      return 'none of them can be read well enough to be named';
    case 'instance': {
      const { insteadOf, loses } = targets;
      const why = insteadOf
        ? `, as a restart loses the data of ${insteadOf.losing} of the ${insteadOf.tagged} with ${insteadOf.key}=${insteadOf.value}, or may`
        : '';
      const refused = loses === undefined ? '' : ', and refused until its loss of data is acknowledged';
      return `first-restart targets ${targets.name || targets.id} only${why}${refused}`;
    }
    case 'tag': {
      const { key, value, tagged, excluded } = targets;
      const left =
        excluded.length === 0 ? '' : `, without ${excluded.length} whose data a restart loses or may lose`;
      return `first-restart targets the ${tagged} with ${key}=${value}${left}`;
    }
    default:
      return targets satisfies never;
  }
}
