import { describe, expect, test } from 'vitest';
import { decodeText, mostBytes } from '../../../functions/maintenance/document/decode-text.ts';
import { encoders } from './encode-text.ts';

const simplified = `version: 1
jobs:
  nightly: # 夜里重启测试环境的缓存
    targets: { names: ["*"], exclude: { names: ["*生产*"] } }
`;
const traditional = simplified.replace('夜里重启测试环境的缓存', '夜裡重啟測試環境').replace('生产', '生產');
const german = 'version: 1\n# für die Prüfumgebung, täglich\nby: Müller\nreason: größere Übung\n';

function refusalOf(bytes: Uint8Array) {
  const decoded = decodeText(bytes);
  if (decoded.ok) expect.unreachable('it is read');
  const { line, column, code, message } = decoded.flaw;
  return { place: `${line}:${column}`, code, message, text: decoded.text };
}

const encode = (label: string, text: string) => encoders[label]?.(text) ?? expect.unreachable();

describe('a file that is not UTF-8 is refused where that shows, with what it reads as', () => {
  test.each([
    ['gb18030', simplified, '3:15', 'byte 33 (0xC0) is not UTF-8; the file reads as GB18030 (GBK)'],
    ['big5', traditional, '3:14', 'byte 31 (0xA9) is not UTF-8; the file reads as Big5'],
    ['latin1', german, '2:4', 'byte 15 (0xFC) is not UTF-8; the file reads as Latin-1 (Windows-1252)'],
    ['utf-16le', `\uFEFF${simplified}`, '1:1', 'UTF-16 LE'],
    ['utf-16be', `\uFEFF${simplified}`, '1:1', 'UTF-16 BE'],
    ['utf-16le', simplified, '1:1', 'UTF-16 LE, by its zero bytes'],
    ['utf-16be', simplified, '1:1', 'UTF-16 BE, by its zero bytes'],
    ['utf-32le', `\uFEFF${simplified}`, '1:1', 'UTF-32 LE'],
    ['utf-32be', `\uFEFF${simplified}`, '1:1', 'UTF-32 BE'],
    ['utf-32le', simplified, '1:1', 'UTF-32 LE, by its zero bytes'],
    ['utf-32be', simplified, '1:1', 'UTF-32 BE, by its zero bytes'],
  ])('%s', (label, text, place, found) => {
    expect(refusalOf(encode(label, text))).toMatchObject({
      place,
      code: 'file.encoding',
      message: `${found} - expected UTF-8: save the file in that encoding`,
    });
  });

  test.each(['gb18030', 'big5', 'latin1'])('a single word in %s is enough', (label) => {
    const word = { gb18030: '*生产*', big5: '*生產*', latin1: '*für*' }[label] ?? '';
    const { place, message } = refusalOf(encode(label, `names: ["${word}"]\n`));
    expect(place).toMatch(/^1:1[12]$/);
    expect(message).toMatch(/GB18030|Big5|Latin-1/);
  });

  test.each(['gb18030', 'big5'])('what stands there can be shown: %s', (label) => {
    const text = label === 'big5' ? traditional : simplified;
    expect(refusalOf(encode(label, text)).text).toBe(text);
  });

  test('and one that is UTF-8 but for a character in the middle is not taken for another encoding', () => {
    const bytes = Buffer.from(simplified);
    const cut = Buffer.concat([bytes.subarray(0, -8), Buffer.of(0xe7), bytes.subarray(-8)]);
    expect(refusalOf(cut).message).toBe(
      `byte ${bytes.length - 7} (0xE7) is not UTF-8; the rest of the file is - expected UTF-8 throughout: write what stands there anew`,
    );
  });

  test('a lost character that is written in the file is not where it breaks', () => {
    const { place } = refusalOf(Buffer.concat([Buffer.from('# \uFFFD\uFFFD\n# '), Buffer.of(0xff)]));
    expect(place).toBe('2:3');
  });
});

describe('a file that is UTF-8', () => {
  test.each([simplified, traditional, german, '', '\uFEFFversion: 1\n', 'a: "\u{1F600}"\n'])(
    'is read: %j',
    (text) => {
      expect(decodeText(Buffer.from(text))).toEqual({ ok: true, text });
    },
  );

  test('may have as many bytes as are stated, and not one more', () => {
    expect(decodeText(new Uint8Array(mostBytes).fill(0x20))).toMatchObject({ ok: true });
    expect(refusalOf(new Uint8Array(mostBytes + 1).fill(0x20))).toMatchObject({
      place: '1:1',
      code: 'file.size',
      message: 'more than 1 MB - expected a file of at most 1 MB',
    });
  });
});

test('any bytes end with a text or with a place in it', () => {
  let seed = 20261129;
  const next = () => {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
    return seed >> 8;
  };
  for (let round = 0; round < 500; round++) {
    const bytes = Uint8Array.from({ length: next() % 60 }, () =>
      next() % 3 === 0 ? next() % 256 : 97 + (next() % 26),
    );
    const decoded = decodeText(bytes);
    if (decoded.ok) expect(Buffer.from(decoded.text).equals(bytes)).toBe(true);
    else expect(decoded.flaw.column).toBeLessThanOrEqual(bytes.length + 1);
  }
});
