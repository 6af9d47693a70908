import { changesAt } from './changes.ts';
import type { Change, Mutant } from './mutant.ts';
import { nodesOf } from './syntax.ts';

/** The name that woven code asks by whether a mutant runs; whoever evaluates the code provides it. */
export const switchName = 'isMutant$';

/** A file with all its mutants in it, each behind a question. */
export type Woven = { readonly code: string; readonly mutants: readonly Mutant[] };

type Numbered = Change & { readonly id: number };

/** Writes every mutant of a file into it, numbered from `firstId`: `(isMutant$(17) ? (mutated) : (original))`. */
export function weave(code: string, path: string, firstId: number): Woven {
  const seen = new Set<string>();
  const changes: Numbered[] = [];
  for (const placed of nodesOf(code, path))
    for (const change of changesAt(placed, code)) {
      const key = JSON.stringify(change);
      if (seen.has(key) || change.became === code.slice(change.start, change.end)) continue;
      seen.add(key);
      changes.push({ ...change, id: firstId + changes.length });
    }
  const mutants = changes.map(({ id, start, end, became }) => ({
    id,
    path,
    line: code.slice(0, start).split('\n').length,
    text:
      code
        .slice(code.lastIndexOf('\n', start) + 1)
        .split('\n')[0]
        ?.trim() ?? '',
    was: inOneLine(code.slice(start, end)),
    became: inOneLine(became),
  }));
  // From without to within; of two at one place the one that was found first is without.
  const inOrder = [...changes].sort((a, b) => a.start - b.start || b.end - a.end || a.id - b.id);
  return { code: write(code, inOrder, 0, code.length), mutants };
}

function inOneLine(code: string): string {
  return code.replace(/\s+/g, ' ').trim();
}

/** The code from one place to another, with the changes that lie in it. */
function write(code: string, changes: readonly Numbered[], from: number, until: number): string {
  let written = '';
  let at = from;
  for (let next = 0; next < changes.length; ) {
    const [first] = changes.slice(next, next + 1);
    if (!first) break;
    const within = changes
      .slice(next + 1)
      .filter(({ start, end }) => start >= first.start && end <= first.end);
    written += code.slice(at, first.start) + around(first, write(code, within, first.start, first.end));
    at = first.end;
    next += 1 + within.length;
  }
  return written + code.slice(at, until);
}

function around({ id, instead }: Numbered, original: string): string {
  const asked = `${switchName}(${id})`;
  switch (instead.kind) {
    case 'expression':
      return `(${asked} ? (${instead.code}) : (${original}))`;
    case 'no-statement':
      return `{ if (!${asked}) { ${original} } }`;
    case 'no-property':
      return `...(${asked} ? {} : { ${original} })`;
    case 'no-elements':
      return `...(${asked} ? [] : [${original}])`;
    default:
      return instead satisfies never;
  }
}
