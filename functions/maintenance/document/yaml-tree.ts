import { type Document, isAlias, isMap, isScalar, isSeq, type Node, type Pair } from 'yaml';
import type { Path } from './path.ts';

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
  /** A plain value as it is written. */
  readonly spelling: string | undefined;
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
const limits = { size: 200_000, height: 60 };

/**
 * Makes plain values of a parsed document. Not `document.toJS()`: that throws at the first bad alias, cannot
 * say where it stands, and knows no keys but by overwriting.
 */
export function buildTree(document: Document.Parsed): Tree {
  const anchors = new Map<string, { readonly node: Node; readonly built: Built }>();
  const aliased = new Map<Node, Node>();
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
    for (const pair of pairs) {
      const key = keyText(pair.key);
      const offset = offsetOf(pair.key);
      if (key === undefined) {
        flaw(path, offset, 'yaml.key', 'a key that is a list, a mapping or an alias - expected a plain name');
      } else if (key === '<<') {
        flaw([...path, key], offset, 'yaml.merge', 'a merge key (<<) - expected every key written out');
      } else if (key === '__proto__') {
        // The schema passes over it in silence, so it would be a job that never runs.
        flaw([...path, key], offset, 'key.form', 'key "__proto__" - expected another name');
      } else if (key in value) {
        flaw([...path, key], offset, 'key.twice', `key "${key}" is written twice - expected it once`);
      } else {
        const part = build(pair.value, [...path, key]);
        value[key] = part.value;
        parts.push(part);
      }
    }
    return join(value, parts, node, path);
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
  return { value, flaws, find: (path) => findNode(document, aliased, path) };
}

/** A key as text; `undefined` when it is no scalar. Numbers and the like keep the way they were written. */
function keyText(key: unknown): string | undefined {
  if (!isScalar(key)) return undefined;
  return typeof key.value === 'string' ? key.value : (key.source ?? String(key.value));
}

/** Where a node begins in the text. */
function offsetOf(node: Node): number {
  return startOf(node) ?? 0;
}

function findNode(document: Document.Parsed, aliased: ReadonlyMap<Node, Node>, path: Path): FoundNode {
  let node = document.contents as Node | null;
  let key = startOf(node) ?? 0;
  for (const step of path) {
    const content = (node && aliased.get(node)) ?? node;
    const next = typeof step === 'number' ? itemOf(content, step) : pairOf(content, step);
    if (next === undefined) return { key, value: key, spelling: undefined };
    node = next.node;
    key = startOf(next.key) ?? key;
  }
  const spelling = isScalar(node) ? node.source : undefined;
  return { key, value: spelling === '' ? key : (startOf(node) ?? key), spelling };
}

function itemOf(node: Node | null, index: number) {
  const item = isSeq(node) ? (node.items[index] as Node | undefined) : undefined;
  return item && { key: item, node: item };
}

function pairOf(node: Node | null, key: string) {
  const pairs = isMap(node) ? (node.items as Pair<Node | null, Node | null>[]) : [];
  const pair = pairs.find((candidate) => keyText(candidate.key) === key);
  return pair && { key: pair.key, node: pair.value };
}

function startOf(node: Node | null): number | undefined {
  return node?.range?.[0];
}
