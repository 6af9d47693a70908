import { isAlias, isMap, isScalar, isSeq, type Node, type Pair, type YAMLMap } from 'yaml';
import type { Path } from './path.ts';

/** A key of a mapping and what is written after it; `merged` when a merge key brought it. */
export type Entry = { readonly key: Node; readonly value: Node | null; readonly merged: boolean };

/** What was found on the way along a path: the last thing that is there. */
export type FoundNode = {
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

/** The pairs of a mapping as they are parsed. */
export function pairsOf({ items }: YAMLMap) {
  return items as readonly Pair<Node, Node | null>[];
}

/** The entries of a mapping by their keys, as they are written in it. */
export function entriesIn(node: YAMLMap): Map<string, Entry> {
  const entries = new Map<string, Entry>();
  for (const { key, value } of pairsOf(node)) {
    const name = keyText(key);
    if (name === undefined || name === '__proto__' || isMergeKey(key) || entries.has(name)) continue;
    entries.set(name, { key, value, merged: false });
  }
  return entries;
}

/** Whether a key is the one that puts in what other mappings have. */
export function isMergeKey(key: Node): boolean {
  return isScalar(key) && key.type === 'PLAIN' && keyText(key) === '<<';
}

/** A key as text; `undefined` when it is no scalar. Numbers and the like keep the way they were written. */
export function keyText(key: unknown): string | undefined {
  if (!isScalar(key)) return undefined;
  return typeof key.value === 'string' ? key.value : (key.source ?? String(key.value));
}

/** Where a node begins in the text. */
export function offsetOf(node: Node): number {
  return startOf(node) ?? 0;
}

/** Follows a path of values from the top of a document, through its aliases and what merge keys have put in. */
export function findNode(
  top: Node | null,
  path: Path,
  {
    aliased,
    entriesOf,
  }: {
    readonly aliased: ReadonlyMap<Node, Node>;
    readonly entriesOf: (node: YAMLMap) => ReadonlyMap<string, Entry>;
  },
): FoundNode {
  let node = top;
  let key = startOf(node) ?? 0;
  let keyEnd = key;
  let isOwn = true;
  for (const step of path) {
    const content: Node | null = (node && aliased.get(node)) ?? node;
    const entry =
      typeof step === 'number'
        ? itemOf(content, step)
        : isMap(content)
          ? entriesOf(content).get(step)
          : undefined;
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

function itemOf(node: Node | null, index: number): Entry | undefined {
  const item = isSeq(node) ? (node.items[index] as Node | undefined) : undefined;
  return item && { key: item, value: item, merged: false };
}

function startOf(node: Node | null): number | undefined {
  return node?.range?.[0];
}
