import { build as ownBuild } from '../foundation/version.ts';
import type { ParsedSchedule } from '../schedule/parse-schedule.ts';

/** What the file is called that lies beside the schedule. */
export const scheduleJson = 'schedule.json';

/**
 * A schedule that was read, so that the function need not read its YAML again, which would be the larger part of a cold
 * start: the parsed form, what it was made of, and the build that can read it. `nightshift` writes it into the zip.
 */
export type ScheduleJson = Pick<ParsedSchedule, 'schedule' | 'references' | 'warnings'> & {
  /** For whoever opens the file in the console. */
  readonly note: string;
  readonly build: string;
  /** SHA-256 of the YAML in hexadecimal, for people and other programs. */
  readonly digest: string;
  /** The YAML itself: to load `node:crypto` for its digest would be a tenth of an idle tick. */
  readonly text: string;
};

/**
 * What reading the text of a schedule gives, from the file beside it; `undefined` when that was made of another text,
 * by another build, or is no such file, and the text is to be read.
 */
export function readScheduleJson(
  json: string,
  { file, text }: { readonly file: string; readonly text: string },
  build = ownBuild,
): ParsedSchedule | undefined {
  const written = parse(json);
  if (build === undefined || written?.build !== build || written.text !== text) return undefined;
  const { schedule, references, warnings } = written;
  return {
    ok: true,
    file,
    text,
    schedule,
    references,
    warnings: warnings.map((each) => ({ ...each, file })),
  };
}

/** What this build wrote is not checked again: that would cost what the file is there to save. */
function parse(json: string): ScheduleJson | undefined {
  try {
    return JSON.parse(json) as ScheduleJson | undefined;
  } catch {
    return undefined;
  }
}
