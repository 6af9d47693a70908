import { scheduleJson } from '../../../maintenance/runtime/schedule-json.ts';
import type { Difference } from '../function/difference.ts';
import { builtFrom, scheduleYaml } from './pack-function.ts';
import { scheduleDifferences } from './schedule-differences.ts';
import type { Files } from './zip.ts';

/** How the files of two zips differ, from what is deployed to what is to be: code, schedule and calendars. */
export function zipDifferences(from: Files, to: Files): readonly Difference[] {
  const names = [...new Set([...Object.keys(to), ...Object.keys(from)])];
  const changed = names.filter((name) => !isSame(from[name], to[name]));
  const isScript = (name: string) => name.endsWith('.js');
  const found = [
    ...(changed.some(isScript) ? [scriptDifference(from, to)] : []),
    ...changed.flatMap((name) => {
      // The parsed form follows from the schedule, and from the build.
      if (isScript(name) || name === scheduleJson) return [];
      if (name === scheduleYaml && from[name] && to[name])
        return scheduleDifferences(textOf(from[name]), textOf(to[name]));
      return [{ sign: signOf(from[name], to[name]), what: `file ${JSON.stringify(name)}` } as const];
    }),
  ];
  return found.length > 0 ? found : [{ sign: '~', what: 'code', note: 'the same files, in another zip' }];
}

function scriptDifference(from: Files, to: Files): Difference {
  const [was, is] = [builtFrom(from), builtFrom(to)];
  if (was === undefined || is === undefined)
    return { sign: '~', what: 'code', to: is ?? 'of no known build' };
  if (was === is) return { sign: '~', what: 'code', note: `another build of ${is}` };
  return { sign: '~', what: 'code', from: was, to: is };
}

function signOf(from: Uint8Array | undefined, to: Uint8Array | undefined): '+' | '~' | '-' {
  if (from === undefined) return '+';
  return to === undefined ? '-' : '~';
}

function isSame(one: Uint8Array | undefined, other: Uint8Array | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  return Buffer.compare(one, other) === 0;
}

function textOf(content: Uint8Array): string {
  return Buffer.from(content).toString('utf8');
}
