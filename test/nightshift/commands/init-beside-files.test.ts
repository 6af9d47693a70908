import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { withFiles } from './run-nightshift.ts';

describe('what stands', () => {
  test('is never overwritten, also not by a second init', async () => {
    await withFiles({ 'serverless.yml': 'mine' }, async (nightshift, folder) => {
      const first = await nightshift(['init', '--yes', '--json'], {});
      expect(first.code).toBe(1);
      expect(JSON.parse(first.stdout)).toMatchObject({
        kept: ['serverless.yml'],
        findings: [expect.stringContaining('serverless.yml:1:1')],
      });
      expect(readFileSync(join(folder, 'serverless.yml'), 'utf8')).toBe('mine');
      const second = await nightshift(['init', '--yes', '--json'], {});
      expect(JSON.parse(second.stdout).written).toEqual([]);
    });
  });

  test('a schedule without the rest gets what goes with it', async () => {
    const schedule = `version: 1
tick: 10m
regions: { south: { region: cn-south-1, projectId: "\${SOUTH}" } }
notify: { ops: { kind: webhook, url: "\${HOOK}" } }
jobs: { nightly: { action: restart, cron: "0 3 * * *", startDeadline: 30m, targets: { region: south, names: ["a-*"] }, notify: [ops] } }
`;
    await withFiles({ 'config/schedule.yaml': schedule }, async (nightshift, folder) => {
      const { code, stdout } = await nightshift(['init', '--yes', '--json'], {});
      expect(code).toBe(0);
      expect(JSON.parse(stdout)).toMatchObject({ kept: ['config/schedule.yaml'], unseen: [], findings: [] });
      const text = readFileSync(join(folder, 'serverless.yml'), 'utf8');
      expect(text).toContain('projectId: "${env:SOUTH}"');
      expect(text).toContain('maxInstanceNum: 1\n');
    });
  });

  test.each([
    [
      'version: 2\njobs: {}\n',
      'version: 2, which is newer than this Nightshift - expected 1, or a newer Nightshift',
    ],
    ['version: 1\njobs: [\n', 'config/schedule.yaml:'],
  ])(
    'and has mistakes, or is of a newer version, is told and nothing written: %j',
    async (schedule, said) => {
      await withFiles({ 'config/schedule.yaml': schedule }, async (nightshift, folder) => {
        const { code, stderr } = await nightshift(['init', '--yes'], {});
        expect(code).toBe(1);
        expect(stderr).toContain(said);
        expect(stderr.trim().split('\n')).toHaveLength(1);
        expect(readdirSync(folder, { recursive: true }).toSorted()).toEqual([
          'config',
          'config/schedule.yaml',
        ]);
      });
    },
  );

  test.each([
    ['a/b/c', 'there is no folder a/b to make a/b/c in'],
    ['file', 'file is a file - expected a folder'],
    ['file/x', 'there is no folder file to make file/x in'],
  ])('a folder that cannot be: %s', async (folder, said) => {
    await withFiles({ file: '' }, async (nightshift) => {
      const { code, stderr } = await nightshift(['init', folder, '--yes'], {});
      expect(code).toBe(1);
      expect(stderr).toContain(said);
      expect(stderr.trim().split('\n')).toHaveLength(1);
    });
  });
});
