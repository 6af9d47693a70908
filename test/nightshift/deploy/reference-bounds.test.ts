// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the notation itself.
import { describe, expect, test } from 'vitest';
import { formatDiagnostic } from '../../../functions/maintenance/document/diagnostic.ts';
import { parseServerless } from '../../../functions/nightshift/deploy/serverless/parse-serverless.ts';
import { encoders } from '../../maintenance/document/encode-text.ts';

const rest = `provider: { name: huawei, region: cn-north-4, memorySize: 256, timeout: 60 }
functions: { nightshift: { handler: index.handler, code: { codeUri: ./dist } } }
`;

type Files = Readonly<Record<string, string | Uint8Array>>;

function told(
  service: string,
  custom = '',
  files: Files = {},
  environment: Readonly<Record<string, string>> = {},
) {
  const read: string[] = [];
  const parsed = parseServerless(`service: ${service}\n${custom}${rest}`, {
    file: 'serverless.yml',
    lookup: (name) => environment[name],
    readFile: (path) => {
      read.push(path);
      return files[path];
    },
  });
  const lines = parsed.ok ? [parsed.deployment.service] : parsed.diagnostics.map(formatDiagnostic);
  return { lines, read };
}

/** Levels of values that each name the one below it several times. */
function levels(depth: number, width: number): string {
  const names = Array.from({ length: depth }, (_, level) => {
    const value = level === 0 ? 'x' : `\${self:custom.l${level - 1}}`.repeat(width);
    return `  l${level}: "${value}"\n`;
  });
  return `custom:\n${names.join('')}`;
}

describe('references that lead to one another', () => {
  test.each([
    ['itself', '${self:service}', ''],
    ['itself twice', '${self:service}${self:service}', ''],
    [
      'one another',
      '${self:custom.a}',
      'custom: { a: "${self:custom.b}", b: "${self:custom.a}${self:custom.a}" }\n',
    ],
    ['what it stands in', '${self:custom.a.b}', 'custom: { a: { b: "${self:custom}" } }\n'],
  ])('that name %s are told once, at their place', (_, service, custom) => {
    const { lines } = told(service, custom);
    expect(lines.filter((line) => /^serverless\.yml:1:1\d* service.*leads/.test(line))).toEqual([
      expect.stringMatching(/leads back to itself - expected a value$/),
    ]);
  });

  test('may be twenty behind one another, and no more', () => {
    expect(told('${self:custom.l19}', levels(20, 1)).lines).toEqual(['x']);
    expect(told('${self:custom.l20}', levels(21, 1)).lines).toContain(
      'serverless.yml:1:10 service: ${self:custom.l0} comes after 20 references behind one another - expected fewer, or what they stand for written out',
    );
  });

  test.each([
    ['twelve levels of four', levels(13, 4), /more than 10000 references/],
    [
      'a long text many times over',
      `custom:\n  l0: ${'x'.repeat(5_000)}\n  l12: "${'${self:custom.l0}'.repeat(300)}"\n`,
      /more than 1000000 characters/,
    ],
    [
      'a long list many times over',
      `custom:\n  l0: [${'x,'.repeat(5_000)}]\n  l12: [${'"${self:custom.l0}",'.repeat(300)}]\n`,
      /more than 100000 values/,
    ],
  ])('unfold within bounds: %s', (_, custom, found) => {
    const { lines } = told('${self:custom.l12}', custom);
    const sizes = lines.filter((line) => /unfold/.test(line));
    expect(sizes).toEqual([expect.stringMatching(found)]);
    expect(sizes[0]).toMatch(
      /^serverless\.yml:\d+:\d+ \S+: .* - expected fewer of them, or what they stand for written out$/,
    );
  });

  test.each(['${', '${(', "${'", '${"', '${a}${'])('are read in one pass: %j many times over', (piece) => {
    const { lines } = told(JSON.stringify(piece.repeat(150_000)));
    expect(lines[0]).toMatch(/^serverless\.yml:1:10 service: /);
  });
});

describe('a file that a reference names', () => {
  test('is read once, however often it is named', () => {
    const { lines, read } = told('${file(./a.yml):b}-${file(./a.yml):b}', '', { './a.yml': 'b: x\n' });
    expect([lines, read]).toEqual([['x-x'], ['./a.yml']]);
  });

  test.each([
    [
      'of another encoding',
      encoders['gb18030']?.('b: 生产\n') ?? '',
      'line 1, column 4: byte 4 (0xC9) is not UTF-8; the file reads as GB18030 (GBK) - expected UTF-8: save the file in that encoding',
    ],
    [
      'that is too large',
      new Uint8Array(2 * 1024 * 1024).fill(0x20),
      'line 1, column 1: more than 1 MB - expected a file of at most 1 MB',
    ],
    ['that is no YAML', 'b: [\n', 'line 2, column 1: a bracket above that is never closed - expected ]'],
  ])('%s is told at the reference', (_, content, why) => {
    expect(told('${file(./a.yml):b}', '', { './a.yml': content }).lines).toEqual([
      `serverless.yml:1:10 service: \${file(./a.yml):b} names a file that is not read, ./a.yml: ${why}`,
    ]);
  });
});
