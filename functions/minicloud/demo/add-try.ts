import type { Command } from 'commander';
import { CodedError } from '../../maintenance/foundation/coded-error.ts';
import { isoWriter } from '../../maintenance/foundation/time/iso-in-zone.ts';
import { runCard } from '../../maintenance/report/run-card.ts';
import type { Summary } from '../../maintenance/report/summary.ts';
import { wordingIn } from '../../maintenance/report/wording/wording-in.ts';
import { plainPen, writeCard } from '../../maintenance/report/write-card.ts';
import { zoneOffset } from '../../maintenance/runtime/zone-offset.ts';
import { buildCalendars } from '../../maintenance/schedule/calendars/build-calendars.ts';
import { redactDeep } from '../../maintenance/secrets/redact-deep.ts';
import { instantOf } from '../../nightshift/commands/next.ts';
import {
  endings,
  examples,
  jsonOption,
  scheduleOption,
  serverlessOption,
} from '../../nightshift/commands/options.ts';
import { readCalendarFiles } from '../../nightshift/place/calendar-files.ts';
import type { CommandContext, ExitCode, Finish } from '../../nightshift/place/command-context.ts';
import { renderText } from '../../nightshift/place/terminal-summary.ts';
import { wrapText } from '../../nightshift/place/terminal-text.ts';
import type { LocalChange } from './lead-schedule.ts';
import type { AskedProject } from './try/open-project.ts';
import type { Played } from './try/play-night.ts';

type Options = AskedProject & { readonly until?: string; readonly json?: boolean };

/** Adds `nightshift try`: the next fires of somebody's own schedule on a local cloud, before anything is deployed. */
export function addTry(program: Command, context: CommandContext, finish: Finish): void {
  const several = (value: string, before: readonly string[] | undefined) => [...(before ?? []), value];
  program
    .command('try')
    .description('runs the next fires of the schedule on a local cloud')
    .addOption(scheduleOption())
    .addOption(serverlessOption())
    .option(
      '--instances <file>',
      'plays with these, saved by nightshift instances --json; else with made-up ones',
    )
    .option('--job <name>', 'only this job; more than once for several', several)
    .option(
      '--until <time>',
      'all fires until then: 2026-11-23, or 2026-11-23T03:00; else the next one of each job',
    )
    .addOption(
      jsonOption(
        '{ "schedule", "changes", "madeUp", "fleet", "nights": [{ "summaries", "told", "problems" }], "leftOut" }',
      ),
    )
    .addHelpText(
      'after',
      '\nThe built function is what runs. Nothing outside this machine is called or notified.',
    )
    .addHelpText(
      'after',
      examples('nightshift try', 'nightshift try --job nightly-soft-restart --until 2026-12-24'),
    )
    .addHelpText(
      'after',
      endings(
        '0 when every run succeeded or was meant to be skipped, and with 1 when one did not, or nothing can be played',
      ),
    )
    .action(async (options: Options) => finish(await tryOut(options, context)));
}

/** In real time, for all nights together: what has not begun by then is left out. */
const mostRealMs = 90_000;

async function tryOut(options: Options, context: CommandContext): Promise<ExitCode> {
  const { terminal, clock, interruption } = context;
  const [{ openProject }, { chooseNights }, { playNight }] = await Promise.all([
    import('./try/open-project.ts'),
    import('./try/choose-nights.ts'),
    import('./try/play-night.ts'),
  ]);
  const opened = await openProject(options, context);
  const { project, jobs } = opened;
  const { parsed } = project;
  const { schedule } = parsed;
  const from = clock.now();
  const until =
    options.until === undefined ? undefined : instantOf(options.until, schedule.timezone, zoneOffset);
  if (options.until !== undefined && (until === undefined || until <= from))
    throw new CodedError(
      'until.wrong',
      `--until ${JSON.stringify(options.until)}: no time to come - expected one such as 2026-11-23T03:00`,
    );
  const calendars = await buildCalendars(schedule, readCalendarFiles(parsed).contents, zoneOffset);
  const chosen = chooseNights(schedule, { from, until, jobs, zoneOffset, calendars });
  const leftOut = [...opened.leftOut, ...chosen.leftOut];
  const played: Played[] = [];
  const began = performance.now();
  await interruption.seeThrough(async (signal) => {
    const isLate = () => performance.now() - began > mostRealMs;
    for (const night of chosen.nights) {
      if (signal() || isLate()) {
        leftOut.push(`a night from ${isoIn(schedule.timezone, night.startAt)}: there was no more time`);
        continue;
      }
      const stop = terminal.progress(`playing ${isoIn(schedule.timezone, night.startAt)}`);
      const onlooker = { stop: () => signal() !== undefined || isLate(), complain: terminal.complain };
      played.push(await playNight(night, project, onlooker).finally(stop));
    }
  });
  const told = {
    schedule: parsed.file,
    changes: played[0]?.changes ?? [],
    madeUp: opened.madeUp,
    fleet: { from: opened.fleetFrom, instances: project.fleet.map(({ name, region }) => ({ name, region })) },
    notes: opened.notes,
    nights: played.map(({ startAt, changes: _, told: messages, ...rest }) => ({
      from: isoIn(schedule.timezone, startAt),
      ...rest,
      told: messages.map(({ receivedAt, ...message }) => ({
        at: isoIn(schedule.timezone, receivedAt),
        ...message,
      })),
    })),
    leftOut,
  };
  if (options.json) terminal.printJson(redactDeep(told, terminal.redact));
  else terminal.print(toldText(told, schedule.notify, terminal));
  const summaries = played.flatMap((night) => night.summaries);
  const isWell = summaries.every(({ status }) => status === 'succeeded' || status === 'skipped');
  const isWhole = played.length > 0 && played.every(({ problems }) => problems.length === 0);
  return isWell && isWhole ? 0 : 1;
}

