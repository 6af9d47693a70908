import { displayWidth } from './display-width.ts';
import { type Glyph } from './display-width.ts';
import { glyphs } from './display-width.ts';

/** Cuts a text to columns of a terminal, with `…` where it was cut. */
export function cutText(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  return `${join(takeWhileFits(glyphs(text), width - 1)).trimEnd()}…`;
}

/** Breaks a text into lines of at most `width` columns: at spaces, and within a word only when it is longer than a line. */
export function wrapText(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').flatMap((long) => chunks(long, width))) {
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

/** Columns that tables for people take: the same on every terminal, and in every file. */
export const textWidth = 120;
