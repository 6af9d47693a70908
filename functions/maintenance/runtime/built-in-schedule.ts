import type { ParsedSchedule } from '../schedule/parse-schedule.ts';

/** The schedule as it was when the bundle was built: its text, and what reading that text gave. */
export type BuiltInSchedule = { readonly text: string; readonly parsed: ParsedSchedule };

/** Put in by the build; there is none when the sources are run. */
declare const BUILT_IN_SCHEDULE: BuiltInSchedule | undefined;

/**
 * What reading a schedule gives, if it is letter by letter the one that was built in: reading YAML again would
 * be the larger part of a cold start. A schedule edited since, in the console or elsewhere, is read anew.
 */
export function builtInSchedule(text: string, file: string): ParsedSchedule | undefined {
  if (typeof BUILT_IN_SCHEDULE === 'undefined' || BUILT_IN_SCHEDULE.text !== text) return undefined;
  const { parsed } = BUILT_IN_SCHEDULE;
  return { ...parsed, file, warnings: parsed.warnings.map((warning) => ({ ...warning, file })) };
}
