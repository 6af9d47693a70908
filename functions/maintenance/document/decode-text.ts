import type { YamlFlaw } from './read-yaml.ts';

/** The text of a file, or why it is none, with what can be shown of it all the same. */
export type DecodedText =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly flaw: YamlFlaw; readonly text: string };

/** What a schedule, a `serverless.yml` and what that refers to may be long, in bytes: some ten thousand jobs. */
export const mostBytes = 1024 * 1024;

/** For whom several files of a kind are told apart by their limit. */
type Limit = { readonly most?: number };

/**
 * Reads a file as UTF-8, the only encoding there is here: taken for another, a pattern with a name in it would match
 * nothing, and nobody would notice. Says where it shows, and what it looks like. A byte order mark stays in the text.
 */
export function decodeText(bytes: Uint8Array, { most = mostBytes }: Limit = {}): DecodedText {
  if (bytes.length > most) {
    const limit = `${Math.round(most / 1024 / 1024)} MB`;
    return refused(
      'file.size',
      { line: 1, column: 1 },
      `more than ${limit}`,
      `a file of at most ${limit}`,
      '',
    );
  }
  const wide = wideEncoding(bytes);
  if (wide !== undefined) {
    const text = decodeAs(wide.label, bytes) ?? '';
    const found = `${wide.name}${wide.marked ? '' : ', by its zero bytes'}`;
    return refused('file.encoding', { line: 1, column: 1 }, found, asUtf8, text);
  }
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  const broken = firstBroken(text, bytes);
  if (broken === undefined) return { ok: true, text };

  const looks = guess(bytes, text);
  const shown = (looks.label === undefined ? undefined : decodeAs(looks.label, bytes)) ?? text;
  const value = (bytes[broken] ?? 0).toString(16).toUpperCase().padStart(2, '0');
  const found = `byte ${broken + 1} (0x${value}) is not UTF-8; ${looks.what}`;
  return refused(
    'file.encoding',
    placeOf(broken, bytes, looks.label),
    found,
    looks.expected ?? asUtf8,
    shown,
  );
}

const asUtf8 = 'UTF-8: save the file in that encoding';

function refused(
  code: string,
  place: { readonly line: number; readonly column: number },
  found: string,
  expected: string,
  text: string,
): DecodedText {
  const message = `${found} - expected ${expected}`;
  return { ok: false, text: withoutMark(text), flaw: { ...place, path: [], code, message } };
}

/** The text without the byte order mark that it may begin with, which is in no column. */
export function withoutMark(text: string): string {
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}

/** Encodings of two and four bytes a character, by their mark or by where the zeros of plain letters are. */
function wideEncoding(bytes: Uint8Array) {
  const starts = (...mark: number[]) => mark.every((byte, index) => bytes[index] === byte);
  const marked = true;
  if (starts(0xff, 0xfe, 0, 0)) return { name: 'UTF-32 LE', label: undefined, marked };
  if (starts(0, 0, 0xfe, 0xff)) return { name: 'UTF-32 BE', label: undefined, marked };
  if (starts(0xff, 0xfe)) return { name: 'UTF-16 LE', label: 'utf-16le', marked };
  if (starts(0xfe, 0xff)) return { name: 'UTF-16 BE', label: 'utf-16be', marked };
  if (!bytes.includes(0)) return undefined;
  const zeros = [0, 0, 0, 0];
  for (const [index, byte] of bytes.entries()) if (byte === 0) zeros[index % 4] = (zeros[index % 4] ?? 0) + 1;
  const [first = 0, second = 0, third = 0, fourth = 0] = zeros;
  const quarter = bytes.length / 8;
  // A zero byte or two in a text are a control character, and told as such.
  if (first + second + third + fourth <= quarter) return undefined;
  if (third > quarter / 2 && fourth > quarter / 2 && first === 0)
    return { name: 'UTF-32 LE', label: undefined, marked: false };
  if (first > quarter / 2 && second > quarter / 2 && fourth === 0)
    return { name: 'UTF-32 BE', label: undefined, marked: false };
  return first + third > second + fourth
    ? { name: 'UTF-16 BE', label: 'utf-16be', marked: false }
    : { name: 'UTF-16 LE', label: 'utf-16le', marked: false };
}

