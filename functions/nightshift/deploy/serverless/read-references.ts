// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the notation itself.

/** One place a value may come from; of several in a reference, the first that has one counts. */
export type Source =
  | { readonly from: 'env'; readonly name: string }
  | { readonly from: 'file'; readonly path: string; readonly keys: readonly string[] }
  | { readonly from: 'self'; readonly keys: readonly string[] }
  | { readonly from: 'here'; readonly value: string | number | boolean };

/** `${...}` as it is written, and what it names. */
export type Reference = { readonly written: string; readonly sources: readonly Source[] };

/** A text with its references taken out, or what is wrong with one in the two halves of a diagnostic. */
type ReferencesReading =
  | { readonly ok: true; readonly parts: readonly (string | Reference)[] }
  | { readonly ok: false; readonly found: string; readonly expected: string };

const forms = '${env:NAME}, ${file(PATH):key} or ${self:key}';
/** Far more than a reference is long, and so little that taking it apart is nothing. */
const longest = 1_000;
const pieces = /(?:'[^']*'|"[^"]*"|\([^)]*\)|[^,'"(])+/g;

/** Takes the references of Serverless out of a text. */
export function readReferences(text: string): ReferencesReading {
  const parts: (string | Reference)[] = [];
  let end = 0;
  for (let at = text.indexOf('${'); at >= 0; at = text.indexOf('${', end)) {
    const close = closingOf(text, at + 2);
    // What comes after it is not shown: it may be a secret with a reference in it.
    if (close === undefined) return wrong('a ${ that is never closed', forms);
    const inside = text.slice(at + 2, close);
    if (inside.length > longest) return wrong(`a reference of ${inside.length} characters`, forms);
    if (inside.includes('${'))
      return wrong('a reference inside a reference', `${forms}, none inside another`);
    const sources: Source[] = [];
    for (const piece of inside.match(pieces) ?? ['']) {
      const source = readSource(piece.trim());
      if ('found' in source) return { ok: false, ...source };
      sources.push(source);
    }
    parts.push(text.slice(end, at), { written: text.slice(at, close + 1), sources });
    end = close + 1;
  }
  return { ok: true, parts: [...parts, text.slice(end)].filter((part) => part !== '') };
}

/** Where a reference ends; a brace in quotes ends none. */
function closingOf(text: string, from: number): number | undefined {
  for (let at = from; at < text.length; at++) {
    const sign = text[at];
    if (sign === '}') return at;
    if (sign !== '"' && sign !== "'") continue;
    at = text.indexOf(sign, at + 1);
    if (at < 0) return undefined;
  }
  return undefined;
}

function readSource(text: string): Source | { readonly found: string; readonly expected: string } {
  const quoted = /^(?:'([^']*)'|"([^"]*)")$/.exec(text);
  if (quoted) return { from: 'here', value: quoted[1] ?? quoted[2] ?? '' };
  if (/^-?\d+(\.\d+)?$/.test(text)) return { from: 'here', value: Number(text) };
  if (text === 'true' || text === 'false') return { from: 'here', value: text === 'true' };

  const [, name] = /^env:(.*)$/s.exec(text) ?? [];
  if (name !== undefined) {
    if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) return { from: 'env', name };
    return {
      found: 'a reference whose name is no name of a variable',
      expected: '${env:NAME} with letters, digits and _, not starting with a digit',
    };
  }
  const [, path, fileKeys] = /^file\(([^)]+)\)(?::(.+))?$/s.exec(text) ?? [];
  if (path !== undefined) return { from: 'file', path: path.trim(), keys: keysOf(fileKeys) };
  const [, selfKeys] = /^self:(.+)$/s.exec(text) ?? [];
  if (selfKeys !== undefined) return { from: 'self', keys: keysOf(selfKeys) };

  const [, kind] = /^(opt|param|sls|strToBool|git|ssm|s3|cf|aws)\b/.exec(text) ?? [];
  if (kind !== undefined) return { found: `a reference to ${kind}, which is not read here`, expected: forms };
  return {
    found: 'a reference of no known form',
    expected: `${forms}; after a comma 'text' for when there is none`,
  };
}

function keysOf(text: string | undefined): readonly string[] {
  return text === undefined ? [] : text.trim().split('.');
}

function wrong(found: string, expected: string): ReferencesReading {
  return { ok: false, found, expected };
}
