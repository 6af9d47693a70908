import { type Document, isAlias, isMap, isScalar, isSeq, type Node, type YAMLMap } from 'yaml';
import { isMapping, type Path } from './path.ts';
import {
  type Entry,
  entriesIn,
  type FoundNode,
  findNode,
  isMergeKey,
  keyText,
  offsetOf,
  pairsOf,
} from './yaml-nodes.ts';

/** Values of a mapping; without a prototype, so that no key of a file can mean more than itself. */
type Mapping = Record<string, unknown>;

/** Something wrong with a node of the document: `found - expected`. */
type TreeFlaw = {
  readonly path: Path;
  readonly offset: number;
  readonly code: string;
  readonly message: string;
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

/** Far above every sensible schedule (a job is some 30 values), far below what would exhaust memory or stack. */
const limits = { size: 200_000, height: 60, merged: 200_000 };

/**
 * Makes plain values of a parsed document. Not `document.toJS()`: that throws at the first bad alias, cannot
 * say where it stands, and knows no keys but by overwriting.
 */
export function buildTree(document: Document.Parsed): Tree {
  const anchors = new Map<string, { readonly node: Node; readonly built: Built }>();
  const aliased = new Map<Node, Node>();
  /** Of those that are asked for: of most mappings never. */
  const indexes = new Map<Node, Map<string, Entry>>();
  let merged = 0;
  const flaws: TreeFlaw[] = [];
  const empty: Built = { value: null, size: 1, height: 1 };
  /** Of the node that is being built. */
  const path: (string | number)[] = [];

  const flaw = (offset: number, code: string, message: string): Built => {
    flaws.push({ path: [...path], offset, code, message });
    return empty;
  };

  const build = (node: Node | null, step: string | number): Built => {
    path.push(step);
    const built = buildNode(node);
    path.pop();
    return built;
  };

  const buildNode = (node: Node | null): Built => {
    if (node === null) return empty;
    if (isAlias(node)) return buildAlias(node.source, node);
    const built = buildContent(node);
    // Only now: an anchor that could be named inside its own node would make a circle.
    if ('anchor' in node && node.anchor !== undefined) anchors.set(node.anchor, { node, built });
    return built;
  };

  const buildAlias = (source: string, node: Node): Built => {
    const anchor = anchors.get(source);
    if (anchor) {
      aliased.set(node, anchor.node);
      return anchor.built;
    }
    return flaw(
      offsetOf(node),
      'yaml.alias',
      `*${source} stands for a value marked &${source}, and none is above it - expected text that starts with * in quotes, such as "*-cache" or "* * * * *"`,
    );
  };

  const buildContent = (node: Node): Built => {
    if (isMap(node)) return buildMapping(node);
    if (isSeq(node)) {
      const items = node.items.map((item, index) => build(item as Node | null, index));
      return join(
        items.map((item) => item.value),
        items,
        node,
      );
    }
    return { value: isScalar(node) ? node.value : null, size: 1, height: 1 };
  };

  const buildMapping = (node: YAMLMap): Built => {
    const value = Object.create(null) as Mapping;
    const parts: Built[] = [];
    const merging: (Node | null)[] = [];
    for (const pair of pairsOf(node)) {
      const key = keyText(pair.key);
      const wrong = (code: string, message: string) => {
        if (key !== undefined) path.push(key);
        flaw(offsetOf(pair.key), code, message);
        if (key !== undefined) path.pop();
      };
      if (key === undefined) {
        wrong('yaml.key', 'a key that is a list, a mapping or an alias - expected a plain name');
      } else if (isMergeKey(pair.key)) {
        if (merging.length > 0) wrong('key.twice', 'key "<<" is written twice - expected <<: [*one, *other]');
        else merging.push(...(isSeq(pair.value) ? (pair.value.items as (Node | null)[]) : [pair.value]));
      } else if (key === '__proto__') {
        // The schema passes over it in silence, so it would be a job that never runs.
        wrong('key.form', 'key "__proto__" - expected another name');
      } else if (key in value) {
        wrong('key.twice', `key "${key}" is written twice - expected it once`);
      } else {
        const part = build(pair.value, key);
        value[key] = part.value;
        parts.push(part);
      }
    }
    if (merging.length > 0) {
      const known = entriesOf(node);
      path.push('<<');
      for (const source of merging) parts.push(merge(source, { value, known, node }));
      path.pop();
    }
    return join(value, parts, node);
  };

  /** Puts in what the mapping has not; of several that are merged, what is in the first counts. */
  const merge = (source: Node | null, into: MergeTarget): Built => {
    const part = buildNode(source);
    const from = source && (aliased.get(source) ?? source);
    if (!isMap(from) || !isMapping(part.value)) {
      const isTold = source !== null && isAlias(source) && !aliased.has(source);
      if (isTold) return empty;
      const expected = 'a mapping that is marked with & above, such as <<: *common';
      return flaw(offsetOf(source ?? into.node), 'yaml.merge', `<< without a mapping - expected ${expected}`);
    }
    for (const [key, entry] of entriesOf(from)) {
      if (into.known.has(key)) continue;
      merged += 1;
      if (merged > limits.merged) {
        if (merged > limits.merged + 1) return empty;
        const message = 'merge keys that put in too many values - expected them written out';
        return flaw(offsetOf(into.node), 'yaml.size', message);
      }
      into.known.set(key, { ...entry, merged: true });
      into.value[key] = part.value[key];
    }
    return part;
  };

  const entriesOf = (node: YAMLMap): Map<string, Entry> => {
    const known = indexes.get(node) ?? entriesIn(node);
    indexes.set(node, known);
    return known;
  };

  const join = (value: unknown, parts: readonly Built[], node: Node): Built => {
    let size = 1;
    let height = 0;
    for (const part of parts) {
      size += part.size;
      height = Math.max(height, part.height);
    }
    if (size <= limits.size && height < limits.height) return { value, size, height: height + 1 };
    if (aliased.size === 0) {
      return flaw(offsetOf(node), 'yaml.size', `more than ${limits.size} values - expected fewer`);
    }
    const found =
      size > limits.size ? 'aliases that unfold into too many values' : 'aliases nested too deeply';
    return flaw(offsetOf(node), 'yaml.size', `${found} - expected them written out`);
  };

  const { value } = buildNode(document.contents as Node | null);
  return {
    value,
    flaws,
    find: (path) => findNode(document.contents as Node | null, path, { aliased, entriesOf }),
  };
}

/** The mapping that a merge key stands in. */
type MergeTarget = {
  readonly value: Mapping;
  readonly known: Map<string, Entry>;
  readonly node: Node;
};
