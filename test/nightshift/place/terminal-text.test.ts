import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  cutText,
  displayWidth,
  padText,
  wrapText,
} from '../../../functions/nightshift/place/terminal-text.ts';

describe('the width of a text on a terminal', () => {
  test.each([
    ['abc', 3],
    ['缓存', 4],
    ['ｆｕｌｌ', 8],
    ['한글', 4],
    ['あ', 2],
    ['é', 1],
    ['e\u0301', 1],
    ['😀', 2],
    ['👨‍👩‍👧', 2],
    ['🇨🇳', 2],
    ['❤️', 2],
    ['…', 1],
    ['', 0],
  ])('of %s is %i', (text, width) => {
    expect(displayWidth(text)).toBe(width);
  });
});

describe('fitting a text', () => {
  test('cuts between characters, never to more than the width', () => {
    expect(cutText('缓存-prod', 9)).toBe('缓存-prod');
    expect(cutText('缓存-prod', 8)).toBe('缓存-pr…');
    expect(cutText('缓存缓存', 4)).toBe('缓…');
  });

  test('pads by what is seen', () => {
    expect(padText('缓存', 6, 'left')).toBe('缓存  ');
    expect(padText('7', 3, 'right')).toBe('  7');
  });

  test('wraps at spaces, and within a word only when it is longer than a line', () => {
    expect(wrapText('one two three', 8)).toEqual(['one two', 'three']);
    expect(wrapText('a abcdefghij b', 4)).toEqual(['a', 'abcd', 'efgh', 'ij b']);
    expect(wrapText('a abcdefghij b', 4, false)).toEqual(['a', 'abcdefghij', 'b']);
  });

  test('comes to an end where a line is narrower than a character', () => {
    expect(wrapText('缓存', 1)).toEqual(['缓', '存']);
  });

  test('loses nothing and keeps to the width, whatever the text', () => {
    const words = fc.array(fc.string({ unit: fc.constantFrom('a', '缓', 'é', '😀', '-'), minLength: 1 }), {
      minLength: 1,
    });
    fc.assert(
      fc.property(words, fc.integer({ min: 2, max: 30 }), (list, width) => {
        const lines = wrapText(list.join(' '), width);
        expect(lines.join('').replaceAll(' ', '')).toBe(list.join(''));
        for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(width);
      }),
      { seed: 2026 },
    );
  });
});
