import { type Diagnostic, inOrder } from '../../maintenance/document/diagnostic.ts';
import { advice, type Finding } from '../../maintenance/document/finding.ts';
import { entriesOf, isMapping } from '../../maintenance/document/path.ts';
import type { ZoneOffset } from '../../maintenance/foundation/time/zone.ts';
import { buildCalendars, type Calendars } from '../../maintenance/schedule/calendars/build-calendars.ts';
import type { WrittenSchedule } from '../../maintenance/schedule/parse-schedule.ts';
import { diagnoseSchedule, type ScheduleDocument } from '../../maintenance/schedule/read-document.ts';
import type { Schedule } from '../../maintenance/schedule/schedule.ts';
import { type CalendarFiles, lintCalendarFiles, lintEndedCalendars } from './calendar-problems.ts';
import { lintTitles } from './calendar-titles.ts';
import { readCron } from './cron/cron-days.ts';
import { lintCrons } from './cron/unmeant-crons.ts';
import { lintDatedJobs } from './dated-jobs.ts';
import { lintMissingYears } from './missing-years.ts';
import {
  lintExpiredOverrides,
  lintRepeatedSelectors,
  lintTagStars,
  lintUnstartable,
  lintUnusedEntries,
} from './needless-entries.ts';
import { lintNeverRuns, lintSameWork } from './pointless-fires.ts';
import {
  lintContradictingWaits,
  lintLateTicks,
  lintShortWindows,
  lintWaitsBeyondFires,
} from './unfit-times.ts';

/**
 * What is legal in a schedule but hardly meant, seen from an instant (milliseconds since 1970). All are warnings,
 * but for a year that a calendar lacks and needs soon.
 */
export async function lintSchedule(
  schedule: Schedule,
  now: number,
  zoneOffset: ZoneOffset,
  calendars: Calendars,
): Promise<Finding[]> {
  return [
    ...lintContradictingWaits(schedule),
    ...lintRepeatedSelectors(schedule),
    ...lintTagStars(schedule),
    ...lintUnstartable(schedule),
    ...lintFileJournal(schedule),
    ...lintShortWindows(schedule),
    ...lintWaitsBeyondFires(schedule),
    ...lintCrons(schedule, now, zoneOffset),
    ...lintUnusedEntries(schedule),
    ...lintExpiredOverrides(schedule, now, zoneOffset),
    ...lintDatedJobs(schedule, now, zoneOffset, calendars),
    ...lintLateTicks(schedule, now, zoneOffset),
    ...lintSameWork(schedule, now, zoneOffset),
    ...lintNeverRuns(schedule, now, zoneOffset, calendars),
    ...lintEndedCalendars(schedule, now, zoneOffset, calendars),
    ...(await lintMissingYears(schedule, now, zoneOffset)),
  ];
}

/** A journal in a folder is gone with the machine; the function's own is gone a minute after a run. */
function lintFileJournal({ journal }: Schedule): Finding[] {
  if (!journal?.url.startsWith('file:')) return [];
  const found = 'a folder, which a deployed function loses when its instance ends';
  return [advice(['journal'], 'journal.file', found, 'obs://BUCKET/PREFIX, except for trying things out')];
}

/** What is wrong with a schedule beyond its text: what is legal but hardly meant, and files that it needs. */
export async function lintDiagnostics(
  written: WrittenSchedule,
  files: CalendarFiles,
  { now, zoneOffset }: { readonly now: number; readonly zoneOffset: ZoneOffset },
): Promise<readonly Diagnostic[]> {
  const { schedule } = written;
  const calendars = await buildCalendars(schedule, files.contents, zoneOffset);
  const findings = [
    ...(await lintSchedule(schedule, now, zoneOffset, calendars)),
    ...(await lintCalendarFiles(schedule, files, now, zoneOffset)),
    ...(await lintTitles(schedule, files.contents, now, zoneOffset)),
  ];
  return placeFindings(findings, written);
}

/** What the crons of a schedule hardly mean that has mistakes elsewhere: who mends those should not come back for these. */
export function lintRefused(
  document: ScheduleDocument,
  file: string,
  { now, zoneOffset }: { readonly now: number; readonly zoneOffset: ZoneOffset },
): readonly Diagnostic[] {
  const { timezone, jobs }: Readonly<Record<string, unknown>> = isMapping(document.tree) ? document.tree : {};
  const read = entriesOf(jobs).flatMap(([name, job]) => {
    if (!isMapping(job) || typeof job['cron'] !== 'string') return [];
    const cron = readCron(job['cron']);
    const zone = [job['timezone'], timezone].find((each) => typeof each === 'string') ?? 'UTC';
    if (!cron || zoneOffset(String(zone), now) === undefined) return [];
    return [{ name: String(name), cron, enabled: job['enabled'] !== false, timezone: String(zone) }];
  });
  return placeFindings(lintCrons({ jobs: read }, now, zoneOffset), { file, document });
}

/** Findings about a schedule, with the places in its text where they stand. */
export function placeFindings(
  findings: readonly Finding[],
  { file, document }: Pick<WrittenSchedule, 'file' | 'document'>,
): readonly Diagnostic[] {
  return inOrder(diagnoseSchedule(findings, file, document));
}
