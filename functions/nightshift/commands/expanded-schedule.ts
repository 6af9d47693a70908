import { Document, isCollection, isMap, isNode, isScalar, isSeq, type Node } from 'yaml';
import type { Path } from '../../maintenance/document/path.ts';
import { isMapping, valuesAt, writePath } from '../../maintenance/document/path.ts';
import type { ScheduleDocument } from '../../maintenance/schedule/read-document.ts';
import { concealedSource } from './concealed-source.ts';

/**
 * A schedule as YAML in which every job has what it gets from `defaults`, anchors and merge keys, with a comment where
 * that is written; as it may be shown.
 */
export function expandedSchedule(document: ScheduleDocument): string {
  const expanded = new Document(document.tree, { aliasDuplicateObjects: false });
  if (isMap(expanded.contents)) expanded.delete('defaults');
  if (isNode(expanded.contents)) annotate(expanded.contents, [], document);
  return concealedSource(expanded.toString({ lineWidth: 0 })).join('\n');
}

/** What a job does not say itself, with where it is written: `retry.attempts (defaults)`, `window (line 3)`. */
export function inheritedBy(job: string, document: ScheduleDocument): readonly string[] {
  const of = (value: unknown, path: Path): string[] => {
    const origin = originOf(path, document);
    const inner = isMapping(value) ? Object.entries(value) : [];
    if (origin !== undefined && !inner.some(([key]) => originOf([...path, key], document) !== origin))
      return [`${writePath(path.slice(2))} (${origin})`];
    return inner.flatMap(([key, entry]) => of(entry, [...path, key]));
  };
  return [...valuesAt(document.tree, ['jobs', job])].flatMap(({ path, value }) =>
    isMapping(value) ? Object.entries(value).flatMap(([key, entry]) => of(entry, [...path, key])) : [],
  );
}

/** Where a value is written that does not stand in its own place. */
function originOf(path: Path, { writtenAt, isOwn, positionOf }: ScheduleDocument): string | undefined {
  if (writtenAt(path) !== path) return 'defaults';
  return isOwn(path) ? undefined : `line ${positionOf(path, 'value').line}`;
}

/** Marks what comes from elsewhere than that which it is part of. */
function annotate(node: Node, path: Path, document: ScheduleDocument, of?: string): void {
  const parts = isSeq(node)
    ? node.items.map((item, index) => ({ key: item, value: item, step: index }))
    : isMap(node)
      ? node.items.map(({ key, value }) => ({ key, value, step: isScalar(key) ? String(key.value) : '' }))
      : [];
  for (const { key, value, step } of parts) {
    if (!isNode(key) || !isNode(value)) continue;
    const inner = [...path, step];
    const origin = originOf(inner, document);
    annotate(value, inner, document, origin);
    if (origin === undefined || origin === of) continue;
    // Of a list or a mapping the comment stands above it, of a plain value behind it.
    if (isCollection(value)) key.commentBefore = ` from ${origin}`;
    else value.comment = ` from ${origin}`;
  }
}
