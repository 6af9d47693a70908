import { type Finding, wrongKey, wrongValue } from '../../../maintenance/document/finding.ts';
import { entriesOf, isMapping, type Path } from '../../../maintenance/document/path.ts';
import { readYaml } from '../../../maintenance/document/read-yaml.ts';
import { type Reference, readReferences, type Source } from './read-references.ts';

/** What references are read from. */
export type ReferenceScene = {
  /** The value of a variable of the environment; `undefined` when it is absent or empty. */
  readonly lookup: (name: string) => string | undefined;
  /** The text of a file beside the document; `undefined` when there is none that can be read. */
  readonly readFile: (path: string) => string | undefined;
};

/** A document with the values of its references. */
type Resolved = {
  readonly tree: unknown;
  readonly findings: readonly Finding[];
  /** Variables of the environment that only deploying needs, and that are not there. */
  readonly missing: readonly Finding[];
};

/** Longer chains than this refer to themselves. */
const longestChain = 20;

/** Puts values in the place of a document's references. */
export function resolveReferences(document: unknown, { lookup, readFile }: ReferenceScene): Resolved {
  const findings: Finding[] = [];
  const missing: Finding[] = [];

  function walk(value: unknown, path: Path, chain: number): unknown {
    if (typeof value === 'string') return value.includes('${') ? resolveText(value, path, chain) : value;
    if (Array.isArray(value)) return value.map((item, index) => walk(item, [...path, index], chain));
    if (!isMapping(value)) return value;
    const copy = Object.create(null) as Record<string, unknown>;
    for (const [key, entry] of entriesOf(value)) {
      const inner = [...path, key];
      if (String(key).includes('${'))
        findings.push(wrongKey(inner, 'reference.place', 'a reference in a key', 'it in a value'));
      copy[key] = walk(entry, inner, chain);
    }
    return copy;
  }

  function resolveText(text: string, path: Path, chain: number): unknown {
    const reading = readReferences(text);
    if (!reading.ok) {
      findings.push(wrongValue(path, 'reference.form', reading.found, reading.expected));
      return text;
    }
    const values = reading.parts.map((part) =>
      typeof part === 'string' ? part : resolveReference(part, path, chain),
    );
    if (values.includes(undefined)) return text;
    if (values.length === 1) return values[0];
    const piece = values.findIndex((value) => typeof value === 'object');
    if (piece < 0) return values.join('');
    const { written } = reading.parts[piece] as Reference;
    const found = `${written}, a list, a mapping or nothing, with text beside it`;
    findings.push(wrongValue(path, 'reference.form', found, 'the name of a text or number there'));
    return text;
  }

  function resolveReference({ written, sources }: Reference, path: Path, chain: number): unknown {
    if (chain >= longestChain) {
      findings.push(wrongValue(path, 'reference.circle', `${written} leads back to itself`, 'a value'));
      return undefined;
    }
    for (const source of sources) {
      const value = sourceValue(source);
      if (value === undefined || value === null) continue;
      // What comes from outside the documents is a value whatever it looks like.
      return source.from === 'env' || source.from === 'here' ? value : walk(value, path, chain + 1);
    }
    const names = sources.flatMap((source) => (source.from === 'env' ? [source.name] : []));
    const [first] = names;
    if (first === undefined) {
      findings.push(wrongValue(path, 'reference.nothing', `${written} leads to nothing`, 'a value there'));
    } else {
      const found = `the variable ${names.join(' or ')} is missing or empty`;
      const finding = wrongValue(path, 'env.missing', found, 'it in the environment');
      (isForDeploying(path) ? missing : findings).push(finding);
    }
    return undefined;
  }

  function sourceValue(source: Source): unknown {
    switch (source.from) {
      case 'here':
        return source.value;
      case 'env':
        return lookup(source.name);
      case 'self':
        return valueUnder(document, source.keys);
      case 'file':
        return valueUnder(readFileValue(source.path, readFile), source.keys);
      default:
        return source satisfies never;
    }
  }

  return { tree: walk(document, [], 0), findings, missing };
}

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

/**
 * What a file beside the document holds: of YAML and JSON the values, of everything else the text; `undefined` when
 * there is none, or none that can be read.
 */
function readFileValue(path: string, readFile: (path: string) => string | undefined): unknown {
  // Serverless runs a program for its value; a deployment that depends on one could not be reviewed.
  if (/\.[cm]?[jt]s$/.test(path)) return undefined;
  const text = readFile(path);
  if (text === undefined || !/\.(ya?ml|json)$/.test(path)) return text;
  const reading = readYaml(text);
  return reading.ok && reading.yaml.flaws.length === 0 ? reading.yaml.value : undefined;
}
