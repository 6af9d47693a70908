import { randomUUID } from 'node:crypto';

/** Colours of a terminal, by their numbers in ECMA-48. */
const codes = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, cyan: 36 } as const;

/** A colour or weight of text on a terminal. */
export type Tint = keyof typeof codes;

/** Stands for what a terminal obeys until it is printed: of another process, or of a text from outside, it is none. */
const mark = `\uFDD0${randomUUID()}`;
const marks = new RegExp(`${mark}(\\d+);`, 'g');

/** The text in a colour once `showTints` has seen it, and whatever follows it not. */
export function tinted(text: string, tint: Tint): string {
  return `${mark}${codes[tint]};${text}${mark}0;`;
}

/** Makes colours of what `tinted` made; done last of all, when the text is harmless. */
export function showTints(text: string): string {
  return text.replace(marks, `${String.fromCharCode(0x1b)}[$1m`);
}

/** Blocks that a terminal draws two columns wide (Unicode's East Asian Width W and F), emoji apart. */
const wide =
  /[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uA960-\uA97C\uAC00-\uD7A3\uF900-\uFAFF\uFE10-\uFE19\uFE30-\uFE6F\uFF01-\uFF60\uFFE0-\uFFE6\u{16FE0}-\u{18DFF}\u{1AFF0}-\u{1B2FF}\u{20000}-\u{3FFFD}]/u;
const emoji = /\p{Emoji_Presentation}|\uFE0F/u;
const unseen = /^[\p{M}\p{Cf}\p{Cc}]+$/u;

const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** A character as people count them, and the columns it takes on a terminal. */
type Glyph = { readonly text: string; readonly width: number };

/** The characters of a text, none of them torn (an accent, a flag, a family are one). */
function glyphs(text: string): readonly Glyph[] {
  return [...segmenter.segment(text)].map(({ segment }) => ({ text: segment, width: glyphWidth(segment) }));
}

/** Columns that a text takes on a terminal: two for a Chinese character or an emoji. */
export function displayWidth(text: string): number {
  return glyphs(text).reduce((sum, { width }) => sum + width, 0);
}

function glyphWidth(text: string): number {
  if (unseen.test(text)) return 0;
  return wide.test(text) || emoji.test(text) ? 2 : 1;
}

/** Cuts a text to columns of a terminal, with `…` where it was cut. */
export function cutText(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  return `${join(takeWhileFits(glyphs(text), width - 1)).trimEnd()}…`;
}

/**
 * Breaks a text into lines of at most `width` columns: at spaces, and within a word only when it is longer than a line;
 * where lines have no edge, such a word has a longer one.
 */
export function wrapText(text: string, width: number, hasEdge = true): readonly string[] {
  const lines: string[] = [];
  let line = '';
  const words = text.split(' ');
  for (const word of hasEdge ? words.flatMap((long) => chunks(long, width)) : words) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (displayWidth(longer) <= width) {
      line = longer;
      continue;
    }
    // Nothing yet when the first word is wider than the line.
    if (line !== '') lines.push(line);
    line = word;
  }
  return [...lines, line];
}

/** A text as one line; where lines have an edge as several, which go on indented. */
export function hangingText(
  text: string,
  { width, hasEdge }: { readonly width: number; readonly hasEdge: boolean },
): string {
  if (!hasEdge || displayWidth(text) <= width) return text;
  const [first = '', ...rest] = wrapText(text, width - hanging.length);
  return [first, ...rest.map((line) => hanging + line)].join('\n');
}

const hanging = '    ';

/** Fills a text up with spaces to columns of a terminal. */
export function padText(text: string, width: number, align: 'left' | 'right'): string {
  const space = ' '.repeat(Math.max(0, width - displayWidth(text)));
  return align === 'left' ? text + space : space + text;
}

function chunks(word: string, width: number): readonly string[] {
  let rest = glyphs(word);
  const parts: string[] = [];
  while (rest.length > 0) {
    const fits = takeWhileFits(rest, width);
    // A line narrower than a character still takes one, or there would be no end.
    const part = rest.slice(0, Math.max(1, fits.length));
    parts.push(join(part));
    rest = rest.slice(part.length);
  }
  return parts;
}

function takeWhileFits(all: readonly Glyph[], width: number): readonly Glyph[] {
  let taken = 0;
  const end = all.findIndex((glyph) => {
    taken += glyph.width;
    return taken > width;
  });
  return end < 0 ? all : all.slice(0, end);
}

function join(all: readonly Glyph[]): string {
  return all.map(({ text }) => text).join('');
}