function isoIn(zone: string, instant: number): string {
  return isoWriter(zone, zoneOffset)(instant);
}

type Told = {
  readonly schedule: string;
  readonly changes: readonly LocalChange[];
  readonly madeUp: readonly string[];
  readonly fleet: {
    readonly from: 'targets' | 'list';
    readonly instances: readonly { readonly name: string }[];
  };
  readonly notes: readonly string[];
  readonly nights: readonly {
    readonly from: string;
    readonly summaries: readonly Summary[];
    readonly told: readonly {
      readonly at: string;
      readonly channel: string;
      readonly kind: string;
      readonly outcome: string;
      readonly proof: string;
    }[];
    readonly problems: readonly string[];
  }[];
  readonly leftOut: readonly string[];
};

type Notify = Readonly<Record<string, { readonly kind: string; readonly language?: 'en' | 'zh' }>>;

/** All of it for people: what is not as in the schedule, then night by night what ran, and who was told what. */
function toldText(told: Told, notify: Notify, terminal: CommandContext['terminal']): string {
  const { width, hasEdge } = terminal;
  const { schedule, changes, madeUp, fleet, notes, nights, leftOut } = told;
  const prose = (line: string) => wrapText(line, width, hasEdge);
  const listed = (title: string, lines: readonly string[]) =>
    lines.length === 0
      ? []
      : [
          title,
          ...lines.flatMap((line) =>
            wrapText(line, width - 4, hasEdge).map((each, at) => `${at === 0 ? '  - ' : '    '}${each}`),
          ),
        ];
  const count = `${fleet.instances.length} ${fleet.instances.length === 1 ? 'instance' : 'instances'}`;
  const made =
    fleet.from === 'list'
      ? `${count} of the list.`
      : `${count}, made up to match the targets, all master/standby and healthy; nightshift instances --json > FILE and --instances FILE play with yours.`;
  return [
    ...prose(
      `${schedule} on a local cloud, with the built function. Nothing outside was called or notified.`,
    ),
    ...prose(`The fleet: ${made}`),
    ...listed(
      'Not as in the schedule:',
      changes.map(({ path, to, why }) => `${path}: ${to} (${why})`),
    ),
    ...listed('Made up, as the environment has no value:', madeUp),
    ...listed('To be known:', notes),
    ...listed('Left out:', leftOut),
    ...nights.flatMap((night) => ['', ...nightLines(night, notify, terminal)]),
    ...(nights.length === 0 ? ['', 'There is nothing to play.'] : []),
  ].join('\n');
}

function nightLines(
  { from, summaries, told, problems }: Told['nights'][number],
  notify: Notify,
  { width, hasEdge, colour }: CommandContext['terminal'],
): readonly string[] {
  const languages = new Set(told.flatMap(({ channel }) => notify[channel]?.language ?? []));
  return [
    `Night from ${from}`,
    ...summaries.flatMap((summary) => [
      '',
      renderText(summary, { width: Math.min(width, 100), hasEdge, colour }).trimEnd(),
      ...asTold(summary, languages),
    ]),
    ...(told.length === 0 ? [] : ['']),
    ...told.map(
      ({ at, channel, kind, outcome, proof }) =>
        `${at.slice(11, 19)}  ${channel} (${kind}): ${outcome}${proof === 'verified' ? ', signature verified' : ''}`,
    ),
    ...problems.flatMap((problem) => wrapText(`! ${problem}`, width, hasEdge)),
  ];
}

/** The text that chats are told, without what each makes of it. */
function asTold(summary: Summary, languages: ReadonlySet<'en' | 'zh'>): readonly string[] {
  return [...languages].flatMap((language) => {
    const wording = wordingIn(language);
    const text = writeCard(runCard(summary, wording), plainPen(''), wording);
    return ['', `As chats read it (${language}):`, ...text.split('\n').map((line) => `  | ${line}`)];
  });
}
