import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { icsPathsOf } from '../../maintenance/schedule/calendars/build-calendars.ts';
import type { ParsedSchedule } from '../../maintenance/schedule/parse-schedule.ts';

/** The iCalendar files that jobs rely on, by their paths as written, which start from the schedule. What cannot be read is left out. */
export function readIcsTexts({
  schedule,
  file,
}: Pick<ParsedSchedule, 'schedule' | 'file'>): Readonly<Record<string, string>> {
  const folder = dirname(file);
  const texts = icsPathsOf(schedule).flatMap((path): [string, string][] => {
    try {
      return [[path, readFileSync(resolve(folder, path), 'utf8')]];
    } catch {
      return [];
    }
  });
  return Object.fromEntries(texts);
}
