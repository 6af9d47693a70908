import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { buildCalendars, type Calendars, icsPathsOf } from '../schedule/calendars/build-calendars.ts';
import type { Schedule } from '../schedule/schedule.ts';
import type { EnvironmentLookup } from './environment.ts';
import { schedulePath } from './load-schedule.ts';
import { zoneOffset } from './zone-offset.ts';

/**
 * The calendars of a schedule, with its iCalendar files read from beside it. A file that cannot be read is left out:
 * its days are unknown then, and no job that relies on them runs.
 */
export async function openCalendars(
  schedule: Schedule,
  codeDirectory: string,
  lookup: EnvironmentLookup,
): Promise<Calendars> {
  const folder = dirname(schedulePath(codeDirectory, lookup));
  const texts = icsPathsOf(schedule).flatMap((path): [string, string][] => {
    const text = textOf(resolve(folder, path));
    return text === undefined ? [] : [[path, text]];
  });
  return buildCalendars(schedule, Object.fromEntries(texts), zoneOffset);
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
