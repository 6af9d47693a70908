/** A sign that is taken for another one, or that nobody sees: where it stands, what it is, and what to write. */
export type OddSign = {
  readonly at: number;
  readonly sign: string;
  /** `a full-width colon`. */
  readonly name: string;
  /** Empty for one that is to be left out. */
  readonly write: string;
};

/** What a text may hold: nothing that looks like something else, or whatever people write, but nothing unseen. */
export type Strictness = 'plain' | 'seen';

/** Whether a text has other signs than those of ASCII that are seen; nearly none has. */
export function isUnusual(text: string): boolean {
  return unusual.test(text);
}

/** The first sign of a text that is hardly meant. */
export function oddSignIn(text: string, strictness: Strictness): OddSign | undefined {
  if (!isUnusual(text)) return undefined;
  let at = 0;
  for (const sign of text) {
    const odd = meaningOf(sign, strictness);
    if (odd) return { at, sign, ...odd };
    at += sign.length;
  }
  return undefined;
}

/** The two halves of a diagnostic about it. */
export function tellSign({ sign, name, write }: OddSign): {
  readonly found: string;
  readonly expected: string;
} {
  const found = `${name} (${codePointOf(sign)}${seenByNobody.test(sign) ? '' : ` ${sign}`})`;
  return { found, expected: write === '' ? 'nothing in its place' : `${nameOfPlain(write)} in its place` };
}

/** A sign by its number, for whoever cannot see it: `U+FEFF`. */
export function codePointOf(sign: string): string {
  return `U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

/** The text with plain signs in the place of odd ones. */
export function withPlainSigns(text: string): string {
  if (!isUnusual(text)) return text;
  return Array.from(text, (sign) => meaningOf(sign, 'plain')?.write ?? sign).join('');
}

const unusual = /[^\t\n\r\x20-\x7E]/;
const seenByNobody = /[\p{Cc}\p{Cf}\p{Zs}\p{Zl}\p{Zp}\u115F\u1160\u3164\uFFA0]/u;

type Meaning = Pick<OddSign, 'name' | 'write'>;

function meaningOf(sign: string, strictness: Strictness): Meaning | undefined {
  if (sign <= '~' && sign >= ' ') return undefined;
  if (sign === '\t' || sign === '\n' || sign === '\r') return undefined;
  return unseen(sign) ?? (strictness === 'plain' ? lookalike(sign) : undefined);
}

const named: Readonly<Record<string, string>> = {
  '\u00A0': 'a no-break space',
  '\u3000': 'an ideographic space',
  '\u200B': 'a zero-width space',
  '\u200C': 'a zero-width non-joiner',
  '\u200D': 'a zero-width joiner',
  '\u2060': 'a word joiner',
  '\uFEFF': 'a byte order mark',
  '\u00AD': 'a soft hyphen',
};

/** What shows nothing, or shows as a plain space; and what is left of a sign that another program lost. */
function unseen(sign: string): Meaning | undefined {
  if (sign === '\uFFFD') return { name: 'a lost character', write: 'what stood there' };
  if (!seenByNobody.test(sign)) return undefined;
  if (/\p{Zs}/u.test(sign)) return { name: named[sign] ?? 'a space of another kind', write: ' ' };
  if (/[\u0085\u2028\u2029]/.test(sign)) return { name: 'a line end of another kind', write: '\n' };
  if (/\p{Cc}/u.test(sign)) return { name: 'a control character', write: '' };
  return { name: named[sign] ?? 'an invisible character', write: '' };
}

/** Signs by what is to be written for them, where their shape says nothing. */
const meant: readonly (readonly [write: string, signs: string, name: string])[] = [
  ['"', '“”„‟〝〞″『』', 'a curly quote'],
  ["'", '‘’‚‛′「」', 'a curly quote'],
  ['-', '‐‑‒–—―−﹣', 'a dash'],
  // Where people write these, they mean a range.
  ['-', '～〜∼', 'a wave dash'],
  ['*', '×∗✱⁎﹡', 'a star'],
  [':', '∶꞉﹕', 'a colon of another kind'],
  [',', '、﹐', 'a comma of another kind'],
  ['.', '。．﹒', 'a full stop of another kind'],
  [';', '﹔', 'a semicolon of another kind'],
  ['/', '⁄∕', 'a slash of another kind'],
  ['[', '【〔', 'a bracket of another kind'],
  [']', '】〕', 'a bracket of another kind'],
  ['...', '…', 'an ellipsis'],
  ['>=', '≥≧', 'a sign of mathematics'],
  ['<=', '≤≦', 'a sign of mathematics'],
];
const writeFor = new Map(
  meant.flatMap(([write, signs, name]) => [...signs].map((sign) => [sign, { write, name }])),
);

/** Letters of other scripts that look like Latin ones, in the same order. */
const twins = {
  'a Cyrillic letter': ['АВЕКМНОРСТУХаеорсухіјѕ', 'ABEKMHOPCTYXaeopcyxijs'],
  'a Greek letter': ['ΑΒΕΖΗΙΚΜΝΟΡΤΥΧο', 'ABEZHIKMNOPTYXo'],
} as const;
for (const [name, [signs, letters]] of Object.entries(twins))
  for (const [index, sign] of [...signs].entries()) writeFor.set(sign, { write: letters[index] ?? '', name });

function lookalike(sign: string): Meaning | undefined {
  const known = writeFor.get(sign);
  if (known) return known;
  const value = sign.codePointAt(0) ?? 0;
  if (value >= 0xff01 && value <= 0xff5e) {
    const write = String.fromCharCode(value - 0xfee0);
    return { name: `a full-width ${kindOf(write)}`, write };
  }
  if (/\p{Nd}/u.test(sign)) return { name: 'a digit of another script', write: digitOf(value) };
  return undefined;
}

function kindOf(plain: string): string {
  if (/\d/.test(plain)) return 'digit';
  return /[A-Za-z]/.test(plain) ? 'letter' : (plainNames[plain] ?? 'sign');
}

const plainNames: Readonly<Record<string, string>> = {
  ':': 'colon',
  ',': 'comma',
  '"': 'quote',
  "'": 'quote',
  '*': 'asterisk',
  '-': 'hyphen',
  '~': 'tilde',
  '/': 'slash',
  '?': 'question mark',
  '#': 'number sign',
  '[': 'bracket',
  ']': 'bracket',
  '(': 'bracket',
  ')': 'bracket',
  '{': 'brace',
  '}': 'brace',
};

function nameOfPlain(write: string): string {
  if (write === ' ') return 'a plain space';
  if (write === '\n') return 'a line end';
  return write;
}

/** The digits of a script stand in a row from 0 to 9; where several rows touch, nothing is said of which it is. */
function digitOf(value: number): string {
  let before = 0;
  while (before <= 9 && /\p{Nd}/u.test(String.fromCodePoint(value - before - 1))) before += 1;
  return before <= 9 ? String(before) : 'a plain digit';
}
