import type { Finding } from '../check/finding.ts';
import type { Schedule } from '../schedule.ts';
import type { ZoneOffset } from '../zone.ts';
import { lintContradictingWaits } from './contradicting-waits.ts';
import { lintExpiredOverrides } from './expired-overrides.ts';
import { lintLateTicks } from './late-ticks.ts';
import { lintRepeatedSelectors } from './repeated-selectors.ts';
import { lintSameRegions } from './same-regions.ts';
import { lintSameWork } from './same-work.ts';
import { lintShortWindows } from './short-windows.ts';
import { lintUnusedEntries } from './unused-entries.ts';

/** What is legal in a schedule but hardly meant, seen from an instant (milliseconds since 1970). All are warnings. */
export function lintSchedule(schedule: Schedule, now: number, zoneOffset: ZoneOffset): Finding[] {
  return [
    ...lintContradictingWaits(schedule),
    ...lintRepeatedSelectors(schedule),
    ...lintSameRegions(schedule),
    ...lintShortWindows(schedule),
    ...lintUnusedEntries(schedule),
    ...lintExpiredOverrides(schedule, now, zoneOffset),
    ...lintLateTicks(schedule, now, zoneOffset),
    ...lintSameWork(schedule, now, zoneOffset),
  ];
}
