/** Blocks that a terminal draws two columns wide (Unicode's East Asian Width W and F), emoji apart. */
const wide =
  /[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uA960-\uA97C\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF01-\uFF60\uFFE0-\uFFE6\u{16FE0}-\u{18DFF}\u{1AFF0}-\u{1B2FF}\u{20000}-\u{3FFFD}]/u;
const emoji = /\p{Emoji_Presentation}|\uFE0F/u;
const unseen = /^[\p{M}\p{Cf}\p{Cc}]+$/u;

const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** A character as people count them, and the columns it takes on a terminal. */
export type Glyph = { readonly text: string; readonly width: number };

/** The characters of a text, none of them torn (an accent, a flag, a family are one). */
export function glyphs(text: string): readonly Glyph[] {
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
