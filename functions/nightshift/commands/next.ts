import { type Command, InvalidArgumentError } from 'commander';
import { groupBy } from '../../maintenance/foundation/group-by.ts';
import { calendarDay } from '../../maintenance/foundation/time/day.ts';
import { dayMs, minuteMs } from '../../maintenance/foundation/time/duration.ts';
import { isoWriter } from '../../maintenance/foundation/time/iso-in-zone.ts';
import { instantOfWall, writeWall } from '../../maintenance/foundation/time/wall-time.ts';
import type { ZoneOffset } from '../../maintenance/foundation/time/zone.ts';
import { type ComingFire, comingFire } from '../../maintenance/invocation/coming-fire.ts';
import { plainText } from '../../maintenance/report/plain-text.ts';
import { zoneOffset } from '../../maintenance/runtime/zone-offset.ts';
import { buildCalendars } from '../../maintenance/schedule/calendars/build-calendars.ts';
import { timesOf } from '../../maintenance/schedule/fires/job-dates.ts';
import { scheduledFires } from '../../maintenance/schedule/fires/scheduled-fires.ts';
import type { Job } from '../../maintenance/schedule/schedule.ts';
import { readCalendarFiles } from '../place/calendar-files.ts';
import type { CommandContext } from '../place/command-context.ts';
import { findJob, openSchedule } from '../place/schedule-file.ts';
import type { Terminal } from '../place/terminal.ts';
import { tinted, wrapText } from '../place/terminal-text.ts';
import { type Column, renderTable } from '../place/text-table.ts';
import { meetingNotes } from './meeting-notes.ts';
import { endings, examples, jsonOption, scheduleOption } from './options.ts';

type Options = {
  readonly days: number;
  readonly from?: string;
  readonly schedule?: string;
  readonly all?: boolean;
  readonly json?: boolean;
};

/** Adds `nightshift next`: when jobs come, and what becomes of their fires. */
export function addNext(program: Command, context: CommandContext): void {
  program
    .command('next')
    .description('shows the coming fires, and what skips, moves or delays them')
    .argument('[job]', 'the name of a job; all jobs without one')
    .option('--days <days>', 'how far to look', readDays, 30)
    .option('--from <time>', 'from when on, such as 2026-11-23 or 2026-11-23T03:00; else now', checkFrom)
    .option(
      '--all',
      `also of jobs that come more than ${mostOfJob} times, and of more than ${mostFires} fires`,
    )
    .addOption(scheduleOption())
    .addOption(jsonOption('{ "fires": [...] }, all of them'))
    .addHelpText('after', examples('nightshift next --days 7', 'nightshift next nightly --from 2026-12-24'))
    .addHelpText('after', endings('0, and with 1 if there is no such job or the schedule has mistakes'))
    .action((job: string | undefined, options: Options) => next(job, options, context));
}

function readDays(text: string): number {
  const days = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (days >= 1 && days <= 3_660) return days;
  throw new InvalidArgumentError('Expected a number of days from 1 to 3660.');
}

/** Which instant is meant only the zone can tell, and that is in the schedule. */
function checkFrom(text: string): string {
  if (instantOf(text, 'UTC', zoneOffset) !== undefined) return text;
  throw new InvalidArgumentError(
    'Expected a time such as 2026-11-23, 2026-11-23T03:00 or 2026-11-23T03:00+08:00.',
  );
}

async function next(name: string | undefined, options: Options, context: CommandContext): Promise<void> {
  const { terminal, clock } = context;
  const { days, schedule: asked, all: isWhole = false, json = false } = options;
  const parsed = openSchedule(asked, context);
  const { schedule } = parsed;
  const jobs = name === undefined ? schedule.jobs : [findJob(name, schedule.jobs)];
  const { timezone } = (name === undefined ? undefined : jobs[0]) ?? schedule;
  const asOf = options.from === undefined ? undefined : instantOf(options.from, timezone, zoneOffset);
  const from = asOf ?? clock.now();

  const calendars = await buildCalendars(schedule, readCalendarFiles(parsed).contents, zoneOffset);
  const span = { after: from - 1, upTo: from + days * dayMs - 1 };
  // Looked at together and only then one by one: a job may meet another that was not asked for.
  const found = scheduledFires(schedule, span, zoneOffset, calendars);
  const meetings = meetingNotes(found, schedule.regions, zoneOffset);
  const all = found.map((fire, index) => {
    const told = comingFire(fire, zoneOffset);
    return { ...told, notes: [...told.notes, ...(meetings[index] ?? [])] };
  });
  const fires = all.filter(({ job }) => jobs.some((wanted) => wanted.name === job));
  if (json) terminal.printJson({ fires });
  else {
    const begin = isoWriter(timezone, zoneOffset)(from);
    terminal.print(firesText({ from: begin, days, jobs, fires, isWhole }, terminal));
  }
}

const written = /^(\d{4}-\d{2}-\d{2})(?:T([01]\d|2[0-3]):([0-5]\d))?(?:(Z)|([+-])(\d{2}):(\d{2}))?$/;

/**
 * Reads `2026-11-23`, `2026-11-23T03:00` or `2026-11-23T03:00+08:00` as an instant, without an offset in the zone.
 * `undefined` for what is no such time.
 */
export function instantOf(text: string, zone: string, zoneOffset: ZoneOffset): number | undefined {
  const [, day = '', hour = '00', minute = '00', zulu, sign, hours, minutes] = written.exec(text) ?? [];
  if (!calendarDay(day)) return undefined;
  const wall = Date.parse(`${day}T${hour}:${minute}:00Z`);
  if (zulu) return wall;
  if (!sign) return instantOfWall(zone, wall, zoneOffset);
  const offset = (Number(hours) * 60 + Number(minutes)) * minuteMs;
  return sign === '-' ? wall + offset : wall - offset;
}

