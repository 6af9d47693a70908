import { CodedError } from '../../maintenance/foundation/coded-error.ts';
import { createRedactor } from '../../maintenance/secrets/redact.ts';
import { isOrdinary, isWord, natureOf } from './plain-values.ts';

/** Replaces what is an account's own, the same by the same everywhere. */
export type Disguise = {
  /** Takes note of what is private in a value, so that it is known wherever else it stands. */
  learn(value: unknown, field: string): void;
  /** A copy without it. Everything must have been learnt before. */
  disguise(value: unknown, field: string): unknown;
  /** Throws `CodedError` `probe.private` if a text still has anything private in it. */
  check(value: unknown): void;
};

/** Shorter ones are in every other word, as usual words are: as a whole value all are replaced. */
const leastWithin = 3;
/** Below, only where they stand alone: `red` is in many a word. */
const anywhereLength = 6;
/** Longer ones, such as code, stand in no sentence. */
const mostWithin = 300;
/** So many names that are new are sought beside all others, before an expression of all is made anew. */
const mostBeside = 64;
/** What looks like an id, a key or an address, whether or not anybody knows it. */
const looksPrivate =
  /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\b[0-9a-f]{16,}\b|\b\d{1,3}(?:\.\d{1,3}){3}\b|[\w.+-]+@[\w-]+\.[\w.]+|\burn:[\w:!.-]+|\b(?=\w*\d)[A-Za-z0-9_/+]{20,}\b/gi;
/** What is put in, and codes of services: a tag may have the value DCS. */
const ours = /(<[A-Za-z0-9_-]*-\d+>|\b(?:DCS|FSS|APIGW|CBC)\.\w+)/g;
const keyForm = /^[A-Za-z][\w.-]{0,47}$/;

/**
 * Goes by what may stay, and not by what has to go: of texts only those of fields that are a service's own, and words of
 * its documents. `secrets` are never to be seen in any form, `known` are private as well.
 */
export function createDisguise(
  secrets: readonly string[],
  known: Readonly<Record<string, string>>,
): Disguise {
  const names = new Map<string, string>();
  const counts = new Map<string, number>();
  const redact = createRedactor(secrets);
  const placeholderOf = (text: string, kind: string) => {
    const small = text.toLowerCase();
    const given = names.get(small);
    if (given !== undefined) return given;
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    const name = `<${kind}-${count}>`;
    names.set(small, name);
    return name;
  };
  const kindOf = (field: string) => (/^[A-Za-z][\w-]{0,31}$/.test(field) ? field : 'value');
  for (const secret of secrets) placeholderOf(secret, 'secret');
  for (const [kind, value] of Object.entries(known)) placeholderOf(value, kind);

  /** What finds the names that are known to be private: those of some time ago, and those that have come since. */
  const sought = { upTo: 0, earlier: anyOf([]), newUpTo: 0, since: anyOf([]) };
  const knownWithin = (): readonly RegExp[] => {
    if (names.size > sought.newUpTo) {
      const all = [...names.keys()];
      if (all.length - sought.upTo > mostBeside) {
        sought.upTo = all.length;
        sought.earlier = anyOf(all);
      }
      sought.newUpTo = all.length;
      sought.since = anyOf(all.slice(sought.upTo));
    }
    return [sought.earlier, sought.since];
  };
  const withoutKnown = (text: string) =>
    text
      .split(ours)
      .map((part, index) => (index % 2 === 1 ? part : withoutSpans(part, privateSpans(part))))
      .join('');
  const privateSpans = (text: string) =>
    [...knownWithin(), looksPrivate].flatMap((expression) =>
      [...text.matchAll(expression)].map(({ index, 0: found }) => [index, index + found.length] as const),
    );
  /** What overlaps goes as one: in turn, the tail of one that begins within another would be left. */
  const withoutSpans = (text: string, spans: readonly (readonly [from: number, to: number])[]) => {
    let shown = '';
    let at = 0;
    const inOrder = spans.toSorted((one, other) => one[0] - other[0] || other[1] - one[1]);
    for (const [index, [from, end]] of inOrder.entries()) {
      if (from < at) continue;
      let to = end;
      for (const [start, stop] of inOrder.slice(index + 1)) if (start < to) to = Math.max(to, stop);
      shown += text.slice(at, from) + placeholderOf(text.slice(from, to), 'id');
      at = to;
    }
    return shown + text.slice(at);
  };

  function learn(value: unknown, field: string): void {
    if (typeof value === 'string') {
      if (natureOf(field, value) === 'private') placeholderOf(value, kindOf(field));
    } else if (Array.isArray(value)) for (const each of value) learn(each, field);
    else if (typeof value === 'object' && value !== null)
      for (const [key, each] of Object.entries(value)) {
        if (!keyForm.test(key)) placeholderOf(key, 'key');
        learn(each, key);
      }
  }

  function disguise(value: unknown, field: string): unknown {
    if (typeof value === 'string') {
      if (isWord(value)) return value;
      return natureOf(field, value) === 'private' ? placeholderOf(value, kindOf(field)) : withoutKnown(value);
    }
    if (typeof value === 'number') return names.has(String(value)) && !isOrdinary(String(value)) ? 0 : value;
    if (Array.isArray(value)) return value.map((each) => disguise(each, field));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, each]) => [
        keyForm.test(key) ? key : placeholderOf(key, 'key'),
        disguise(each, key),
      ]),
    );
  }

  function check(value: unknown): void {
    const flaw = flawIn(value, '');
    if (flaw === undefined) return;
    throw new CodedError(
      'probe.private',
      `${flaw} still holds something that is the account's own, so nothing was written - please report it`,
    );
  }

  function flawIn(value: unknown, place: string): string | undefined {
    if (typeof value === 'string') {
      if (isWord(value)) return undefined;
      const rest = value.replaceAll(ours, '\n');
      const isFlawed =
        [looksPrivate, ...knownWithin()].some((expression) => rest.search(expression) >= 0) ||
        redact(rest) !== rest;
      return isFlawed ? place : undefined;
    }
    if (typeof value !== 'object' || value === null) return undefined;
    for (const [key, each] of Object.entries(value)) {
      const found = flawIn(each, `${place}/${key}`);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  return { learn, disguise, check };
}

/** Finds any of some names within a text, the longest first, so that none is torn by a part of it. */
function anyOf(names: readonly string[]): RegExp {
  const alternatives = names
    .filter((name) => name.length >= leastWithin && name.length <= mostWithin && !isOrdinary(name))
    .sort((one, other) => other.length - one.length)
    .map((text) => (text.length < anywhereLength ? alone(text) : literally(text)));
  return new RegExp(alternatives.join('|') || '(?!)', 'giu');
}

function literally(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

function alone(text: string): string {
  return `(?<![\\p{L}\\p{N}])${literally(text)}(?![\\p{L}\\p{N}])`;
}
