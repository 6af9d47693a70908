import { secretForms } from './secret-forms.ts';
import { type Span, seekPieces } from './secret-pieces.ts';

/** Replaces every known secret in a text by `[redacted]`. */
export type Redact = (text: string) => string;

const mark = '[redacted]';

/** Shorter values are in every other word and date; whoever takes `abc` for a secret cannot be helped by us. */
const leastLength = 4;

/** From this length on a value is replaced wherever it stands; below, only where it stands alone. */
const anywhereLength = 6;

/**
 * Makes a redactor that knows the given values, their URL parts and their encodings (see `secretForms`), whatever
 * their capitals, and longer pieces of keys (see `seekPieces`). By exact value, because a pattern misses what it
 * was not written for. Values under 4 characters are left, values of 4 or 5 are replaced only between characters
 * that are neither letters nor digits. Names of variables stay whole: `names`, and what a text calls one.
 */
export function createRedactor(secrets: readonly string[], names: readonly string[] = []): Redact {
  // Made when it is first used: most redactors of clients never are.
  let made: Sought | undefined;
  const redact: Redact = (text) => {
    made ??= soughtFor(secrets.filter((secret) => secret.length >= leastLength));
    const small = inSmallLetters(text);
    const spans = [...made.forms.flatMap((form) => occurrences(small, form)), ...made.piecesIn(small)];
    return spans.length === 0 ? text : withoutSpans(text, outsideNames(spans, namesIn(text, names)));
  };
  return rememberingShort(redact);
}

/**
 * The keys of a summary, the names in it and its reasons come again and again, in the log and for every channel: a name and
 * a reason of each of 50,000 instances. With one text more than are remembered, each is forgotten before it comes again.
 */
const shortLength = 300;
const mostRemembered = 100_000;

function rememberingShort(redact: Redact): Redact {
  const known = new Map<string, string>();
  return (text) => {
    if (text.length > shortLength) return redact(text);
    const before = known.get(text);
    if (before !== undefined) return before;
    const redacted = redact(text);
    if (known.size >= mostRemembered) known.clear();
    known.set(text, redacted);
    return redacted;
  };
}

type Sought = { readonly forms: readonly string[]; readonly piecesIn: (text: string) => Span[] };

function soughtFor(secrets: readonly string[]): Sought {
  return {
    forms: [...new Set(secrets.flatMap(listForms))],
    piecesIn: seekPieces(secrets, inSmallLetters),
  };
}

function listForms(secret: string): string[] {
  return [...secretForms(secret)].filter((form) => form.length >= leastLength).map(inSmallLetters);
}

function inSmallLetters(text: string): string {
  const small = text.toLowerCase();
  // One letter of Turkish becomes two, and places would no longer be the same.
  return small.length === text.length ? small : text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

function occurrences(text: string, form: string): Span[] {
  const spans: Span[] = [];
  for (let start = text.indexOf(form); start >= 0; start = text.indexOf(form, start + 1)) {
    const end = start + form.length;
    if (form.length >= anywhereLength || standsAlone(text, start, end)) spans.push([start, end]);
  }
  return spans;
}

function standsAlone(text: string, start: number, end: number): boolean {
  // Two units each, as a letter may be a surrogate pair.
  const before = text.slice(Math.max(0, start - 2), start);
  return !/[\p{L}\p{N}]$/u.test(before) && !/^[\p{L}\p{N}]/u.test(text.slice(end, end + 2));
}

/** `${NAME}`, `${env:NAME}`, and how our messages name one. */
const calledName = /(?<=\$\{(?:env:)?|\bvariable )[A-Za-z_]\w*/g;

function namesIn(text: string, names: readonly string[]): Span[] {
  const called = [...text.matchAll(calledName)].map(
    ({ index, 0: name }): Span => [index, index + name.length],
  );
  const known = names.flatMap((name) =>
    occurrences(text, name).filter(
      ([start, end]) => !/\w/.test(text.charAt(start - 1)) && !/\w/.test(text.charAt(end)),
    ),
  );
  return [...called, ...known];
}

/** A secret that is a part of a name is seen in every file; one that is the whole of it may be one all the same. */
function outsideNames(spans: readonly Span[], names: readonly Span[]): readonly Span[] {
  if (names.length === 0) return spans;
  return spans.filter(
    ([start, end]) => !names.some(([from, to]) => from <= start && end <= to && (from < start || end < to)),
  );
}

/** Overlapping spans go as one: replacing secrets in turn would leave the tail of one that begins within another. */
function withoutSpans(text: string, spans: readonly Span[]): string {
  let redacted = '';
  let shown = 0;
  for (const [start, end] of [...spans].sort((a, b) => a[0] - b[0] || b[1] - a[1])) {
    if (start >= shown) redacted += text.slice(shown, start) + mark;
    shown = Math.max(shown, end);
  }
  return redacted + text.slice(shown);
}
