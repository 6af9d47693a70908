import { type Diagnostic, diagnoseFindings } from '../document/diagnostic.ts';
import { type Finding, wrongKey } from '../document/finding.ts';
import { isMapping, type Path, valuesAt, writePath } from '../document/path.ts';
import { readYaml, type YamlFlaw, type YamlText } from '../document/read-yaml.ts';
import { expandDefaults } from './expand-defaults.ts';

/** A schedule as YAML, before anything in it is checked. */
export type ScheduleDocument = Pick<YamlText, 'flaws' | 'spellingOf' | 'positionOf' | 'isOwn'> & {
  /** The values, with what `defaults` says in every job, and without the keys that are only there for anchors. */
  readonly tree: unknown;
  /** Where a value is written: below `defaults` for one that a job has from there. */
  writtenAt(path: Path): Path;
};

type DocumentReading =
  | { readonly ok: true; readonly document: ScheduleDocument }
  | { readonly ok: false; readonly flaws: readonly YamlFlaw[] };

/** Reads the text of a schedule, with anchors, merge keys and defaults put in. Never throws. */
export function readDocument(text: string): DocumentReading {
  const reading = readYaml(text);
  if (!reading.ok) return reading;
  const { value, positionOf, spellingOf, isOwn, flaws } = reading.yaml;
  const { tree, writtenAt } = expandDefaults(withoutExtensions(value));
  return {
    ok: true,
    document: {
      tree,
      flaws,
      writtenAt,
      positionOf: (path, part, sign) => positionOf(writtenAt(path), part, sign),
      spellingOf: (path) => spellingOf(writtenAt(path)),
      isOwn: (path) => writtenAt(path) === path && isOwn(path),
    },
  };
}

/** Whether a key of the top is there for people and their anchors, and means nothing itself. */
export function isExtension(key: string): boolean {
  return key.startsWith('x-');
}

function withoutExtensions(tree: unknown): unknown {
  if (!isMapping(tree)) return tree;
  if (!Object.keys(tree).some(isExtension)) return tree;
  const entries = Object.entries(tree).filter(([key]) => !isExtension(key));
  return Object.assign(Object.create(null), Object.fromEntries(entries));
}

/** Findings about a schedule where they are written; what all jobs have from one line is told once. */
export function diagnoseSchedule(
  findings: readonly Finding[],
  file: string,
  document: Pick<ScheduleDocument, 'positionOf' | 'writtenAt'>,
): readonly Diagnostic[] {
  const placed = findings.map((finding) => ({ ...finding, path: document.writtenAt(finding.path) }));
  const told = new Set<string>();
  return diagnoseFindings(placed, file, document).filter(({ line, column, code, message }) => {
    const key = `${line}:${column} ${code} ${message}`;
    const isNew = !told.has(key);
    told.add(key);
    return isNew;
  });
}

/** A loss is acknowledged by whoever reads the job, so the words stand in the job's own lines. */
export function checkAcknowledgements({ tree, isOwn, positionOf }: ScheduleDocument): Finding[] {
  return [...valuesAt(tree, ['jobs', '*', 'destroysData'])].flatMap(({ path }) => {
    if (isOwn(path)) return [];
    const found = `destroysData from line ${positionOf(path, 'key').line}, by an anchor`;
    const expected = `it in the lines of ${writePath(path.slice(1, -1))} itself: no anchor may acknowledge a loss for a job`;
    return [wrongKey(path.slice(0, -1), 'loss.elsewhere', found, expected)];
  });
}
