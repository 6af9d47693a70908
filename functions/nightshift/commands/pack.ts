import { randomUUID } from 'node:crypto';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Command } from 'commander';
import { CodedError } from '../../maintenance/foundation/coded-error.ts';
import type { ParsedSchedule } from '../../maintenance/schedule/parse-schedule.ts';
import { codeFolder, packChecked } from '../deploy/pack/pack-function.ts';
import { openServerless, ServerlessError } from '../deploy/serverless/serverless-file.ts';
import type { CommandContext } from '../place/command-context.ts';
import { openSchedule } from '../place/schedule-file.ts';
import { endings, examples, jsonOption, scheduleOption } from './options.ts';

type Options = {
  readonly out: string;
  readonly code?: string;
  readonly schedule?: string;
  readonly json?: boolean;
};

/** Adds `nightshift pack`: writes the zip that deploy would send, for Terraform and the console. */
export function addPack(program: Command, context: CommandContext): void {
  program
    .command('pack')
    .description('packs the checked schedule and the function into a zip, to deploy by hand')
    .requiredOption('--out <file>', 'the zip; one that is there is replaced')
    .addOption(scheduleOption())
    .option(
      '--code <folder>',
      'the built function; else what serverless.yml here has as codeUri, else the one that came with nightshift',
    )
    .addOption(jsonOption('{ "out", "digest", "bytes", "build", "schedule", "files", "set" }'))
    .addHelpText('after', examples('nightshift pack --out nightshift.zip --schedule schedules/staging.yaml'))
    .addHelpText('after', endings('0 when the zip is written, and with 1 when it is not'))
    .action((options: Options) => pack(options, context));
}

async function pack(
  { out, code: folder, schedule: asked, json = false }: Options,
  context: CommandContext,
): Promise<void> {
  const schedule = openSchedule(asked, context);
  const code = folder ?? (await deployedCode(context));
  const { content, digest, bytes, paths, build } = await packChecked(
    code,
    '.',
    schedule,
    context.clock.now(),
  );
  const inputs = [
    schedule.file,
    ...paths.flatMap((path) => [join(dirname(schedule.file), path), join(codeFolder(code, '.'), path)]),
  ];
  if (inputs.some((input) => resolve(input) === resolve(out)))
    throw new CodedError(
      'zip.unwritable',
      `${out} is what the zip is made of - expected another place for the zip`,
    );
  write(out, content);
  const { terminal } = context;
  const { file } = schedule;
  const set = settingsFor(schedule);
  const told = { out, digest, bytes, build, schedule: file, files: paths, set };
  if (json) terminal.printJson(told);
  else
    terminal.print(
      `${out}: ${bytes} bytes, sha512 ${digest.slice(0, 12)}\n` +
        `  the function ${code === undefined ? 'that came with nightshift' : `of ${code}`}${build === undefined ? '' : ` (${build})`}\n` +
        `  the schedule ${file}\n` +
        `  ${paths.join(', ')}\n` +
        setText(set),
    );
}

type Settings = ReturnType<typeof settingsFor>;

/** What whoever uploads the zip sets beside it: a zip has none of it. */
function settingsFor({ schedule: { journal }, references }: ParsedSchedule) {
  const durable = journal !== undefined;
  return {
    runtime: 'Node.js20.15',
    handler: 'index.handler',
    timeout: durable ? 900 : 7_200,
    maxInstanceNum: durable ? 10 : 1,
    maxAsyncRetryAttempts: durable ? 3 : 0,
    variables: [...new Set(references.map(({ name }) => name))],
  };
}

function setText(set: Settings): string {
  const { runtime, handler, timeout, maxInstanceNum, maxAsyncRetryAttempts, variables } = set;
  const most = `${maxInstanceNum} ${maxInstanceNum === 1 ? 'instance' : 'instances'}`;
  return [
    `to set beside it: runtime ${runtime}, handler ${handler}, timeout ${timeout} s, at most ${most},`,
    `  ${maxAsyncRetryAttempts} asynchronous retries, an agency; and the triggers that nightshift triggers prints`,
    ...(variables.length === 0
      ? []
      : [`  variables, encrypted where they are secret: ${variables.join(', ')}`]),
  ].join('\n');
}

/** The code that deploy would take, whose zip this is; `undefined` for the function that came with nightshift. */
async function deployedCode(context: CommandContext): Promise<string | undefined> {
  const parsed = (await openServerless(undefined, context))?.parsed;
  if (parsed?.ok === false) throw new ServerlessError(parsed.diagnostics);
  const [one, ...others] = new Set(parsed?.deployment.functions.map(({ codeUri }) => codeUri));
  if (others.length > 0)
    throw new CodedError(
      'code.whose',
      'the functions of serverless.yml are not of one codeUri - expected --code with the folder of one',
    );
  return one;
}

/** Into place by renaming: whoever reads the zip has the one before, or this one. */
function write(out: string, content: Uint8Array): void {
  const fresh = `${out}.${randomUUID()}`;
  try {
    mkdirSync(dirname(out), { recursive: true });
    writeFileSync(fresh, content);
    renameSync(fresh, out);
  } catch (cause) {
    rmSync(fresh, { force: true });
    throw new CodedError('zip.unwritable', `${out} cannot be written - expected a place for the zip`, {
      cause,
    });
  }
}
