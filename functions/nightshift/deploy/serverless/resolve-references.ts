import { type Finding, wrongKey, wrongValue } from '../../../maintenance/document/finding.ts';
import { entriesOf, isMapping, type Path } from '../../../maintenance/document/path.ts';
import { type Reference, readReferences, type Source } from './read-references.ts';
import { openReferredFiles, type ReadFile } from './referred-files.ts';

/** What references are read from. */
export type ReferenceScene = {
  /** The value of a variable of the environment; `undefined` when it is absent or empty. */
  readonly lookup: (name: string) => string | undefined;
  /** A file beside the document; `undefined` when there is none that can be read. */
  readonly readFile: ReadFile;
};

/** A document with the values of its references. */
type Resolved = {
  readonly tree: unknown;
  readonly findings: readonly Finding[];
  /** Variables of the environment that only deploying needs, and that are not there. */
  readonly missing: readonly Finding[];
};

/** Far above what a deployment is made of, far below what would take a second or exhaust memory. */
const most = { references: 10_000, chain: 20, values: 100_000, characters: 1_000_000 };

/** Puts values in the place of a document's references. */
export function resolveReferences(document: unknown, { lookup, readFile }: ReferenceScene): Resolved {
  const findings: Finding[] = [];
  const missing: Finding[] = [];
  const files = openReferredFiles(readFile);
  const spent = { references: 0, values: 0, characters: 0 };
  const told = new Set<string>();
  let exhausted = false;

  /** The same reference may be met many times on the way to one value. */
  function tell(finding: Finding, among = findings): void {
    const key = JSON.stringify([finding.path, finding.message]);
    if (!told.has(key)) among.push(finding);
    told.add(key);
  }

  /** Counts what references unfold to; beyond the bound nothing is read any more, and that is told once. */
  function spend(kind: keyof typeof spent, amount: number, path: Path): void {
    spent[kind] += amount;
    if (exhausted || spent[kind] <= most[kind]) return;
    exhausted = true;
    const found = `references that unfold into more than ${most[kind]} ${kind}`;
    tell(wrongValue(path, 'reference.size', found, 'fewer of them, or what they stand for written out'));
  }

  function walk(value: unknown, path: Path, chain: Chain): unknown {
    if (chain.length > 0) spend('values', 1, path);
    if (typeof value === 'string') return value.includes('${') ? resolveText(value, path, chain) : value;
    if (Array.isArray(value)) return value.map((item, index) => walk(item, [...path, index], chain));
    if (!isMapping(value)) return value;
    const copy = Object.create(null) as Record<string, unknown>;
    for (const [key, entry] of entriesOf(value)) {
      const inner = [...path, key];
      if (String(key).includes('${'))
        tell(wrongKey(inner, 'reference.place', 'a reference in a key', 'it in a value'));
      copy[key] = walk(entry, inner, chain);
    }
    return copy;
  }

  function resolveText(text: string, path: Path, chain: Chain): unknown {
    if (exhausted) return text;
    const reading = readReferences(text);
    if (!reading.ok) {
      tell(wrongValue(path, 'reference.form', reading.found, reading.expected));
      return text;
    }
    const values = reading.parts.map((part) =>
      typeof part === 'string' ? part : resolveReference(part, path, chain),
    );
    if (values.includes(undefined)) return text;
    if (values.length === 1) return values[0];
    const piece = values.findIndex((value) => typeof value === 'object');
    if (piece < 0) {
      const whole = values.join('');
      spend('characters', whole.length, path);
      return whole;
    }
    const { written } = reading.parts[piece] as Reference;
    const found = `${written}, a list, a mapping or nothing, with text beside it`;
    tell(wrongValue(path, 'reference.form', found, 'the name of a text or number there'));
    return text;
  }

  function resolveReference({ written, sources }: Reference, path: Path, chain: Chain): unknown {
    spend('references', 1, path);
    if (exhausted) return undefined;
    for (const source of sources) {
      const value = sourceValue(source, written, path);
      if (value === unreadable) return undefined;
      if (value === undefined || value === null) continue;
      // What comes from outside the documents is a value whatever it looks like.
      if (source.from === 'env' || source.from === 'here') return value;
      const place = JSON.stringify(source);
      if (chain.includes(place)) {
        tell(wrongValue(path, 'reference.circle', `${written} leads back to itself`, 'a value'));
        return undefined;
      }
      if (chain.length >= most.chain) {
        const found = `${written} comes after ${most.chain} references behind one another`;
        tell(wrongValue(path, 'reference.size', found, 'fewer, or what they stand for written out'));
        return undefined;
      }
      return walk(value, path, [...chain, place]);
    }
    const names = sources.flatMap((source) => (source.from === 'env' ? [source.name] : []));
    const [first] = names;
    if (first === undefined) {
      tell(wrongValue(path, 'reference.nothing', `${written} leads to nothing`, 'a value there'));
    } else {
      const found = `the variable ${names.join(' or ')} is missing or empty`;
      const finding = wrongValue(path, 'env.missing', found, 'it in the environment');
      tell(finding, isForDeploying(path) ? missing : findings);
    }
    return undefined;
  }

  function sourceValue(source: Source, written: string, path: Path): unknown {
    switch (source.from) {
      case 'here':
        return source.value;
      case 'env':
        return lookup(source.name);
      case 'self':
        return valueUnder(document, source.keys);
      case 'file': {
        const file = files(source.path);
        if (file.ok) return valueUnder(file.value, source.keys);
        const found = `${written} names a file that is not read, ${source.path}: ${file.found}`;
        tell(wrongValue(path, 'reference.file', found, file.expected));
        return unreadable;
      }
      default:
        return source satisfies never;
    }
  }

  return { tree: walk(document, [], []), findings, missing };
}

/** What stands for the value of a file that was told to be unreadable. */
const unreadable = Symbol('unreadable');

/** Where the references behind one another led so far. */
type Chain = readonly string[];

/** Whether a value is only needed for deploying: what a variable of the function will be set to, and the project. */
function isForDeploying(path: Path): boolean {
  const [section, ...rest] = path;
  if (section === 'provider' && rest[0] === 'projectId') return true;
  const [key, name] = section === 'functions' ? rest.slice(1) : rest;
  if (section !== 'functions' && section !== 'provider') return false;
  return (
    (key === 'encryptedUserData' && name !== undefined) || (key === 'environment' && name === 'variables')
  );
}

function valueUnder(tree: unknown, keys: readonly string[]): unknown {
  let value = tree;
  for (const key of keys) {
    if (Array.isArray(value)) value = value[Number(key)];
    else if (isMapping(value) && Object.hasOwn(value, key)) value = value[key];
    else return undefined;
  }
  return value;
}
