import { mayHoldReference, readTemplate } from '../../document/environment-reference.ts';
import { type Finding, wrongKey, wrongValue } from '../../document/finding.ts';
import { type Path, textsWhere } from '../../document/path.ts';

/** A variable of the environment and the value that names it. */
type ReferenceAt = { readonly name: string; readonly path: Path };

/** The references of a schedule, and what is wrong with them. */
type References = {
  readonly references: readonly ReferenceAt[];
  readonly findings: readonly Finding[];
};

/** Looks for `${NAME}` in all texts of the document. */
export function checkReferences(tree: unknown): References {
  const references: ReferenceAt[] = [];
  const findings: Finding[] = [];
  for (const { path, part, text } of textsWhere(tree, mayHoldReference)) {
    if (part === 'key') {
      findings.push(wrongKey(path, 'reference.place', 'a reference in a key', 'it in a value'));
      continue;
    }
    if (!mayRefer(path)) {
      findings.push(
        wrongValue(
          path,
          'reference.place',
          'a reference to the environment where none is read',
          'the value itself; references are for regions, channels, the journal, targets, names of people and reasons',
        ),
      );
      continue;
    }
    const reading = readTemplate(text);
    if (!reading.ok) {
      findings.push(wrongValue(path, 'reference.form', reading.found, reading.expected));
      continue;
    }
    for (const piece of reading.template) {
      if (typeof piece !== 'string') references.push({ name: piece.name, path });
    }
  }
  return { references, findings };
}

/**
 * Where the environment may be referred to: not in what decides when a job runs, so that the file alone tells
 * its next runs, and not in names, so that the file alone tells what belongs together.
 */
function mayRefer(path: Path): boolean {
  switch (path[0]) {
    case 'regions':
    case 'notify':
      return true;
    case 'journal':
    case 'handOver':
      return path[1] !== 'keep';
    case 'calendars':
      return path.at(-1) === 'reason';
    case 'overrides':
      return path.at(-1) === 'reason' || path.at(-1) === 'by';
    case 'jobs':
      return path[2] === 'targets' && isOpenSelector(path.slice(3));
    default:
      return false;
  }
}

/** Whose words or ranges are the schedule's own, the file alone tells. */
const closedSelectors: ReadonlySet<unknown> = new Set([
  'region',
  'cacheModes',
  'capacity',
  'statuses',
  'age',
]);

function isOpenSelector([condition, excluded]: Path): boolean {
  return !closedSelectors.has(condition === 'exclude' ? excluded : condition);
}
