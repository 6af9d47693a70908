import { existsSync, readFileSync } from 'node:fs';
import { CodedError } from '../../maintenance/foundation/coded-error.ts';
import type { ScheduleText } from '../../maintenance/runtime/load-schedule.ts';
import type { Surroundings } from './surroundings.ts';

const usualPlaces = ['config/schedule.yaml', 'schedule.yaml'];

/**
 * Reads the schedule that was asked for, else the one that `NIGHTSHIFT_SCHEDULE` names, else the one in its usual
 * place below the current directory. Throws `CodedError` `schedule.unreadable`.
 */
export function readSchedule(
  asked: string | undefined,
  { environment }: Pick<Surroundings, 'environment'>,
): ScheduleText {
  const file =
    asked ?? (environment['NIGHTSHIFT_SCHEDULE'] || usualPlaces.find((place) => existsSync(place)));
  if (file === undefined) {
    const expected = `${usualPlaces.join(' or ')} here, --schedule FILE, or NIGHTSHIFT_SCHEDULE`;
    throw new CodedError('schedule.unreadable', `there is no schedule - expected ${expected}`);
  }
  try {
    return { file, text: readFileSync(file, 'utf8') };
  } catch (cause) {
    const found = existsSync(file) ? 'it cannot be read' : 'there is no such file';
    throw new CodedError('schedule.unreadable', `${file}: ${found} - expected the schedule there`, { cause });
  }
}
