import type { Finding } from '../../maintenance/document/finding.ts';
import type { ZoneOffset } from '../../maintenance/foundation/time/zone.ts';
import type { Calendars } from '../../maintenance/schedule/calendars/build-calendars.ts';
import type { Schedule } from '../../maintenance/schedule/schedule.ts';
import { lintContradictingWaits } from './contradicting-waits.ts';
import { lintExpiredOverrides } from './expired-overrides.ts';
import { lintFileJournal } from './file-journal.ts';
import { lintLateTicks } from './late-ticks.ts';
import { lintMissingYears } from './missing-years.ts';
import { lintNeverRuns } from './never-runs.ts';
import { lintRepeatedSelectors } from './repeated-selectors.ts';
import { lintSameRegions } from './same-regions.ts';
import { lintSameWork } from './same-work.ts';
import { lintShortWindows } from './short-windows.ts';
import { lintUnusedEntries } from './unused-entries.ts';

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
    ...lintFileJournal(schedule),
    ...lintSameRegions(schedule),
    ...lintShortWindows(schedule),
    ...lintUnusedEntries(schedule),
    ...lintExpiredOverrides(schedule, now, zoneOffset),
    ...lintLateTicks(schedule, now, zoneOffset),
    ...lintSameWork(schedule, now, zoneOffset),
    ...lintNeverRuns(schedule, now, zoneOffset, calendars),
    ...(await lintMissingYears(schedule, now, zoneOffset)),
  ];
}
