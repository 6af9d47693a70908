import { type Document, isMap, isScalar, isSeq, type Node, type Pair } from 'yaml';
import type { Path } from './path.ts';
import { keyText } from './tree.ts';

/** What was found on the way along a path: the last thing that is there. */
export type FoundNode = {
  /** Offset of the key the node stands under; of the node itself for an item of a list or the top. */
  readonly key: number;
  /** Offset of the node; that of its key where nothing is written after it, or where the path goes on. */
  readonly value: number;
  /** A plain value as it is written. */
  readonly spelling: string | undefined;
};

/** Follows a path of values through the nodes of a document, and through its aliases. */
export function findInDocument(
  document: Document.Parsed,
  aliased: ReadonlyMap<Node, Node>,
  path: Path,
): FoundNode {
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
