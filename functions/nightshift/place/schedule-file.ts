import { existsSync } from 'node:fs';
import { oneOf } from '../../maintenance/document/nearest-name.ts';
import { CodedError } from '../../maintenance/foundation/coded-error.ts';
import type { ScheduleFile } from '../../maintenance/runtime/load-schedule.ts';
import { ScheduleError } from '../../maintenance/runtime/schedule-error.ts';
import { isZone } from '../../maintenance/runtime/zone-offset.ts';
import { parseSchedule, type WrittenSchedule } from '../../maintenance/schedule/parse-schedule.ts';
import type { Job } from '../../maintenance/schedule/schedule.ts';
import type { CommandContext } from './command-context.ts';
import { readBounded, whyUnreadable } from './read-bounded.ts';

const usualPlaces = ['config/schedule.yaml', 'schedule.yaml'];

/**
 * Which file the schedule is: the one that was asked for, else the one that `NIGHTSHIFT_SCHEDULE` names, else the one
 * in its usual place below the current directory; `undefined` when there is none of these.
 */
export function findSchedule(
  asked: string | undefined,
  { environment }: Pick<CommandContext, 'environment'>,
): string | undefined {
  return asked ?? (environment['NIGHTSHIFT_SCHEDULE'] || usualPlaces.find((place) => existsSync(place)));
}

/** Reads the schedule, see `findSchedule`. Throws `CodedError` `schedule.unreadable`. */
export function readSchedule(
  asked: string | undefined,
  context: Pick<CommandContext, 'environment'>,
): ScheduleFile {
  const file = findSchedule(asked, context);
  if (file === undefined) {
    const expected = `${usualPlaces.join(' or ')} here (nightshift init writes one), --schedule FILE, or NIGHTSHIFT_SCHEDULE`;
    throw new CodedError('schedule.unreadable', `there is no schedule - expected ${expected}`);
  }
  try {
    return { file, bytes: readBounded(file) };
  } catch (cause) {
    throw new CodedError(
      'schedule.unreadable',
      `${file}: ${whyUnreadable(file)} - expected the schedule there`,
      { cause },
    );
  }
}

/** Reads and checks the schedule, see `readSchedule`. Throws `CodedError`, a `ScheduleError` for one with mistakes. */
export function openSchedule(
  asked: string | undefined,
  context: Pick<CommandContext, 'environment'>,
): WrittenSchedule {
  const { file, bytes } = readSchedule(asked, context);
  return checkSchedule(file, bytes);
}

/** Checks a schedule, whose diagnostics call its file so. Throws `ScheduleError`. */
export function checkSchedule(file: string, source: Uint8Array | string): WrittenSchedule {
  const parsed = parseSchedule(source, { file, isZone });
  if (!parsed.ok) throw new ScheduleError(parsed.diagnostics);
  return parsed;
}

/** The job of a name. Throws `CodedError` `job.unknown`, which names those there are. */
export function findJob(name: string, jobs: readonly Job[]): Job {
  const job = jobs.find((candidate) => candidate.name === name);
  if (job) return job;
  const known = jobs.map((candidate) => candidate.name);
  throw new CodedError('job.unknown', `there is no job "${name}" - expected ${oneOf(known, name)}`);
}
