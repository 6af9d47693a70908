import { describe, expect, test } from 'vitest';
import { plainText } from '../../../functions/maintenance/report/plain-text.ts';

describe('plain text', () => {
  test.each([
    ['leaves an ordinary name', 'session-cache-7', 'session-cache-7'],
    ['leaves Chinese and emoji', '会话缓存 👨‍👩‍👧', '会话缓存 👨‍👩‍👧'],
    ['makes one line of several', 'first\r\nsecond\n\n\tthird', 'first second third'],
    ['cannot forge a log line', 'ok\u2028{"level":"error"}', 'ok {"level":"error"}'],
    ['takes terminal colours out whole', 'a\u001b[31mb\u001b[0m', 'ab'],
    ['takes a terminal title out whole', 'a\u001b]0;owned\u0007b', 'ab'],
    ['keeps a bracket that follows a line break', 'error:\n[DCS.4111] busy', 'error: [DCS.4111] busy'],
    ['drops what turns the direction of text', 'abc\u202Egnp.exe', 'abcgnp.exe'],
    ['drops what cannot be seen', 'pro\u200Bd\uFEFF\u00AD', 'prod'],
    ['replaces half a character', 'a\uD83Db', 'a\uFFFDb'],
    ['makes a lone escape a space', 'a\u001bb\u0000\u009bc', 'a b c'],
  ])('%s', (_title, text, expected) => {
    expect(plainText(text)).toBe(expected);
  });

  test.each([
    [199, 'x'.repeat(199)],
    [200, 'x'.repeat(200)],
    [201, `${'x'.repeat(199)}…`],
  ])('of %i characters is at most 200 long', (length, expected) => {
    expect(plainText('x'.repeat(length))).toBe(expected);
  });

  test('ends in no space before the ellipsis', () => {
    expect(plainText('one two three', 5)).toBe('one…');
  });

  test('is cut between code points', () => {
    expect(plainText('😀'.repeat(5), 4)).toBe('😀😀😀…');
  });
});
