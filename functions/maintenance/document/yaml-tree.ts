import { type Document, isAlias, isMap, isScalar, isSeq, type Node, type Pair } from 'yaml';
import { isMapping, type Path } from './path.ts';

/** Values of a mapping; without a prototype, so that no key of a file can mean more than itself. */
type Mapping = Record<string, unknown>;

/** Something wrong with a node of the document: `found - expected`. */
type TreeFlaw = {
  readonly path: Path;
  readonly offset: number;
  readonly code: string;
  readonly message: string;
};

/** What was found on the way along a path: the last thing that is there. */
type FoundNode = {
  /** Offset of the key the node stands under; of the node itself for an item of a list or the top. */
  readonly key: number;
  /** Offset of the node; that of its key where nothing is written after it, or where the path goes on. */
  readonly value: number;
  /** Offsets behind the key and behind the node. */
  readonly ends: { readonly key: number; readonly value: number };
  /** A plain value as it is written. */
  readonly spelling: string | undefined;
  /** Whether all of the path stands in the node's own lines: no alias and no merge key is on the way. */
  readonly isOwn: boolean;
};

/** The values of a document, and where in the text each of them stands. */
type Tree = {
  readonly value: unknown;
  readonly flaws: readonly TreeFlaw[];
  /** Follows a path of values through the nodes of the document, and through its aliases. */
  find(path: Path): FoundNode;
};

/** A value with what it costs to walk it, counted through its aliases. */
type Built = { readonly value: unknown; readonly size: number; readonly height: number };

/** A key of a mapping and what is written after it; `merged` when a merge key brought it. */
type Entry = { readonly key: Node; readonly value: Node | null; readonly merged: boolean };

/** Far above every sensible schedule (a job is some 30 values), far below what would exhaust memory or stack. */
const limits = { size: 200_000, height: 60, merged: 200_000 };

/**
 * Makes plain values of a parsed document. Not `document.toJS()`: that throws at the first bad alias, cannot
 * say where it stands, and knows no keys but by overwriting.
 */
export function buildTree(document: Document.Parsed): Tree {
  const anchors = new Map<string, { readonly node: Node; readonly built: Built }>();
  const aliased = new Map<Node, Node>();
  const entries = new Map<Node, Map<string, Entry>>();
  let merged = 0;
  const flaws: TreeFlaw[] = [];
  const empty: Built = { value: null, size: 1, height: 1 };

  const flaw = (path: Path, offset: number, code: string, message: string): Built => {
    flaws.push({ path, offset, code, message });
    return empty;
  };

  const build = (node: Node | null, path: Path): Built => {
    if (node === null) return empty;
    if (isAlias(node)) return buildAlias(node.source, node, path);
    const built = buildContent(node, path);
    // Only now: an anchor that could be named inside its own node would make a circle.
    if ('anchor' in node && node.anchor !== undefined) anchors.set(node.anchor, { node, built });
    return built;
  };

  const buildAlias = (source: string, node: Node, path: Path): Built => {
    const anchor = anchors.get(source);
    if (anchor) {
      aliased.set(node, anchor.node);
      return anchor.built;
    }
    return flaw(
      path,
      offsetOf(node),
      'yaml.alias',
      `*${source} stands for a value marked &${source}, and none is above it - expected text that starts with * in quotes, such as "*-cache" or "* * * * *"`,
    );
  };

  const buildContent = (node: Node, path: Path): Built => {
    if (isMap(node)) return buildMapping(node.items as Pair<Node, Node | null>[], node, path);
    if (isSeq(node)) {
      const items = node.items.map((item, index) => build(item as Node | null, [...path, index]));
      return join(
        items.map((item) => item.value),
        items,
        node,
        path,
      );
    }
    return { value: isScalar(node) ? node.value : null, size: 1, height: 1 };
  };

  const buildMapping = (pairs: readonly Pair<Node, Node | null>[], node: Node, path: Path): Built => {
    const value = Object.create(null) as Mapping;
    const parts: Built[] = [];
    const known = new Map<string, Entry>();
    const merging: (Node | null)[] = [];
    entries.set(node, known);
    for (const pair of pairs) {
      const key = keyText(pair.key);
      const offset = offsetOf(pair.key);
      if (key === undefined) {
        flaw(path, offset, 'yaml.key', 'a key that is a list, a mapping or an alias - expected a plain name');
      } else if (key === '<<' && isScalar(pair.key) && pair.key.type === 'PLAIN') {
        if (merging.length > 0)
          flaw(
            [...path, key],
            offset,
            'key.twice',
            'key "<<" is written twice - expected <<: [*one, *other]',
          );
        else merging.push(...(isSeq(pair.value) ? (pair.value.items as (Node | null)[]) : [pair.value]));
      } else if (key === '__proto__') {
        // The schema passes over it in silence, so it would be a job that never runs.
        flaw([...path, key], offset, 'key.form', 'key "__proto__" - expected another name');
      } else if (key in value) {
        flaw([...path, key], offset, 'key.twice', `key "${key}" is written twice - expected it once`);
      } else {
        const part = build(pair.value, [...path, key]);
        value[key] = part.value;
        known.set(key, { key: pair.key, value: pair.value, merged: false });
        parts.push(part);
      }
    }
    for (const source of merging) parts.push(merge(source, { value, known, node, path: [...path, '<<'] }));
    return join(value, parts, node, path);
  };

  /** Puts in what the mapping has not; of several that are merged, what is in the first counts. */
  const merge = (source: Node | null, into: MergeTarget): Built => {
    const part = build(source, into.path);
    const from = source && entries.get(aliased.get(source) ?? source);
    if (!from || !isMapping(part.value)) {
      const isTold = source !== null && isAlias(source) && !aliased.has(source);
      if (isTold) return empty;
      const expected = 'a mapping that is marked with & above, such as <<: *common';
      return flaw(
        into.path,
        offsetOf(source ?? into.node),
        'yaml.merge',
        `<< without a mapping - expected ${expected}`,
      );
    }
    for (const [key, entry] of from) {
      if (into.known.has(key)) continue;
      merged += 1;
      if (merged > limits.merged) {
        if (merged > limits.merged + 1) return empty;
        const message = 'merge keys that put in too many values - expected them written out';
        return flaw(into.path, offsetOf(into.node), 'yaml.size', message);
      }
      into.known.set(key, { ...entry, merged: true });
      into.value[key] = part.value[key];
    }
    return part;
  };

  const join = (value: unknown, parts: readonly Built[], node: Node, path: Path): Built => {
    let size = 1;
    let height = 0;
    for (const part of parts) {
      size += part.size;
      height = Math.max(height, part.height);
    }
    if (size <= limits.size && height < limits.height) return { value, size, height: height + 1 };
    const found =
      size > limits.size ? 'aliases that unfold into too many values' : 'aliases nested too deeply';
    return flaw(path, offsetOf(node), 'yaml.size', `${found} - expected them written out`);
  };

  const { value } = build(document.contents as Node | null, []);
  return { value, flaws, find: (path) => findNode(document, aliased, entries, path) };
}

