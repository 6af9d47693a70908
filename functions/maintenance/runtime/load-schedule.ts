import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { firstTold, formatDiagnostic } from '../document/diagnostic.ts';
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

/** The schedule as it lies in its file, and the name that its diagnostics give it. */
export type ScheduleFile = { readonly file: string; readonly bytes: Uint8Array };

/** The schedule as it lies beside the code; `json` is the text of its parsed form, where there is one. */
type DeployedSchedule = ScheduleFile & { readonly json?: string | undefined };

/**
 * Reads the file that `NIGHTSHIFT_SCHEDULE` names, relative to the code, by default `schedule.yaml` beside the
 * bundle, and its parsed form beside it. Throws `CodedError` `schedule.unreadable`.
 */
export function readScheduleFile(codeDirectory: string, lookup: EnvironmentLookup): DeployedSchedule {
  const file = fileNamed(lookup);
  const path = schedulePath(codeDirectory, lookup);
  try {
    return { file, bytes: readFileSync(path), json: textOf(join(dirname(path), scheduleJson)) };
  } catch (cause) {
    const advice = 'expected the schedule there: put it beside index.js, or name it in NIGHTSHIFT_SCHEDULE';
    throw new CodedError('schedule.unreadable', `${file} cannot be read - ${advice}`, { cause });
  }
}

/** As `readScheduleFile`, or the parsed form alone, for telling that the schedule cannot be used. */
export function readWhatIsThere(
  codeDirectory: string,
  lookup: EnvironmentLookup,
): Pick<DeployedSchedule, 'bytes' | 'json'> {
  const json = textOf(join(dirname(schedulePath(codeDirectory, lookup)), scheduleJson));
  try {
    return readScheduleFile(codeDirectory, lookup);
  } catch (error) {
    if (json === undefined) throw error;
    return { bytes: new Uint8Array(), json };
  }
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
  const { file, bytes } = written;
  const known = json === undefined ? undefined : readScheduleJson(json, { file, text: asText(bytes) });
  const parsed = known ?? (await parse(written));
  const resolved = resolveEnvironment(parsed, lookup);
  if (!resolved.ok) throw new ScheduleError(resolved.diagnostics);
  return {
    schedule: resolved.schedule,
    secrets: resolved.secrets,
    warnings: firstTold(parsed.warnings).map(formatDiagnostic),
  };
}

/** Quicker than decoding that says where it fails, which is done when the parsed form is of another text. */
function asText(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}

async function parse({ file, bytes }: ScheduleFile): Promise<ParsedSchedule> {
  const { parseSchedule } = await import('../schedule/parse-schedule.ts');
  const { isZone } = await import('./zone-offset.ts');
  const parsed = parseSchedule(bytes, { file, isZone });
  if (!parsed.ok) throw new ScheduleError(parsed.diagnostics);
  return parsed;
}
