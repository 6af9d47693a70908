import { hash } from 'node:crypto';
import { build as ownBuild } from '../invocation/version.ts';
import type { ParsedSchedule } from '../schedule/parse-schedule.ts';

/** What the file is called that lies beside the schedule. */
export const scheduleJson = 'schedule.json';

/** For whoever opens the file in the console. */
const advice = 'the parsed form of the schedule beside it, not used once that is edited - edit the YAML';

/** What the file holds: the parsed form, the bytes that it was made of, and the build that can read it. */
type Written = Pick<ParsedSchedule, 'schedule' | 'references' | 'warnings'> & {
  readonly note: string;
  readonly build: string;
  /** SHA-256 of the YAML, in hexadecimal. */
  readonly digest: string;
};

/**
 * A schedule that was read, as the function takes it without reading YAML again, which would be the larger part of a
 * cold start. `undefined` when the sources are run: nothing could tell then whose form it is.
 */
export function writeScheduleJson(
  text: string,
  { schedule, references, warnings }: ParsedSchedule,
  build = ownBuild,
): string | undefined {
  if (build === undefined) return undefined;
  const digest = digestOf(text);
  return JSON.stringify({
    ...{ note: advice, build, digest, schedule, references, warnings },
  } satisfies Written);
}

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
  if (build === undefined || written?.build !== build || written.digest !== digestOf(text)) return undefined;
  const { schedule, references, warnings } = written;
  return { ok: true, file, schedule, references, warnings: warnings.map((each) => ({ ...each, file })) };
}

/** What this build wrote is not checked again: that would cost what the file is there to save. */
function parse(json: string): Written | undefined {
  try {
    return JSON.parse(json) as Written | undefined;
  } catch {
    return undefined;
  }
}

function digestOf(text: string): string {
  return hash('sha256', text);
}