/** The mapping that a merge key stands in. */
type MergeTarget = {
  readonly value: Mapping;
  readonly known: Map<string, Entry>;
  readonly node: Node;
  readonly path: Path;
};

/** A key as text; `undefined` when it is no scalar. Numbers and the like keep the way they were written. */
function keyText(key: unknown): string | undefined {
  if (!isScalar(key)) return undefined;
  return typeof key.value === 'string' ? key.value : (key.source ?? String(key.value));
}

/** Where a node begins in the text. */
function offsetOf(node: Node): number {
  return startOf(node) ?? 0;
}

function findNode(
  document: Document.Parsed,
  aliased: ReadonlyMap<Node, Node>,
  entries: ReadonlyMap<Node, ReadonlyMap<string, Entry>>,
  path: Path,
): FoundNode {
  let node = document.contents as Node | null;
  let key = startOf(node) ?? 0;
  let keyEnd = key;
  let isOwn = true;
  for (const step of path) {
    const content: Node | null = (node && aliased.get(node)) ?? node;
    const entry =
      content === null
        ? undefined
        : typeof step === 'number'
          ? itemOf(content, step)
          : entries.get(content)?.get(step);
    isOwn &&= content === node;
    if (entry === undefined)
      return { key, value: key, ends: { key: keyEnd, value: keyEnd }, spelling: undefined, isOwn };
    isOwn &&= !entry.merged;
    node = entry.value;
    key = startOf(entry.key) ?? key;
    keyEnd = entry.key.range?.[1] ?? key;
  }
  const spelling = isScalar(node) ? node.source : undefined;
  isOwn &&= !isAlias(node);
  const value = spelling === '' ? key : (startOf(node) ?? key);
  return { key, value, ends: { key: keyEnd, value: node?.range?.[1] ?? value }, spelling, isOwn };
}

function itemOf(node: Node, index: number): Entry | undefined {
  const item = isSeq(node) ? (node.items[index] as Node | undefined) : undefined;
  return item && { key: item, value: item, merged: false };
}

function startOf(node: Node | null): number | undefined {
  return node?.range?.[0];
}
