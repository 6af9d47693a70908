import type { Targets } from '../schedule/selector-schema.ts';

/**
 * What the list of a region may be narrowed to by whoever keeps it, before we look ourselves at each instance that it
 * has. All that are given narrow each other.
 */
export type Narrowing = {
  readonly ids?: readonly string[];
  readonly tags?: Readonly<Record<string, string>>;
  /** What a name has in it, or the whole of one. */
  readonly name?: { readonly text: string; readonly whole: boolean };
  /** The one that it has now. */
  readonly status?: string;
};

/** A list by ids takes a call for each of them; the list of a region takes one for every thousand instances. */
const mostIds = 3;

/** What everybody reads as it is written: no sign of a grammar, and no letter that has two spellings. */
const plain = /^[A-Za-z0-9_.-]+$/;
const plainBegin = /^[A-Za-z0-9_-]+/;

/**
 * What targets narrow a list to; `undefined` where only the whole of it is sure to have all that they may be about. What
 * they exclude is looked for in what is left.
 */
export function narrowingOf({ region, ids, names, tags, statuses }: Targets): Narrowing | undefined {
  // Of an id that is not there, something is told that only the whole list of its region knows.
  if (ids) return ids.length <= mostIds && [region].flat().length === 1 ? { ids } : undefined;
  const pairs = Object.entries(tags ?? {}).filter(([key, value]) => plain.test(key) && plain.test(value));
  const name = names && nameOf(names);
  // A list takes one status.
  const [status] = new Set(statuses).size === 1 ? (statuses ?? []) : [];
  if (pairs.length === 0 && name === undefined && status === undefined) return undefined;
  return {
    ...(pairs.length > 0 && { tags: Object.fromEntries(pairs) }),
    ...(name && { name }),
    ...(status !== undefined && { status }),
  };
}

/** What targets narrow the lists to by which their instances are watched, whose status is what changes. */
export function watchNarrowingOf(targets: Targets): Narrowing | undefined {
  return narrowingOf({ ...targets, statuses: undefined });
}

/** One name, or what all the patterns begin with: only that is in every name, wherever the other side looks for it. */
function nameOf(names: readonly string[]): Narrowing['name'] {
  const [first = '', ...others] = names;
  if (others.length === 0 && plainBegin.exec(first)?.[0] === first) return { text: first, whole: true };
  const begins = names.map((name) => plainBegin.exec(name)?.[0] ?? '');
  const text = begins.reduce((common, each) => sharedBegin(common, each), begins[0] ?? '');
  return text === '' ? undefined : { text, whole: false };
}

function sharedBegin(one: string, other: string): string {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length += 1;
  return one.slice(0, length);
}
