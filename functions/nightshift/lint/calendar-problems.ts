import { type Finding, wrongValue } from '../../maintenance/document/finding.ts';
import { firstNames } from '../../maintenance/foundation/first-names.ts';
import { epochDayAt, writeEpochDay } from '../../maintenance/foundation/time/day.ts';
import type { ZoneOffset } from '../../maintenance/foundation/time/zone.ts';
import {
  type Calendars,
  endOfCalendar,
  type IcsContents,
  icsPathsOf,
} from '../../maintenance/schedule/calendars/build-calendars.ts';
import { isOver } from '../../maintenance/schedule/fires/job-dates.ts';
import type { IcsFile, IcsProblem } from '../../maintenance/schedule/ics/open-ics.ts';
import type { Job, Schedule } from '../../maintenance/schedule/schedule.ts';
import type { CalendarEntry } from '../../maintenance/schedule/schema.ts';

/** What iCalendar files hold, and why others could not be read, by their paths as the schedule has them. */
export type CalendarFiles = {
  readonly contents: IcsContents;
  readonly flaws: Readonly<Record<string, string>>;
};

/** An entry of a calendar that is a file, and a job that relies on it. */
export type FileEntry = {
  readonly calendar: string;
  readonly index: number;
  readonly entry: Extract<CalendarEntry, { readonly ics: string }>;
  readonly job: Job;
};

/** The jobs that go by each calendar. */
function usersOf(jobs: Schedule['jobs']): ReadonlyMap<string, readonly Job[]> {
  const users = new Map<string, Job[]>();
  for (const job of jobs)
    for (const calendar of new Set([...job.skipOn, ...job.onlyOn])) {
      const known = users.get(calendar);
      if (known) known.push(job);
      else users.set(calendar, [job]);
    }
  return users;
}

/** The entries with files that jobs rely on. */
export function fileEntries(schedule: Pick<Schedule, 'calendars' | 'jobs'>): readonly FileEntry[] {
  const paths = new Set(icsPathsOf(schedule));
  if (paths.size === 0) return [];
  const users = usersOf(schedule.jobs);
  return Object.entries(schedule.calendars).flatMap(([calendar, entries]) => {
    // A year that is given holds for every calendar of China's days, whoever names the one that it stands in.
    const named = users.get(calendar)?.[0];
    return [...entries.entries()].flatMap(([index, entry]) => {
      const job = named ?? ('year' in entry ? schedule.jobs[0] : undefined);
      return 'ics' in entry && job && paths.has(entry.ics) ? [{ calendar, index, entry, job }] : [];
    });
  });
}

/** What is wrong with the iCalendar files that jobs rely on, at each place where the schedule has one. */
export async function lintCalendarFiles(
  schedule: Pick<Schedule, 'calendars' | 'jobs'>,
  { contents, flaws }: CalendarFiles,
  now: number,
  zoneOffset: ZoneOffset,
): Promise<Finding[]> {
  const entries = fileEntries(schedule);
  if (entries.length === 0) return [];
  const { openIcs } = await import('../../maintenance/schedule/ics/open-ics.ts');
  return entries.flatMap(({ calendar, index, entry: { ics }, job }) => {
    const path = ['calendars', calendar, index];
    const content = contents[ics];
    if (content === undefined) {
      const found = `${ics}: ${flaws[ics] ?? 'there is no such file'}`;
      return [
        wrongValue(path, 'calendar.unreadable', found, 'an .ics file in the folder of the schedule or below'),
      ];
    }
    const opened = openIcs(content, zoneOffset);
    const problem = opened.ok ? problemOfDays(opened.file, job, now, zoneOffset) : opened.problem;
    if (!problem) return [];
    const { line, property, message } = problem;
    const [found = '', ...expected] = message.split(' - expected ');
    const at = `${ics}:${line}${property === '' ? '' : ` ${property}`}`;
    return [wrongValue(path, 'calendar.unreadable', `${at}: ${found}`, expected.join(' - expected '))];
  });
}

/** Whether the days that jobs will ask for soon can be told. */
function problemOfDays(file: IcsFile, job: Job, now: number, zoneOffset: ZoneOffset): IcsProblem | undefined {
  const first = today(job, now, zoneOffset);
  const laid = file.daysIn({ first, last: first + 400 }, job.timezone, () => true);
  return laid.ok ? undefined : laid.problem;
}

function today({ timezone }: Job, now: number, zoneOffset: ZoneOffset): number {
  return epochDayAt(now, zoneOffset(timezone, now) ?? 0);
}

/** So many jobs are named where all of them are concerned. */
const mostNamed = 8;

/** Calendars, and files of calendars, that have no day any more or never had one: jobs run as if they were not there. */
export function lintEndedCalendars(
  { calendars: entries, jobs }: Schedule,
  now: number,
  zoneOffset: ZoneOffset,
  calendars: Calendars,
): Finding[] {
  const usersByName = usersOf(jobs.filter((job) => job.enabled && !isOver(job, now, zoneOffset)));
  return Object.keys(entries).flatMap((name): Finding[] => {
    const users = usersByName.get(name) ?? [];
    const [job] = users;
    if (!job) return [];
    const ends = calendars.endsBefore(name, today(job, now, zoneOffset), job.timezone);
    const end = endOfCalendar(ends);
    const [only, ...others] = ends;
    const told = (path: (string | number)[], last: number | undefined, what: string): Finding => ({
      ...wrongValue(
        path,
        last === undefined ? 'calendar.empty' : 'calendar.ended',
        last === undefined ? `${what} without a day` : `${what} whose last day was ${writeEpochDay(last)}`,
        `days to come: ${firstNames(
          users.map((each) => each.name),
          mostNamed,
        )} ${
          users.some(({ skipOn }) => skipOn.includes(name))
            ? 'runs as if it were not there'
            : 'runs on no day of it'
        }`,
      ),
      part: path.length === 2 ? 'key' : 'value',
      severity: 'warning',
    });
    if (end) {
      const single = only && others.length === 0 ? fileOf(entries[name]?.[only.index]) : undefined;
      const path = ['calendars', name, ...(only && others.length === 0 ? [only.index] : [])];
      return [told(path, end.last, single === undefined ? 'a calendar' : `${single}, a calendar`)];
    }
    return ends.flatMap((each) => {
      const file = fileOf(entries[name]?.[each.index]);
      if (!each.end || file === undefined) return [];
      return [told(['calendars', name, each.index], each.end.last, `${file}, a file`)];
    });
  });
}

function fileOf(entry: CalendarEntry | undefined): string | undefined {
  return entry && 'ics' in entry ? entry.ics : undefined;
}
