import { type Command, Option } from 'commander';
import { oneOf } from '../../maintenance/document/nearest-name.ts';
import { CodedError } from '../../maintenance/foundation/coded-error.ts';
import { parseJson } from '../../maintenance/foundation/parse-json.ts';
import { isoWriter } from '../../maintenance/foundation/time/iso-in-zone.ts';
import { secretsOf } from '../../maintenance/huawei/credentials.ts';
import { publishWith } from '../../maintenance/huawei/smn/smn-client.ts';
import type { Preview, VisibleChannel } from '../../maintenance/notify/channel.ts';
import { createChannel } from '../../maintenance/notify/create-channel.ts';
import { ScheduleError } from '../../maintenance/runtime/schedule-error.ts';
import { zoneOffset } from '../../maintenance/runtime/zone-offset.ts';
import type { ChannelSettings } from '../../maintenance/schedule/channels/channel-settings.ts';
import type { ParsedSchedule } from '../../maintenance/schedule/parse-schedule.ts';
import type { CommandContext, ExitCode, Finish } from '../place/command-context.ts';
import { credentialsFrom, type Lookup, lookupIn } from '../place/environment.ts';
import { openSchedule } from '../place/schedule-file.ts';
import { resolvePart } from '../place/schedule-part.ts';
import { confirm } from '../place/terminal.ts';
import { endings, examples, jsonOption, scheduleOption } from './options.ts';
import { type SampleKind, sampleKinds, sampleNotice } from './sample-notice.ts';

type Options = {
  readonly channel: string;
  readonly sample: SampleKind;
  readonly print?: boolean;
  readonly yes?: boolean;
  readonly schedule?: string;
  readonly json?: boolean;
};

/** Adds `nightshift notify`: a sample of what a channel is told, sent or only shown. */
export function addNotify(program: Command, context: CommandContext, finish: Finish): void {
  program
    .command('notify')
    .description('sends a sample message to a channel, after asking')
    .requiredOption('--channel <name>', 'a channel of the schedule')
    .addOption(new Option('--sample <end>', 'which sample').choices(sampleKinds).default('failure'))
    .option('--print', 'prints the body that would be sent, and sends nothing')
    .option('--yes', 'does not ask before it sends')
    .addOption(scheduleOption())
    .addOption(jsonOption('{ "channel", "kind", "status", "reason" }; with --print the body, as without'))
    .addHelpText(
      'after',
      examples('nightshift notify --channel ops', 'nightshift notify --channel ops --sample partial --print'),
    )
    .addHelpText(
      'after',
      endings('0 when the channel accepted the sample as intended, and with 1 when it did not'),
    )
    .action(async (options: Options) => finish(await notify(options, context)));
}

async function notify(options: Options, context: CommandContext): Promise<ExitCode> {
  const { terminal, interruption, environment, clock } = context;
  const { json = false } = options;
  const lookup = lookupIn(environment);
  const parsed = openSchedule(options.schedule, context);
  const { settings, secrets } = findChannel(options.channel, parsed, lookup);
  terminal.hide(
    secrets,
    parsed.references.map((reference) => reference.name),
  );
  const iso = isoWriter(parsed.schedule.timezone, zoneOffset);
  const notice = sampleNotice(options.sample, { now: clock.now(), iso });
  const channel = await open(options.channel, settings, context, lookup);
  if (options.print) {
    const preview = channel.preview(notice);
    // Apart, so that the body alone can be read by another program.
    terminal.complain(messageText(settings, preview));
    printBody(preview.body, terminal);
    return 0;
  }
  if (!isHere(settings) && !options.yes && !(await agreed(options, settings, terminal))) {
    if (json) terminal.printJson({ error: { code: 'not-confirmed', message: 'nothing was sent' } });
    return 1;
  }
  interruption.leaves(() => `whether the sample reached ${options.channel} is not known`);
  const { status, reason, degraded } = await channel.tell(notice, clock.now() + mostMs);
  const how = degraded ? `${status}, as plain text: the chat refused the card` : `${status}: ${reason}`;
  const isWell = status === 'delivered' && !degraded;
  const told = { channel: options.channel, kind: settings.kind, status, reason };
  const error = isWell ? undefined : { code: `notify.${degraded ? 'degraded' : status}`, message: how };
  if (json) terminal.printJson({ ...told, ...(error && { error }) });
  else terminal.print(`${options.channel} (${settings.kind}): ${how}`);
  return isWell ? 0 : 1;
}

/** As long as a run gives it. Milliseconds. */
const mostMs = 20_000;

async function open(
  name: string,
  settings: ChannelSettings,
  { terminal, clock }: CommandContext,
  lookup: Lookup,
): Promise<VisibleChannel> {
  return createChannel({
    name,
    settings,
    clock,
    random: Math.random,
    redact: terminal.redact,
    openTopic: async (topic) => {
      const credentials = credentialsFrom(lookup);
      terminal.hide(secretsOf(credentials));
      return publishWith(credentials, topic, clock);
    },
    log: (_message, { attempt, reason }) => {
      if (attempt !== undefined) terminal.complain(`try ${String(attempt)}: ${String(reason)}`);
    },
  });
}

/** A receiver on this machine, which nobody has to be asked about. */
function isHere(settings: ChannelSettings): boolean {
  return 'allowLoopback' in settings && settings.allowLoopback;
}

async function agreed(
  { channel, sample }: Options,
  { kind }: ChannelSettings,
  terminal: CommandContext['terminal'],
): Promise<boolean> {
  const question = `Send a sample (${sample}) to the channel ${channel}, which is ${kind}? People will see it.`;
  const answer = await confirm(question, terminal, {
    code: 'not-confirmed',
    message: `there is no terminal to ask at, so no sample was sent to ${channel} - add --yes to send it, or --print to look at it`,
  });
  if (!answer) terminal.complain('nothing was sent');
  return answer;
}

function printBody(body: string, terminal: CommandContext['terminal']): void {
  const json = parseJson(body);
  if (json === undefined) terminal.print(body);
  else terminal.printJson(json);
}

/** What goes with a body, for people: to which kind of receiver, how large, under which headers. */
function messageText({ kind }: ChannelSettings, { headers, body }: Preview): string {
  const own = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return [
    `POST to ${kind}, ${Buffer.byteLength(body)} bytes; the address and signatures are not shown`,
    ...own,
  ].join('\n');
}

/** A channel with its variables replaced, and what of it must not be shown. */
type FoundChannel = { readonly settings: ChannelSettings; readonly secrets: readonly string[] };

/**
 * The channel of a name. Only its own variables are asked for, as nothing else is used. Throws `CodedError`
 * `channel.unknown`, which names those there are, and `ScheduleError` for variables that are missing or unfit.
 */
function findChannel(name: string, parsed: ParsedSchedule, lookup: Lookup): FoundChannel {
  const { notify } = parsed.schedule;
  if (!Object.hasOwn(notify, name)) throw unknownChannel(name, Object.keys(notify));
  const resolved = resolvePart(parsed, { channel: name }, lookup);
  if (!resolved.ok) throw new ScheduleError(resolved.diagnostics);
  const settings = resolved.schedule.notify[name];
  if (!settings) throw unknownChannel(name, Object.keys(notify));
  return { settings, secrets: resolved.secrets };
}

function unknownChannel(name: string, known: readonly string[]): CodedError {
  const expected = known.length > 0 ? `expected ${oneOf(known, name)}` : 'the schedule has no "notify"';
  return new CodedError('channel.unknown', `there is no channel "${name}" - ${expected}`);
}
