import { realpathSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, relative } from 'node:path';
import { type IcsContents, icsPathsOf } from '../../maintenance/schedule/calendars/build-calendars.ts';
import { mostIcsBytes } from '../../maintenance/schedule/ics/other-files.ts';
import type { ParsedSchedule } from '../../maintenance/schedule/parse-schedule.ts';
import { readBounded } from './read-bounded.ts';

/** The iCalendar files that jobs rely on, by their paths as the schedule has them. */
export type CalendarFiles = {
  readonly contents: IcsContents;
  /** Why the others are not among them. */
  readonly flaws: Readonly<Record<string, string>>;
};

/** Reads the iCalendar files that jobs rely on, as the function will have them. */
export function readCalendarFiles({
  schedule,
  file,
}: Pick<ParsedSchedule, 'schedule' | 'file'>): CalendarFiles {
  const contents: Record<string, Uint8Array> = {};
  const flaws: Record<string, string> = {};
  for (const path of icsPathsOf(schedule)) {
    const read = readInside(dirname(file), path);
    if (typeof read === 'string') flaws[path] = read;
    else contents[path] = read;
  }
  return { contents, flaws };
}

/** A file of a folder or below it, or what is wrong. */
function readInside(folder: string, path: string): Uint8Array | string {
  try {
    const inside = realpathSync(folder);
    const found = realpathSync(join(inside, path));
    const way = relative(inside, found);
    // A link is followed only within the folder: a zip must not carry what nobody meant to deploy.
    if (way.startsWith('..') || isAbsolute(way))
      return 'it is a link that leads out of the folder of the schedule';
    // A pipe may never end, and while it is waited for nothing can interrupt.
    return statSync(found).isFile() ? readBounded(found, mostIcsBytes) : 'it is no file';
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ENOENT'
      ? 'there is no such file'
      : 'it cannot be read';
  }
}
