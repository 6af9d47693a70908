import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, posix, resolve } from 'node:path';
import { CodedError } from '../../../maintenance/foundation/coded-error.ts';
import { build as ownBuild } from '../../../maintenance/foundation/version.ts';
import { ScheduleError } from '../../../maintenance/runtime/schedule-error.ts';
import { type ScheduleJson, scheduleJson } from '../../../maintenance/runtime/schedule-json.ts';
import { zoneOffset } from '../../../maintenance/runtime/zone-offset.ts';
import type { ParsedSchedule, WrittenSchedule } from '../../../maintenance/schedule/parse-schedule.ts';
import { lintCalendarFiles } from '../../lint/calendar-problems.ts';
import { placeFindings } from '../../lint/lint-schedule.ts';
import { type CalendarFiles, readCalendarFiles } from '../../place/calendar-files.ts';
import { ownFunction } from '../../place/own-files.ts';
import { type Files, zipFiles } from './zip.ts';

/** A zip for FunctionGraph, and what it was made of. */
export type Zip = {
  readonly content: Buffer;
  /** SHA-512 in hexadecimal, as FunctionGraph tells it. */
  readonly digest: string;
  readonly bytes: number;
};

/** A zip that was made here. */
export type Packed = Zip & {
  /** The paths in it. */
  readonly paths: readonly string[];
  /** The calendars in it, and what is wrong with those that are not. */
  readonly calendars: CalendarFiles;
  /** What the code in it was built from, see `builtFrom`. */
  readonly build: string | undefined;
};

/** What the schedule is called beside the code. */
export const scheduleYaml = 'schedule.yaml';

/** FunctionGraph takes no more through its API, and in base64 a third more of it. */
const mostBytes = 50 * 1024 * 1024;

/**
 * Makes the zip of the function: the built code in a folder, the schedule that was checked, its calendars and its
 * parsed form. Throws `CodedError` `code.missing`.
 *
 * @param codeUri as it is written, from `folder`; `undefined` for the function that came with the command line
 */
export function packFunction(codeUri: string | undefined, folder: string, schedule: ParsedSchedule): Packed {
  const path = codeFolder(codeUri, folder);
  const code = readCode(codeUri ?? path, path);
  const calendars = readCalendarFiles(schedule);
  const json = writeScheduleJson(schedule);
  const files: Files = {
    ...code,
    ...Object.fromEntries(
      Object.entries(calendars.contents).map(([path, content]) => [
        posix.normalize(path),
        Buffer.from(content),
      ]),
    ),
    [scheduleYaml]: Buffer.from(schedule.text),
    ...(json === undefined ? {} : { [scheduleJson]: Buffer.from(json) }),
  };
  const zip = zipOf(zipFiles(files));
  if (zip.bytes > mostBytes)
    throw missing(codeUri ?? path, 'makes more than the 50 MB that FunctionGraph takes');
  return { ...zip, paths: Object.keys(files).sort(), calendars, build: builtFrom(files) };
}

/** Where the code lies that `packFunction` takes. */
export function codeFolder(codeUri: string | undefined, folder: string): string {
  return codeUri === undefined ? ownFunction : resolve(folder, codeUri);
}

/**
 * Makes the zip, see `packFunction`, and reads its calendars as the function will from an instant on: with one that it
 * cannot read, every job on it would be skipped, night after night. Throws `ScheduleError` with a line for each.
 */
export async function packChecked(
  codeUri: string | undefined,
  folder: string,
  schedule: WrittenSchedule,
  now: number,
): Promise<Packed> {
  const packed = packFunction(codeUri, folder, schedule);
  const problems = await lintCalendarFiles(schedule.schedule, packed.calendars, now, zoneOffset);
  if (problems.length > 0) throw new ScheduleError(placeFindings(problems, schedule));
  return packed;
}

/** A zip that was read from somewhere. */
export function zipOf(content: Buffer): Zip {
  const digest = createHash('sha512').update(content).digest('hex');
  return { content, digest, bytes: content.length };
}

/** What the code of the function was built from, `0.1.0+0123456789ab`, which the build wrote into it. */
export function builtFrom(files: Files): string | undefined {
  const pattern = /["'`](\d+\.\d+\.\d+\+(?:[0-9a-f]{12}|(?:[0-9a-f]{12}\.dirty|unknown)\.[0-9a-f]{8}))["'`]/;
  return pattern.exec(Buffer.from(files['index.js'] ?? []).toString('latin1'))?.[1];
}

/** The scripts of a folder; what else lies there is of no use to the function. */
function readCode(codeUri: string, path: string): Files {
  if (!existsSync(path)) throw missing(codeUri, 'is not there');
  if (!statSync(path).isDirectory())
    throw missing(codeUri, codeUri.endsWith('.zip') ? 'is a zip' : 'is no folder');
  const names = readdirSync(path).filter((name) => name.endsWith('.js'));
  if (!names.includes('index.js')) throw missing(codeUri, 'has no index.js in it');
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(path, name))]));
}

function missing(codeUri: string, found: string): CodedError {
  return new CodedError(
    'code.missing',
    `codeUri ${codeUri} ${found} - expected the folder that npm run build puts the function into, ./dist/function, or ` +
      'no codeUri for the function that came with nightshift: the zip is made of it and of the schedule that was checked',
  );
}

const note = 'the parsed form of the schedule beside it, not used once that is edited - edit the YAML';

/**
 * The parsed form of a schedule that the function takes instead of reading YAML. `undefined` when the sources are run:
 * nothing could tell then whose form it is.
 */
export function writeScheduleJson(
  { text, schedule, references, warnings }: ParsedSchedule,
  build = ownBuild,
): string | undefined {
  if (build === undefined) return undefined;
  const digest = createHash('sha256').update(text).digest('hex');
  const written: ScheduleJson = { note, build, digest, text, schedule, references, warnings };
  return JSON.stringify(written);
}
