import type * as z from 'zod/mini';
import { describeValue, type Finding, wrongKey, wrongValue } from './finding.ts';
import { mostLooked, nearestName, oneOf } from './nearest-name.ts';
import { withPlainSigns } from './odd-signs.ts';
import { isMapping, type Path, writePath } from './path.ts';

type Issue = z.core.$ZodIssue;

type Spelling = (path: Path) => string | undefined;

/** The document in its shape, or in which places it has another. */
export type Shape<Settings> =
  | { readonly ok: true; readonly settings: Settings }
  | { readonly ok: false; readonly findings: readonly Finding[] };

/**
 * Holds the document's values against a schema. `spellingOf` tells how a value is written in the text, `foundAt` what
 * to call one that is not written there itself, and so must not be shown.
 */
export function checkShape<Settings>(
  schema: z.ZodMiniType<Settings>,
  tree: unknown,
  spellingOf: Spelling,
  foundAt: Spelling = () => undefined,
): Shape<Settings> {
  const result = schema.safeParse(tree);
  if (result.success) return { ok: true, settings: result.data };
  const issues = leaves(result.error.issues, []);
  const unknown = unknownKeys(
    issues.flatMap(({ issue, path }) => (issue.code === 'unrecognized_keys' ? [{ issue, path }] : [])),
  );
  const findings = issues.flatMap(({ issue, path }): Finding[] => {
    if (issue.code === 'unrecognized_keys') return [];
    if (issue.code === 'invalid_key') return [describeKey(issue, path)];
    if (issue.code === 'custom' && unknown.standIn(path)) return [];
    if (!isMissing(tree, path))
      return [
        describeWrongValue(
          issue,
          path,
          foundAt(path) ?? describeValue(valueUnder(tree, path), path, spellingOf(path)),
        ),
      ];
    if (unknown.explainMissing(path)) return [];
    return [wrongKey(path, 'key.missing', `missing key "${path.at(-1)}"`, issue.message)];
  });
  return { ok: false, findings: [...unknown.findings, ...findings] };
}

/** An issue at its own place, those of unions at the places of the alternative that was meant. */
type PlacedIssue = { readonly issue: Issue; readonly path: Path };

function leaves(issues: readonly Issue[], base: Path): PlacedIssue[] {
  return issues.flatMap((issue): PlacedIssue[] => {
    const path = [...base, ...issue.path.filter((step) => typeof step !== 'symbol')];
    const meant = issue.code === 'invalid_union' ? meantAlternative(issue.errors) : undefined;
    return meant ? leaves(meant, path) : [{ issue, path }];
  });
}

/** Of the alternatives of the value's own kind (text, list, mapping) the one that is least wrong. */
function meantAlternative(alternatives: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  return alternatives
    .filter((issues) => !issues.some(isOfAnotherKind))
    .sort((one, other) => one.length - other.length)[0];
}

function isOfAnotherKind({ code, path }: Issue): boolean {
  return path.length === 0 && (code === 'invalid_type' || code === 'invalid_value');
}

function describeKey({ issues, message }: z.core.$ZodIssueInvalidKey, path: Path): Finding {
  return wrongKey(path, 'key.form', `key ${JSON.stringify(path.at(-1))}`, issues[0]?.message ?? message);
}

function describeWrongValue(issue: Issue, path: Path, described: string): Finding {
  const { code = 'value.form', found = described } = issue.code === 'custom' ? { ...issue.params } : {};
  return wrongValue(path, code, found, issue.message);
}

function isMissing(tree: unknown, path: Path): boolean {
  const key = path.at(-1);
  const parent = valueUnder(tree, path.slice(0, -1));
  return typeof key === 'string' && isMapping(parent) && !Object.hasOwn(parent, key);
}

function valueUnder(tree: unknown, path: Path): unknown {
  let value = tree;
  for (const step of path) value = (value as Record<string | number, unknown> | null | undefined)?.[step];
  return value;
}

/** Keys that the schema does not know, and which keys are only missing because of them. */
type UnknownKeys = {
  readonly findings: readonly Finding[];
  /** Whether a missing key is told of already: it is misspelt. */
  explainMissing(path: Path): boolean;
  /** Whether any stands in the mapping at a path: what is wrong with that as a whole may come of it. */
  standIn(path: Path): boolean;
};

/** Reads zod's issues about unknown keys; the message of each is the list of the known ones. */
function unknownKeys(
  issues: readonly { readonly issue: z.core.$ZodIssueUnrecognizedKeys; readonly path: Path }[],
): UnknownKeys {
  const findings: Finding[] = [];
  const explained = new Set<string>();
  let looked = 0;
  for (const { issue, path } of issues) {
    const known = issue.message.split(', ');
    for (const key of issue.keys) {
      const place = [...path, key];
      looked += 1;
      if (looked > mostLooked) {
        findings.push(wrongKey(place, 'key.unknown', `unknown key "${key}"`, 'a key that is known there'));
        continue;
      }
      const written = withPlainSigns(key);
      findings.push(wrongKey(place, 'key.unknown', `unknown key "${key}"`, oneOf(known, written)));
      const meant = nearestName(written, known);
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
