import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { CodedError } from '../../maintenance/foundation/coded-error.ts';
import { type AskedAccount, accountVariables } from '../place/account-regions.ts';
import type { CommandContext, ExitCode, Finish } from '../place/command-context.ts';
import { credentialVariables } from '../place/environment.ts';
import { looksLikeProduction } from '../probe/looks-like-production.ts';
import type { Known } from '../probe/read-dcs.ts';
import { openSession, type Session } from '../probe/session.ts';
import { countFindings, tellFindings } from '../probe/tell-findings.ts';
import { endings, examples, jsonOption, namedEndpoint, scheduleOption, serverlessOption } from './options.ts';

type Options = AskedAccount & {
  readonly instance: string;
  readonly serverless?: string;
  readonly output: string;
  readonly readOnly?: boolean;
  readonly confirmObjects?: string;
  readonly confirmRestart?: string;
  readonly confirmFlush?: string;
  readonly json?: boolean;
};

/** Adds `nightshift probe`: what the documents leave open of an account, seen on an instance that may be lost. */
export function addProbe(program: Command, context: CommandContext, finish: Finish): void {
  program
    .command('probe')
    .description('looks how an account behaves where documents are silent, on a spare instance')
    .requiredOption('--instance <id>', 'the instance')
    .option('--output <file>', 'where the evidence goes; there must be none yet', 'evidence.json')
    .option('--read-only', 'reads, and asks for nothing more')
    .option(
      '--confirm-objects <bucket>',
      'writes two objects into the bucket of the journal, and removes them',
    )
    .option('--confirm-restart <name>', 'restarts the instance of this name softly, once')
    .option('--confirm-flush <name>', 'deletes all data of the instance of this name')
    .option('--region <region>', "the region: its name in the schedule, or Huawei's id")
    .option('--project <id>', 'the project of --region; no schedule is then needed for DCS')
    .option(
      '--endpoint <url>',
      'endpoint of DCS, with --project, and of FunctionGraph, if not the public ones',
    )
    .addOption(scheduleOption())
    .addOption(serverlessOption())
    .addOption(jsonOption('{ "file", "findings": [...] }, as the evidence has them'))
    .addHelpText(
      'after',
      examples('nightshift probe --instance 0f4b2c5e-6d0a-4d7e-9a52-2f0d3a3f6c11 --read-only'),
    )
    .addHelpText(
      'after',
      '\nAt first it only reads. Before it writes, restarts or flushes it says what it would do, and asks for a name. The ' +
        'evidence has no keys, ids, names, tags or addresses of the account; the local cloud plays it: nightshift cloud --evidence FILE',
    )
    .addHelpText('after', `\n${credentialVariables}\n${accountVariables}`)
    .addHelpText('after', endings('0, whatever differs, and with 1 when the instance could not be read'))
    .action(async (options: Options) => finish(await probe(options, context)));
}

async function probe(options: Options, context: CommandContext): Promise<ExitCode> {
  const { terminal, interruption } = context;
  const { output, json = false } = options;
  if (existsSync(output))
    throw new CodedError(
      'evidence.unwritable',
      `${output}: there is one already - expected another name: --output FILE`,
    );
  const endpoint = namedEndpoint(options.endpoint, context);
  const session = await openSession({ ...options, endpoint }, context);
  let left = 'nothing was changed, and nothing was written';
  interruption.leaves(() => left);
  const print = (text: string) => (json ? undefined : terminal.print(text));
  const stop = terminal.progress('reading');
  const reading = await session.go('read').finally(stop);
  const failed = session.failed();
  if (failed !== undefined)
    throw new CodedError(
      'probe.instance',
      `DCS answered ${failed} for the instance ${options.instance} - expected the id of one in that region; ${output} has what was asked`,
    );
  left = `nothing was changed; ${output} has what was seen`;
  let end = reading;
  const steps = stepsOf(session, options);
  refuseOtherNames(steps, output);
  for (const step of steps) {
    if (end === 'interrupted') break;
    const why =
      options.readOnly === true ? '--read-only was asked for' : await whyNot(step, session, context, print);
    if (why !== undefined) {
      session.leaveOut(step.stage, why);
      continue;
    }
    left = `${step.leaves}; ${output} has what was seen before`;
    const done = terminal.progress(step.doing);
    end = await session.go(step.stage).finally(done);
    left = `${step.leaves}; ${output} has what was seen`;
  }
  session.save();
  const { findings } = session.evidence();
  if (json) terminal.printJson({ file: output, findings });
  else {
    print(`\n${tellFindings(findings, terminal)}\n\n${countFindings(findings)}`);
    print(`${output} has the evidence, and nothing in it that is the account's own`);
  }
  if (end === 'interrupted') terminal.complain(`nightshift: interrupted: ${left}`);
  return 0;
}

