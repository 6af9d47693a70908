import { Composer, Parser, type YAMLError } from 'yaml';
import { tooDeepAt } from './depth.ts';
import { findInDocument } from './find-in-document.ts';
import type { Path } from './path.ts';
import { type Place, placesIn } from './places.ts';
import { isEcho, syntaxLesson, whereToMend } from './syntax-lesson.ts';
import { buildTree } from './tree.ts';

/** Something wrong with the text as YAML; the message is `found - expected`. */
export type YamlFlaw = Place & { readonly path: Path; readonly code: string; readonly message: string };

/** The values of a document, and where each of them is written. */
export type YamlText = {
  readonly value: unknown;
  /** What is wrong although the values could be read: a key written twice, an alias of nothing. */
  readonly flaws: readonly YamlFlaw[];
  /** Where a value or its key is written; for what is missing, the key of what it is missing from. */
  placeOf(path: Path, part: 'key' | 'value'): Place;
  /** A value as it is written, `0123` where the value is 123; `undefined` for what is no plain value. */
  spellingOf(path: Path): string | undefined;
};

/** What reading YAML comes to; with broken syntax there are no values that could be trusted. */
export type YamlReading =
  | { readonly ok: true; readonly yaml: YamlText }
  | { readonly ok: false; readonly flaws: readonly YamlFlaw[] };

// YAML 1.2 whatever a %YAML directive asks for: in 1.1 `no` is false, 0123 octal, and a day a Date.
const dialect = { schema: 'core', merge: false, resolveKnownTags: false, uniqueKeys: false } as const;

/** Reads one YAML document with the places of its values. Never throws. */
export function readYaml(text: string): YamlReading {
  const tokens = [...new Parser().parse(text)];
  const placeAt = placesIn(text);

  const deep = tooDeepAt(tokens);
  if (deep !== undefined) {
    const message = 'values nested more than 60 deep - expected fewer levels';
    return { ok: false, flaws: [{ ...placeAt(deep), path: [], code: 'yaml.depth', message }] };
  }

  // Token by token what `parseDocument` does, which would not let the depth be looked at in between.
  const [document, second] = new Composer(dialect).compose(tokens, true, text.length);
  const errors = [...(document?.errors ?? []), ...(document?.warnings ?? [])];
  const flaws = syntaxFlaws(errors, text, placeAt);
  if (second) {
    const message = 'a second document after --- or ... - expected one';
    flaws.push({ ...placeAt(second.range[0]), path: [], code: 'yaml.syntax', message });
  }
  if (!document || flaws.length > 0) return { ok: false, flaws };

  const tree = buildTree(document);
  const find = (path: Path) => findInDocument(document, tree.aliased, path);
  return {
    ok: true,
    yaml: {
      value: tree.value,
      flaws: tree.flaws.map(({ offset, ...flaw }) => ({ ...placeAt(offset), ...flaw })),
      placeOf: (path, part) => placeAt(find(path)[part]),
      spellingOf: (path) => find(path).spelling,
    },
  };
}

/** One flaw a line: what follows the first mistake of a line is mostly its echo. */
function syntaxFlaws(errors: readonly YAMLError[], text: string, placeAt: (offset: number) => Place) {
  const rows = errors.length > 0 ? text.split('\n') : [];
  const byLine = new Map<number, YamlFlaw>();
  for (const error of errors) {
    const place = placeAt(whereToMend(error, text));
    if (byLine.has(place.line) || (byLine.size > 0 && isEcho(error.message))) continue;
    const message = syntaxLesson(error, rows[place.line - 1] ?? '');
    byLine.set(place.line, { ...place, path: [], code: 'yaml.syntax', message });
  }
  return [...byLine.values()];
}
