import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { formatDiagnostic } from '../document/diagnostic.ts';
import { CodedError } from '../foundation/coded-error.ts';
import type { ParsedSchedule } from '../schedule/parse-schedule.ts';
import { resolveEnvironment } from '../schedule/resolve-environment.ts';
import type { Schedule } from '../schedule/schedule.ts';
import type { EnvironmentLookup } from './function-context.ts';
import { ScheduleError } from './schedule-error.ts';
import { readScheduleJson, scheduleJson } from './schedule-json.ts';

/** The schedule with its environment references resolved, and what to keep out of every text. */
type LoadedSchedule = {
  readonly schedule: Schedule;
  readonly secrets: readonly string[];
  /** A line each. */
  readonly warnings: readonly string[];
};

/** The text of the schedule, and the name that its diagnostics give it. */
export type ScheduleText = { readonly file: string; readonly text: string };

/** The schedule as it lies beside the code; `json` is the text of its parsed form, where there is one. */
type DeployedSchedule = ScheduleText & { readonly json?: string | undefined };

/**
 * Reads the file that `NIGHTSHIFT_SCHEDULE` names, relative to the code, by default `schedule.yaml` beside the
 * bundle, and its parsed form beside it. Throws `CodedError` `schedule.unreadable`.
 */
export function readScheduleText(codeDirectory: string, lookup: EnvironmentLookup): DeployedSchedule {
  const file = fileNamed(lookup);
  const path = schedulePath(codeDirectory, lookup);
  try {
    const text = readFileSync(path, 'utf8');
    return { file, text, json: textOf(join(dirname(path), scheduleJson)) };
  } catch (cause) {
    const advice = 'expected the schedule there: put it beside index.js, or name it in NIGHTSHIFT_SCHEDULE';
    throw new CodedError('schedule.unreadable', `${file} cannot be read - ${advice}`, { cause });
  }
}

/** As `readScheduleText`, or the parsed form alone, for telling that the schedule cannot be used. */
export function readWhatIsThere(
  codeDirectory: string,
  lookup: EnvironmentLookup,
): Pick<DeployedSchedule, 'text' | 'json'> {
  const json = textOf(join(dirname(schedulePath(codeDirectory, lookup)), scheduleJson));
  return json === undefined
    ? readScheduleText(codeDirectory, lookup)
    : { text: textOf(schedulePath(codeDirectory, lookup)) ?? '', json };
}

/** Where the schedule is. */
export function schedulePath(codeDirectory: string, lookup: EnvironmentLookup): string {
  return resolve(codeDirectory, fileNamed(lookup));
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function fileNamed(lookup: EnvironmentLookup): string {
  return lookup('NIGHTSHIFT_SCHEDULE') ?? 'schedule.yaml';
}

/** Checks the text and resolves its environment references. Throws `ScheduleError` with all that is wrong. */
export async function loadSchedule(
  { json, ...written }: DeployedSchedule,
  lookup: EnvironmentLookup,
): Promise<LoadedSchedule> {
  const known = json === undefined ? undefined : readScheduleJson(json, written);
  const parsed = known ?? (await parse(written));
  const resolved = resolveEnvironment(parsed, lookup);
  if (!resolved.ok) throw new ScheduleError(resolved.diagnostics);
  return {
    schedule: resolved.schedule,
    secrets: resolved.secrets,
    warnings: parsed.warnings.map(formatDiagnostic),
  };
}

async function parse({ file, text }: ScheduleText): Promise<ParsedSchedule> {
  const { parseSchedule } = await import('../schedule/parse-schedule.ts');
  const { isZone } = await import('./zone-offset.ts');
  const parsed = parseSchedule(text, { file, isZone });
  if (!parsed.ok) throw new ScheduleError(parsed.diagnostics);
  return parsed;
}