/** The text in another encoding; `undefined` when it is none of that, or this Node.js does not know it. */
function decodeAs(label: string | undefined, bytes: Uint8Array): string | undefined {
  if (label === undefined) return undefined;
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

const lost = '\uFFFD';

/** The first byte that decoding could make nothing of; a lost character may also be written in the file itself. */
function firstBroken(text: string, bytes: Uint8Array): number | undefined {
  const encoder = new TextEncoder();
  let offset = 0;
  let from = 0;
  for (let at = text.indexOf(lost); at >= 0; at = text.indexOf(lost, from)) {
    offset += encoder.encode(text.slice(from, at)).length;
    if (bytes[offset] !== 0xef || bytes[offset + 1] !== 0xbf || bytes[offset + 2] !== 0xbd) return offset;
    offset += 3;
    from = at + 1;
  }
  return undefined;
}

/** What a file looks like that is no UTF-8: no proof, so it is never read that way. */
type Look = { readonly label?: string; readonly what: string; readonly expected?: string };

function guess(bytes: Uint8Array, text: string): Look {
  const broken = count(text, /\uFFFD/g);
  // Chinese characters take three bytes, and hardly any of another encoding happen to be three that fit.
  if (count(text, /[\u0800-\uFFFC]/g) > broken)
    return {
      what: 'the rest of the file is',
      expected: 'UTF-8 throughout: write what stands there anew',
    };
  const shares = sharesOfBlocks(bytes);
  const [best] = (
    [
      { name: 'GB18030 (GBK)', label: 'gb18030', share: shares.gb },
      { name: 'Big5', label: 'big5', share: shares.big5 },
    ] as const
  )
    .filter(({ label }) => decodeAs(label, bytes) !== undefined)
    .sort((one, other) => other.share - one.share);
  if (best && best.share >= 0.6) return { label: best.label, what: `the file reads as ${best.name}` };
  if (shares.single >= 0.5)
    return { label: 'windows-1252', what: 'the file reads as Latin-1 (Windows-1252)' };
  if (best) return { label: best.label, what: `the file may be ${best.name}` };
  return { what: 'in which encoding the file is does not show' };
}

/**
 * Of the characters beyond ASCII, the share that is among the common ones of each encoding, which stand in blocks of
 * their own, and the share of bytes that stand alone among letters, as those of Latin-1 do.
 */
function sharesOfBlocks(bytes: Uint8Array) {
  let [pairs, gb, big5, runs, single] = [0, 0, 0, 0, 0];
  for (let at = 0; at < bytes.length; at++) {
    const lead = bytes[at] ?? 0;
    if (lead < 0x80) continue;
    const trail = bytes[at + 1] ?? 0;
    runs++;
    if (trail < 0x80) single++;
    pairs++;
    const upper = trail >= 0xa1;
    const punctuation = lead >= 0xa1 && lead <= 0xa3;
    if (upper && (punctuation || (lead >= 0xb0 && lead <= 0xd7))) gb++;
    if ((upper || (trail >= 0x40 && trail <= 0x7e)) && (punctuation || (lead >= 0xa4 && lead <= 0xc6)))
      big5++;
    at++;
  }
  return { gb: gb / pairs, big5: big5 / pairs, single: single / runs };
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

/** Line and column of a byte, both 1-based; the column in characters of the encoding that the file seems to have. */
function placeOf(offset: number, bytes: Uint8Array, label: string | undefined) {
  let line = 1;
  let start = 0;
  for (let at = bytes.indexOf(0x0a); at >= 0 && at < offset; at = bytes.indexOf(0x0a, at + 1)) {
    line++;
    start = at + 1;
  }
  const before = bytes.subarray(start, offset);
  const text = decodeAs(label, before) ?? new TextDecoder('utf-8').decode(before);
  return { line, column: text.length + 1 };
}
