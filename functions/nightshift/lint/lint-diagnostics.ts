import type { Diagnostic } from '../../maintenance/document/diagnostic.ts';
import { zoneOffset } from '../../maintenance/runtime/zone-offset.ts';
import { buildCalendars } from '../../maintenance/schedule/calendars/build-calendars.ts';
import type { ParsedSchedule } from '../../maintenance/schedule/parse-schedule.ts';
import { readIcsTexts } from '../place/schedule-file.ts';
import { icsProblems } from './calendar-problems.ts';
import { lintSchedule } from './lint-schedule.ts';
import { placeFindings } from './place-findings.ts';

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
