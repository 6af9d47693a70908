import { mayHoldReference, readTemplate } from '../../document/environment-reference.ts';
import { type Finding, wrongKey, wrongValue } from '../../document/finding.ts';
import { entriesOf, type Path } from '../../document/path.ts';

/** A variable of the environment and the value that names it. */
type ReferenceAt = { readonly name: string; readonly path: Path };

/** The references of a schedule, and what is wrong with them. */
type References = {
  readonly references: readonly ReferenceAt[];
  readonly findings: readonly Finding[];
};

/** Walks through all texts of the document for `${NAME}`. */
export function checkReferences(tree: unknown): References {
  const references: ReferenceAt[] = [];
  const findings: Finding[] = [];
  const walk = (value: unknown, path: Path): void => {
    if (typeof value === 'string') {
      if (mayHoldReference(value)) readText(value, path);
      return;
    }
    for (const [key, entry] of entriesOf(value)) {
      if (typeof key === 'string' && mayHoldReference(key)) {
        findings.push(wrongKey([...path, key], 'reference.place', 'a reference in a key', 'it in a value'));
      }
      walk(entry, [...path, key]);
    }
  };
  const readText = (text: string, path: Path): void => {
    if (!mayRefer(path)) {
      findings.push(
        wrongValue(
          path,
          'reference.place',
          'a reference to the environment where none is read',
          'the value itself; references are for regions, channels, the journal, targets, names of people and reasons',
        ),
      );
      return;
    }
    const reading = readTemplate(text);
    if (!reading.ok) {
      findings.push(wrongValue(path, 'reference.form', reading.found, reading.expected));
      return;
    }
    for (const part of reading.template) {
      if (typeof part !== 'string') references.push({ name: part.name, path });
    }
  };
  walk(tree, []);
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
      return path[2] === 'targets' && path[3] !== 'region';
    default:
      return false;
  }
}
