import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { encoders } from '../../maintenance/document/encode-text.ts';
import { withFiles } from './run-nightshift.ts';

const schedule = `version: 1
regions: { beijing: { region: cn-north-4, projectId: "0123456789abcdef0123456789abcdef" } }
jobs:
  nightly:
    action: restart
    cron: "30 3 * * *"
    targets: { region: beijing, names: ["cache-*"], exclude: { names: ["*生产*"] } }
`;
const serverless = readFileSync('serverless.yml', 'utf8');
const gbk = encoders['gb18030'] ?? expect.unreachable();
const utf16 = (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le');

const environment = Object.fromEntries(
  [...serverless.matchAll(/\$\{env:(\w+)\}/g)].map(([, name = '']) => [
    name,
    '0123456789abcdef0123456789abcdef',
  ]),
);
const refusal =
  'schedule.yaml:7:74: byte 237 (0xC9) is not UTF-8; the file reads as GB18030 (GBK) - expected UTF-8: save the file in that encoding';

test('every command refuses a schedule in GBK, which would leave out other instances than it says', async () => {
  await withFiles({ 'schedule.yaml': gbk(schedule), 'serverless.yml': serverless }, async (nightshift) => {
    const validated = await nightshift(['validate']);
    expect(validated.code).toBe(1);
    expect(validated.stdout).toContain(refusal);
    expect(validated.stdout).toContain('names: ["*生产*"]');
    for (const args of [['next'], ['pack', '--out', 'x.zip'], ['deploy', '--yes'], ['triggers']]) {
      const { code, stdout, stderr } = await nightshift(args, environment);
      expect([args, code, stdout + stderr]).toEqual([args, 1, expect.stringContaining(refusal)]);
    }
    const { stdout } = await nightshift(['doctor']);
    expect(stdout).toContain('is not UTF-8');
    const json = JSON.parse((await nightshift(['validate', '--json'])).stdout);
    expect(json.diagnostics).toMatchObject([
      { line: 7, column: 74, code: 'file.encoding', severity: 'error' },
    ]);
  });
});

test('a serverless.yml in UTF-16 is refused by name, and a schedule with a byte order mark is read', async () => {
  const files = { 'schedule.yaml': `\uFEFF${schedule}`, 'serverless.yml': utf16(serverless) };
  await withFiles(files, async (nightshift) => {
    const { code, stdout } = await nightshift(['validate']);
    expect(code).toBe(1);
    expect(stdout).toContain(
      'serverless.yml:1:1: UTF-16 LE - expected UTF-8: save the file in that encoding',
    );
    expect(stdout).toContain('schedule.yaml: nothing is wrong');
  });
});

test('a file that is far too large is refused at once', async () => {
  const list = `${schedule}x-list:\n${'  - 123456789\n'.repeat(1_600_000)}`;
  await withFiles({ 'schedule.yaml': list }, async (nightshift) => {
    const { code, stdout } = await nightshift(['validate']);
    expect(code).toBe(1);
    expect(stdout).toContain('schedule.yaml:1:1: more than 1 MB - expected a file of at most 1 MB');
  });
});
