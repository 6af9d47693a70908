import { secretForms } from './secret-forms.ts';

/** From where to where in a text. */
export type Span = readonly [start: number, end: number];

/** Where in which writing of a key some characters of it stand. */
type Written = { readonly form: string; readonly at: number };

/** So many characters of a key in a row are no chance. */
const leastRun = 16;

/** Of every run as long as that, one that begins at a multiple of this many is a part. */
const stride = 8;

/** A key: an access key's secret, a token, a signature, a secret to sign with. URLs and names have other characters. */
const key = /^[A-Za-z0-9+/=_-]{24,}$/;
const keyRuns = /[A-Za-z0-9+/=_-]{16,}/g;

/**
 * Finds runs of 16 characters and more of a key, in any of its encodings: an answer may quote the begin of a token,
 * or break it over two fields. None of a URL, of which most is the same for everybody. `prepare` is done to all forms.
 */
export function seekPieces(secrets: readonly string[], prepare: (form: string) => string) {
  const places = new Map<string, Written[]>();
  for (const secret of secrets.filter((one) => key.test(one))) {
    for (const form of new Set([...secretForms(secret)].map(prepare))) {
      for (let at = 0; at + stride <= form.length; at += stride) {
        const piece = form.slice(at, at + stride);
        const known = places.get(piece);
        if (known) known.push({ form, at });
        else places.set(piece, [{ form, at }]);
      }
    }
  }
  return (text: string): Span[] => {
    if (places.size === 0) return [];
    return [...text.matchAll(keyRuns)].flatMap(({ index, 0: run }) =>
      runsOf(text, [index, index + run.length]),
    );
  };

  function runsOf(text: string, [from, to]: Span): Span[] {
    const spans: Span[] = [];
    for (let start = from; start + stride <= to; start++)
      for (const place of places.get(text.slice(start, start + stride)) ?? []) {
        const span = widened(text, start, place);
        if (span[1] - span[0] >= leastRun) spans.push(span);
      }
    return spans;
  }
}

/** As far as text and key go on alike, to both sides. */
function widened(text: string, at: number, place: Written): Span {
  let before = 0;
  while (before < at && before < place.at && text[at - before - 1] === place.form[place.at - before - 1])
    before += 1;
  let after = stride;
  while (at + after < text.length && text[at + after] === place.form[place.at + after]) after += 1;
  return [at - before, at + after];
}
