import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { CodedError } from '../../../functions/maintenance/foundation/coded-error.ts';
import { readEnvFile } from '../../../functions/nightshift/place/env-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'nightshift-env-'));
afterAll(() => rmSync(folder, { recursive: true }));

function read(content: string | Uint8Array) {
  const file = join(folder, 'deploy.env');
  writeFileSync(file, content);
  return readEnvFile(file);
}

function refusal(content: string | Uint8Array): string {
  try {
    read(content);
  } catch (error) {
    if (error instanceof CodedError) return `${error.code} ${error.message.replaceAll(`${folder}/`, '')}`;
  }
  return 'read';
}

test.each([
  ['plain values', 'A=1\nB = two words \n', { A: '1', B: 'two words' }],
  [
    'quotes, and what would be a comment in them',
    `A="x#y"\nB='a\\nb'\nC=\`"\`\n`,
    { A: 'x#y', B: 'a\\nb', C: '"' },
  ],
  ['comments and empty lines', '# all\n\n  \nA=1 # one\nB= # none\n', { A: '1', B: '' }],
  ['lines of a shell', 'export A=1\n', { A: '1' }],
  ['a value over several lines', 'A="one\ntwo="\nB=3', { A: 'one\ntwo=', B: '3' }],
  ['a file of Windows', '\uFEFFA=1\r\nB="x\r\ny"\r\n', { A: '1', B: 'x\ny' }],
  ['a value that is empty', 'A=\nB=2\n', { A: '', B: '2' }],
  ['a secret with = in it', 'A=whsec_YWJjZA==\n', { A: 'whsec_YWJjZA==' }],
  ['nothing', '', {}],
])('%s are read', (_, content, variables) => {
  expect(read(content)).toEqual(variables);
});

describe('refused with its place, and nothing of what stands there,', () => {
  test.each([
    ['a line that is none', 'A=1\n  canary\nB=2\n', 'deploy.env:2:1: no variable - expected NAME=value'],
    ['YAML', 'A: canary\n', 'deploy.env:1:1: no variable'],
    ['a name that is none', 'A-B=canary\n', 'deploy.env:1:1: no variable'],
    ['a quote without an end', 'A="canary\nB=2\n', 'deploy.env:1:3: the quote that begins here has no end'],
    [
      'a quote that another variable ends',
      'A="canary\nB=2\nC="x"\n',
      'deploy.env:1:3: text after the closing quote',
    ],
    ['a # that would cut a value', 'A=https://canary.example/x#y\n', 'deploy.env:1:3: a # without quotes'],
    ['a # that would leave nothing of a value', 'A=#canary\n', 'deploy.env:1:3: a # without quotes'],
    ['another encoding', Buffer.from('A=canary\n', 'utf16le'), 'deploy.env:1:1: UTF-16 LE'],
  ])('is %s', (_, content, said) => {
    const told = refusal(content);
    expect(told).toContain(`env-file.malformed ${said}`);
    expect(told).not.toContain('canary');
  });

  test('is each of them', () => {
    expect(refusal('one\nA=1\ntwo\n').split('\n')).toEqual([
      expect.stringContaining('deploy.env:1:1: no variable'),
      expect.stringContaining('deploy.env:3:1: no variable'),
    ]);
  });

  test('is a file that is not there, or is a folder', () => {
    expect(() => readEnvFile(join(folder, 'nowhere.env'))).toThrow(
      /nowhere\.env: there is no such file - exp/,
    );
    expect(() => readEnvFile(folder)).toThrow(/: it is a folder - expected a file of variables/);
  });
});