/** Somebody who mistook one name may have mistaken the others, so nothing at all is done. */
function refuseOtherNames(steps: readonly Step[], output: string): void {
  for (const { given, name, option, stage } of steps)
    if (given !== undefined && given !== name)
      throw new CodedError(
        'probe.unconfirmed',
        `${option} ${given} is not the name of ${stage === 'objects' ? 'the bucket' : 'the instance'} - expected ${name}; nothing was changed, and ${output} has what was seen`,
      );
}

/** Something that changes something, and what is said before it is done. */
type Step = {
  readonly stage: 'objects' | 'restart' | 'flush';
  /** What is to be typed. */
  readonly name: string;
  readonly will: string;
  readonly doing: string;
  readonly leaves: string;
  readonly given: string | undefined;
  readonly option: string;
};

function stepsOf({ probed, known }: Session, options: Options): readonly Step[] {
  const instance = known();
  const { bucket } = probed;
  return [
    ...('why' in bucket
      ? []
      : [
          {
            stage: 'objects' as const,
            name: bucket.name,
            will: `Two objects below ${bucket.prefix} would be appended to the bucket ${bucket.name}, read, listed and removed.`,
            doing: 'writing into the bucket',
            leaves: `objects may be left below ${bucket.prefix}`,
            given: options.confirmObjects,
            option: '--confirm-objects',
          },
        ]),
    ...(instance
      ? [
          {
            stage: 'restart' as const,
            name: instance.name,
            will: `${instance.name} would be sent one soft_restart, together with an id that nobody has; alone, where that is refused. All clients are cut off${instance.mode === 'single' ? ', and its data is lost' : ''}.`,
            doing: `restarting ${instance.name}, which may take half an hour`,
            leaves: `${instance.name} was sent a soft_restart`,
            given: options.confirmRestart,
            option: '--confirm-restart',
          },
          {
            stage: 'flush' as const,
            name: instance.name,
            will: `${instance.name} would be sent one flush: ALL ITS DATA IS DELETED, for good.`,
            doing: `flushing ${instance.name}`,
            leaves: `${instance.name} was sent a flush`,
            given: options.confirmFlush,
            option: '--confirm-flush',
          },
        ]
      : []),
  ];
}

/** Why a step is not taken; `undefined` where it was confirmed. */
async function whyNot(
  { stage, name, will, given, option }: Step,
  session: Session,
  { terminal }: CommandContext,
  print: (text: string) => void,
): Promise<string | undefined> {
  const known = session.known();
  if (stage !== 'objects' && known) {
    const productive = looksLikeProduction(known);
    if (productive !== undefined)
      return `${productive}, and probe acts on nothing that looks like production`;
    if (known.status !== 'RUNNING') return `the instance is ${known.status}, not RUNNING`;
  }
  const about = stage === 'objects' || !known ? will : `${will}\n  ${toldOf(known)}`;
  if (given !== undefined) {
    print(about.replace('would be', stage === 'objects' ? 'are' : 'is'));
    return undefined;
  }
  const typed = await terminal.askFor(`${about}\nType ${name} to do so, or Enter to leave it`, '');
  if (typed === name) return undefined;
  if (typed === undefined) return `nobody confirmed it: ${option} confirms it where there is no terminal`;
  return typed === '' ? 'it was not wanted' : 'another name was typed';
}

/** What tells whether it is the right one; how many clients are connected, DCS does not tell. */
function toldOf({ id, name, engine, engineVersion, mode, tags, keys, commands }: Known): string {
  const told = tags.map(([key, value]) => `${key}=${value}`).join(' ');
  const busy = commands === undefined ? '' : `, ${commands} commands in its statistic`;
  return `${name}: ${engine} ${engineVersion} ${mode}, ${id}; tags: ${told || 'none'}; keys: ${keys ?? 'not told'}${busy}`;
}
