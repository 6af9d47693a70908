import type * as z from 'zod/mini';
import { type Finding, wrongKey } from './finding.ts';
import { nearestName, oneOf } from './nearest-name.ts';
import { type Path, writePath } from './path.ts';

/** Keys that the schema does not know, and which keys are only missing because of them. */
export type UnknownKeys = {
  readonly findings: readonly Finding[];
  /** Whether a missing key is told of already: it is misspelt. */
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
      findings.push(wrongKey([...path, key], 'key.unknown', `unknown key "${key}"`, oneOf(known, key)));
      const meant = nearestName(key, known);
      if (meant !== undefined) explained.add(writePath([...path, meant]));
    }
  }
  const places = new Set(issues.map(({ path }) => writePath(path)));
  return {
    findings,
    explainMissing: (path) => explained.has(writePath(path)),
    standIn: (path) => places.has(writePath(path)),
  };
}