const columns: readonly Column[] = [
  { title: 'LOCAL TIME', align: 'left' },
  { title: 'UTC', align: 'left' },
  { title: 'JOB', align: 'left', atMost: 32 },
  { title: 'NOTES', align: 'left' },
];
const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** What was looked for, and what was found. */
type Outlook = {
  /** When the look begins, with its offset: `2026-11-23T00:00:00+08:00`. */
  readonly from: string;
  readonly days: number;
  readonly jobs: readonly Pick<Job, 'name' | 'enabled' | 'cron' | 'at' | 'from' | 'until'>[];
  readonly fires: readonly ComingFire[];
  /** Every fire is to be shown. */
  readonly isWhole: boolean;
};

/** Of a job that comes more often the first ones show how it goes on. */
const mostOfJob = 62;
const firstOfJob = 5;
/** More rows nobody reads. */
const mostFires = 1_000;

/** Fires for people, a row each; and the jobs that have none. */
function firesText(outlook: Outlook, terminal: Pick<Terminal, 'colour' | 'width' | 'hasEdge'>): string {
  const { colour, width } = terminal;
  const { fires, left } = outlook.isWhole ? { fires: outlook.fires, left: [] } : readable(outlook.fires);
  const dimmed = (cell: string, row: number) => {
    const skipped = fires[row]?.skipped ?? null;
    return colour && skipped !== null ? tinted(cell, 'dim') : cell;
  };
  const table = fires.length === 0 ? [] : [...renderTable(columns, fires.map(cellsOf), terminal, dimmed), ''];
  const prose = (line: string) => wrapText(line, width);
  const others = left.length === 0 ? [] : [...left.flatMap(prose), ''];
  return [...prose(headline(outlook)), '', ...table, ...others, ...silentJobs(outlook).flatMap(prose)]
    .join('\n')
    .trimEnd();
}

/** The fires that somebody reads, and what is told of the others. */
function readable(all: readonly ComingFire[]): {
  readonly fires: readonly ComingFire[];
  readonly left: readonly string[];
} {
  const left: string[] = [];
  const shown = new Set<ComingFire>();
  for (const [job, own] of groupBy(all, (fire) => fire.job)) {
    const first = own.length > mostOfJob ? own.slice(0, firstOfJob) : own;
    for (const fire of first) shown.add(fire);
    if (own.length > first.length) left.push(`${job} has ${moreFires(own.slice(first.length))}`);
  }
  const fires = all.filter((fire) => shown.has(fire));
  const beyond = fires.slice(mostFires);
  if (beyond.length > 0) left.push(`all jobs together have ${moreFires(beyond)}`);
  const told = left.slice(0, mostTold);
  if (left.length > told.length)
    told.push(`${left.length - told.length} more jobs have more fires as well: --all`);
  return { fires: fires.slice(0, mostFires), left: told };
}

const mostTold = 20;

function moreFires(fires: readonly ComingFire[]): string {
  const skipped = fires.filter(({ skipped: reason }) => reason !== null).length;
  const last = localTime(fires.at(-1)?.at ?? '');
  const told = skipped === 0 ? '' : `, ${skipped} of them skipped`;
  return `${fires.length} more${told}, the last one at ${last}: --all shows them`;
}

function headline({ from, days, fires }: Outlook): string {
  const skipped = fires.filter(({ skipped: reason }) => reason !== null).length;
  const counted = `${fires.length} ${fires.length === 1 ? 'fire' : 'fires'}, ${skipped} skipped`;
  return `${days} ${days === 1 ? 'day' : 'days'} from ${localTime(from)}: ${counted}`;
}

function silentJobs({ jobs, fires }: Outlook): readonly string[] {
  const heard = new Set(fires.map(({ job }) => job));
  return jobs
    .filter(({ name }) => !heard.has(name))
    .map((job) => `${job.name} has no fire in this time: ${whySilent(job)}`);
}

function whySilent(job: Outlook['jobs'][number]): string {
  const { enabled, at, from, until } = job;
  if (!enabled) return 'it is disabled';
  if (!timesOf(job)) return 'it has no cron, and is run by hand';
  if (at) return `it comes once, at ${writeWall(at.wall)}`;
  const dates = [
    ...(from === undefined ? [] : [`from ${from}`]),
    ...(until === undefined ? [] : [`until ${until}`]),
  ];
  return `its cron does not come${dates.length === 0 ? '' : `, with the dates ${dates.join(' ')}`}`;
}

function cellsOf({ job, at, utc, skipped, notes }: ComingFire): readonly string[] {
  const told = [...(skipped === null ? [] : [skipText(skipped)]), ...notes];
  return [localTime(at), utcTime(utc), job, plainText(told.join('; '), Number.POSITIVE_INFINITY)];
}

/** The reason of an override begins with what it does. */
function skipText(reason: string): string {
  return /^(skipped|paused) /.test(reason) ? reason : `skipped: ${reason}`;
}

/** `Mon 2026-11-23 03:30 +08:00`; seconds only where there are any. */
function localTime(at: string): string {
  const [day = '', clock = '', offset = ''] = [at.slice(0, 10), at.slice(11, 19), at.slice(19)];
  const weekday = weekdays[new Date(`${day}T00:00:00Z`).getUTCDay()] ?? '';
  return `${weekday} ${day} ${withoutZeros(clock)} ${offset}`;
}

/** `11-22 19:30Z`: the year is that of the local time, give or take a night. */
function utcTime(utc: string): string {
  return `${utc.slice(5, 10)} ${withoutZeros(utc.slice(11, 19))}Z`;
}

function withoutZeros(clock: string): string {
  return clock.endsWith(':00') ? clock.slice(0, -3) : clock;
}
