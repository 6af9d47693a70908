import { zoneOffset } from '../runtime/zone-offset.ts';
import { buildCalendars } from '../schedule/calendars/build-calendars.ts';
import { icsProblems } from '../schedule/calendars/calendar-problems.ts';
import type { Diagnostic } from '../schedule/diagnostic.ts';
import { lintSchedule } from '../schedule/lint/lint-schedule.ts';
import { placeFindings } from '../schedule/lint/place-findings.ts';
import type { ParsedSchedule } from '../schedule/parse-schedule.ts';
import { readIcsTexts } from './read-ics-texts.ts';

/** What is wrong with a schedule beyond its text: what is legal but hardly meant, and files that it needs. */
export async function lintDiagnostics(
  parsed: ParsedSchedule,
  text: string,
  now: number,
): Promise<readonly Diagnostic[]> {
  const { schedule, file } = parsed;
  const icsTexts = readIcsTexts(parsed);
  const calendars = await buildCalendars(schedule, icsTexts, zoneOffset);
  const findings = await lintSchedule(schedule, now, zoneOffset, calendars);
  return [...placeFindings(findings, text, file), ...(await icsProblems(schedule, icsTexts, zoneOffset))];
}
