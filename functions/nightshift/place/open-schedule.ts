import { ScheduleError } from '../../maintenance/runtime/schedule-error.ts';
import { isZone } from '../../maintenance/runtime/zone-offset.ts';
import { type ParsedSchedule, parseSchedule } from '../../maintenance/schedule/parse-schedule.ts';
import { readSchedule } from './read-schedule.ts';
import type { Surroundings } from './surroundings.ts';

/** Reads and checks the schedule, see `readSchedule`. Throws `CodedError`, a `ScheduleError` for one with mistakes. */
export function openSchedule(
  asked: string | undefined,
  surroundings: Pick<Surroundings, 'environment'>,
): ParsedSchedule {
  const { file, text } = readSchedule(asked, surroundings);
  const parsed = parseSchedule(text, { file, isZone });
  if (!parsed.ok) throw new ScheduleError(parsed.diagnostics);
  return parsed;
}
