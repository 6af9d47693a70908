import { advice, type Finding } from '../../maintenance/document/finding.ts';
import { firstNames } from '../../maintenance/foundation/first-names.ts';
import { matchesGlob } from '../../maintenance/foundation/matches-glob.ts';
import { epochDayAt } from '../../maintenance/foundation/time/day.ts';
import type { ZoneOffset } from '../../maintenance/foundation/time/zone.ts';
import type { IcsContents } from '../../maintenance/schedule/calendars/build-calendars.ts';
import type { IcsEvent } from '../../maintenance/schedule/ics/ics-event.ts';
import type { IcsFile } from '../../maintenance/schedule/ics/open-ics.ts';
import type { Schedule } from '../../maintenance/schedule/schedule.ts';
import { type FileEntry, fileEntries } from './calendar-problems.ts';

/** So far ahead titles matter. */
const daysAhead = 400;

/**
 * Titles of days to come that may not be meant as a calendar takes them: days worked, observances, what is not settled;
 * and patterns that no title of the file has. Who writes `only` or `except` has looked at the titles.
 */
export async function lintTitles(
  schedule: Pick<Schedule, 'calendars' | 'jobs'>,
  contents: IcsContents,
  now: number,
  zoneOffset: ZoneOffset,
): Promise<Finding[]> {
  const entries = fileEntries(schedule).filter(({ entry }) => !('year' in entry));
  if (entries.length === 0) return [];
  const { openIcs } = await import('../../maintenance/schedule/ics/open-ics.ts');
  const { looksWorked } = await import('../../maintenance/schedule/ics/event-marks.ts');
  return entries.flatMap((each) => {
    const content = contents[each.entry.ics];
    const opened = content === undefined ? undefined : openIcs(content, zoneOffset);
    if (!opened?.ok) return [];
    const over = seriesWithoutDay(each, opened.file);
    const { only, except } = choiceOf(each);
    if (only || except) return [...over, ...patternsOfNone(each, opened.file)];
    const from = epochDayAt(now, zoneOffset(each.job.timezone, now) ?? 0);
    const titled = (wanted: (event: IcsEvent) => boolean) =>
      titlesOf(opened.file, wanted, from, each.job.timezone);
    const doubtful = doubts.flatMap(({ isMeant, found, expected }) => {
      const titles = titled((event) => isMeant(event, looksWorked(event.title)));
      if (titles.length === 0) return [];
      const quoted = firstNames(
        titles.map((title) => JSON.stringify(title)),
        4,
      );
      return [advice(placeOf(each), 'calendar.titles', `${each.entry.ics}: ${quoted} ${found}`, expected)];
    });
    return [...over, ...doubtful];
  });
}

/** Series that end before they begin: whoever wrote one meant some day by it. */
function seriesWithoutDay(each: FileEntry, file: IcsFile): Finding[] {
  const over = file.over(each.job.timezone);
  if (over.length === 0) return [];
  const told = firstNames(
    over.map(({ title, line }) => `${JSON.stringify(title)} (line ${line})`),
    4,
  );
  const found = `${each.entry.ics}: ${told} ends by its UNTIL before it begins, and has no day`;
  return [
    advice(placeOf(each), 'calendar.no-day', found, 'UNTIL on the day of DTSTART or later, or no such event'),
  ];
}

const doubts: readonly {
  readonly isMeant: (event: IcsEvent, looksWorked: boolean) => boolean;
  readonly found: string;
  readonly expected: string;
}[] = [
  {
    isMeant: ({ mark }) => mark === 'workday-title',
    found: 'is taken for a day worked by its title, and is no day of the calendar',
    expected: 'except: with such titles where that is right, or another title',
  },
  {
    isMeant: ({ mark }) => mark === 'tentative',
    found: 'is not settled (STATUS:TENTATIVE), as days worked are marked, and is no day of the calendar',
    expected: 'only: with its title where it counts, or except: with it',
  },
  {
    isMeant: ({ mark, observed }, worked) => mark === undefined && worked && !observed,
    found: 'looks like a day worked, and is a day of the calendar',
    expected: 'except: with its title, or only: with those that count',
  },
  {
    isMeant: ({ mark, observed }) => mark === undefined && observed,
    found: 'looks like an observance, on which people work, and is a day of the calendar',
    expected: 'except: with its title, or only: with those that count',
  },
];

function placeOf({ calendar, index }: FileEntry) {
  return ['calendars', calendar, index];
}

function choiceOf({ entry }: FileEntry) {
  return 'year' in entry ? {} : { only: entry.only, except: entry.except };
}

/** The titles of what comes soon, each once. */
function titlesOf(
  file: IcsFile,
  wanted: (event: IcsEvent) => boolean,
  from: number,
  zone: string,
): readonly string[] {
  if (!file.events.some(wanted)) return [];
  const laid = file.daysIn({ first: from, last: from + daysAhead }, zone, wanted);
  return laid.ok ? [...new Set(laid.days.values())] : [];
}

function patternsOfNone(each: FileEntry, { events }: IcsFile): Finding[] {
  const choice = choiceOf(each);
  return (['only', 'except'] as const).flatMap((key) =>
    [...(choice[key] ?? []).entries()].flatMap(([index, pattern]) => {
      if (events.some(({ title }) => matchesGlob(title, pattern))) return [];
      const found = `${JSON.stringify(pattern)}, which is no title in ${each.entry.ics}`;
      const titles = firstNames([...new Set(events.map(({ title }) => JSON.stringify(title)))], 4);
      const expected = events.length === 0 ? 'events in the file' : `some of ${titles}`;
      return [advice([...placeOf(each), key, index], 'calendar.pattern', found, expected)];
    }),
  );
}
