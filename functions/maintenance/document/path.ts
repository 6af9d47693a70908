/** Where something stands in the document: keys and indexes, from the top. */
export type Path = readonly (string | number)[];

/** A path as people read it: `jobs.nightly.cron`, `overrides[0].until`; empty for the top. */
export function writePath(path: Path): string {
  let written = '';
  for (const step of path) {
    if (typeof step === 'number') written += `[${step}]`;
    else written += written === '' ? step : `.${step}`;
  }
  return written;
}

/** A value of the document and where it stands. */
export type ValueAt = { readonly path: Path; readonly value: unknown };

/**
 * The values along a pattern in which `*` is every entry of a mapping or list: `jobs * notify *`. What has
 * another shape than the pattern is passed over; saying so is the schema's part.
 */
export function valuesAt(tree: unknown, pattern: readonly string[], path: Path = []): readonly ValueAt[] {
  const found: ValueAt[] = [];
  const place = [...path];
  const follow = (value: unknown, at: number): void => {
    const step = pattern[at];
    if (step === undefined) found.push({ path: [...place], value });
    else if (step === '*') for (const [key, entry] of entriesOf(value)) enter(key, entry, at + 1);
    else if (isMapping(value) && Object.hasOwn(value, step)) enter(step, value[step], at + 1);
  };
  const enter = (step: string | number, value: unknown, at: number): void => {
    place.push(step);
    follow(value, at);
    place.pop();
  };
  follow(tree, 0);
  return found;
}

/** A key or a value of the document that is text, and where it stands. */
export type TextAt = { readonly path: Path; readonly part: 'key' | 'value'; readonly text: string };

/** The texts of a document, keys among them, for which `matches` holds: mostly none, or a few of many. */
export function textsWhere(tree: unknown, matches: (text: string) => boolean): readonly TextAt[] {
  const found: TextAt[] = [];
  const path: (string | number)[] = [];
  const walk = (value: unknown): void => {
    if (typeof value === 'string') {
      if (matches(value)) found.push({ path: [...path], part: 'value', text: value });
      return;
    }
    for (const [key, entry] of entriesOf(value)) {
      path.push(key);
      if (typeof key === 'string' && matches(key)) found.push({ path: [...path], part: 'key', text: key });
      walk(entry);
      path.pop();
    }
  };
  walk(tree);
  return found;
}

/** The entries of a mapping or a list; of anything else none. */
export function entriesOf(value: unknown): [string | number, unknown][] {
  if (Array.isArray(value)) return [...value.entries()];
  return isMapping(value) ? Object.entries(value) : [];
}

/** Whether a value of the document is a mapping. */
export function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
