import type * as z from 'zod/mini';
import { type Path, writePath } from '../path.ts';
import { type Finding, wrongKey } from './finding.ts';
import { nearestName, oneOf } from './nearest-name.ts';

/** Keys that the design has and this version does not read. */
const later: ReadonlyMap<string, string> = new Map([
  ['language', 'it belongs to the chats, which come in a later version'],
  ['when', 'it belongs to the chats, which come in a later version'],
]);

/** Keys that the schema does not know, and which keys are only missing because of them. */
export type UnknownKeys = {
  readonly findings: readonly Finding[];
  /** Whether a missing key is told of already: it is misspelt, or stands for one that comes later. */
  explainMissing(path: Path): boolean;
  /** Whether any stands in the mapping at a path: what is wrong with that as a whole may come of it. */
  standIn(path: Path): boolean;
};

/** Reads zod's issues about unknown keys; the message of each is the list of the known ones. */
export function unknownKeys(
  issues: readonly { readonly issue: z.core.$ZodIssueUnrecognizedKeys; readonly path: Path }[],
): UnknownKeys {
  const findings: Finding[] = [];
  const explained = new Set<string>();
  for (const { issue, path } of issues) {
    const known = issue.message.split(', ');
    for (const key of issue.keys) {
      const reason = later.get(key);
      const found = reason === undefined ? `unknown key "${key}"` : `key "${key}" is not read yet: ${reason}`;
      findings.push(wrongKey([...path, key], 'key.unknown', found, oneOf(known, key)));
      for (const other of reason === undefined ? [nearestName(key, known)] : known) {
        if (other !== undefined) explained.add(writePath([...path, other]));
      }
    }
  }
  const places = new Set(issues.map(({ path }) => writePath(path)));
  return {
    findings,
    explainMissing: (path) => explained.has(writePath(path)),
    standIn: (path) => places.has(writePath(path)),
  };
}
