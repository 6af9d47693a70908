import { createHash } from 'node:crypto';
import { build as ownBuild } from '../../../maintenance/foundation/version.ts';
import type { ScheduleJson } from '../../../maintenance/runtime/schedule-json.ts';
import type { OpenedSchedule } from '../../place/schedule-file.ts';

const note = 'the parsed form of the schedule beside it, not used once that is edited - edit the YAML';

/**
 * The parsed form of a schedule that the function takes instead of reading YAML. `undefined` when the sources are run:
 * nothing could tell then whose form it is.
 */
export function writeScheduleJson(
  { text, schedule, references, warnings }: OpenedSchedule,
  build = ownBuild,
): string | undefined {
  if (build === undefined) return undefined;
  const digest = createHash('sha256').update(text).digest('hex');
  const written: ScheduleJson = { note, build, digest, text, schedule, references, warnings };
  return JSON.stringify(written);
}
