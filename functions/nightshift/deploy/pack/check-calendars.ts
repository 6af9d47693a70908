import { ScheduleError } from '../../../maintenance/runtime/schedule-error.ts';
import { zoneOffset } from '../../../maintenance/runtime/zone-offset.ts';
import { icsProblems } from '../../lint/calendar-problems.ts';
import { type OpenedSchedule, readIcsTexts } from '../../place/schedule-file.ts';

/**
 * Reads the calendar files that jobs rely on as the function will: with one that it cannot read, every job on it would
 * be skipped, night after night. Throws `ScheduleError` with a line for each.
 */
export async function checkCalendars(schedule: OpenedSchedule): Promise<void> {
  const problems = await icsProblems(schedule.schedule, readIcsTexts(schedule), zoneOffset);
  if (problems.length > 0) throw new ScheduleError(problems);
}
