import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readEvent } from '../../../functions/maintenance/runtime/middleware/read-event.ts';
import { withFiles } from './run-nightshift.ts';

const example = readFileSync('config/schedule.yaml', 'utf8');

describe('nightshift policy', () => {
  test('prints a policy to be copied, and what each action is for', async () => {
    await withFiles({ 'schedule.yaml': example }, async (nightshift) => {
      const { code, stdout, stderr } = await nightshift(['policy', '--generation', 'v3']);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(stdout).toMatch(
        /^nightshift-dcs: a custom policy, for accounts with roles and policies \(IAM v3\)\nfor the project of beijing \(cn-north-4\)\n\n\{/,
      );
      const document = JSON.parse(stdout.slice(stdout.indexOf('{'), stdout.lastIndexOf('}') + 1));
      expect(document).toEqual({
        Version: '1.1',
        Statement: [
          {
            Effect: 'Allow',
            Action: [
              'dcs:instance:list',
              'dcs:instance:get',
              'dcs:instance:getConfiguration',
              'dcs:instance:modifyStatus',
            ],
          },
        ],
      });
      expect(stdout).toContain(
        '  dcs:instance:getConfiguration  whether it keeps its data over a restart (appendonly), for nightly-soft-restart\n',
      );
    });
  });

  test('gives both generations as JSON', async () => {
    await withFiles({ 'schedule.yaml': example }, async (nightshift) => {
      const { stdout } = await nightshift(['policy', '--json']);
      const { policies } = JSON.parse(stdout);
      expect(
        policies.map((policy: { generation: string; document: { Version: string } }) => [
          policy.generation,
          policy.document.Version,
        ]),
      ).toEqual([
        ['v3', '1.1'],
        ['v5', '5.0'],
      ]);
    });
  });

  test('refuses a generation that there is not', async () => {
    await withFiles({ 'schedule.yaml': example }, async (nightshift) => {
      expect(await nightshift(['policy', '--generation', 'v4'])).toMatchObject({ code: 2, stdout: '' });
    });
  });
});

describe('nightshift event', () => {
  test.each([
    [['nightly-soft-restart'], { job: 'nightly-soft-restart', dryRun: false }],
    [['weekly-cache-reset', '--dry-run'], { job: 'weekly-cache-reset', dryRun: true }],
    [['nightly-soft-restart', '--instances', 'a,b, a'], { instances: ['a', 'b'] }],
    [['nightly-soft-restart', '--ignore-conditions'], { ignoreConditions: true }],
    [['nightly-soft-restart', '--any-time'], { anyTime: true }],
    [['weekly-cache-reset', '--confirm', 'a1b2'], { job: 'weekly-cache-reset', confirm: 'a1b2' }],
  ])('%j prints what the function understands, and nothing else', async (args, request) => {
    await withFiles({ 'schedule.yaml': example }, async (nightshift) => {
      const { code, stdout, stderr } = await nightshift(['event', ...args]);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(await readEvent(JSON.parse(stdout))).toMatchObject({ kind: 'job', ...request });
    });
  });

  test('says beside the event of a flush that it wants the hash of a plan', async () => {
    await withFiles({ 'schedule.yaml': example }, async (nightshift) => {
      const { stdout, stderr } = await nightshift(['event', 'weekly-cache-reset']);
      expect(stdout).toBe('{\n  "job": "weekly-cache-reset"\n}\n');
      expect(stderr).toBe(
        'weekly-cache-reset clears data, so this event only shows the plan - look at it, and then send the event of: nightshift event weekly-cache-reset --confirm HASH\n',
      );
    });
  });

  test('names the jobs there are', async () => {
    await withFiles({ 'schedule.yaml': example }, async (nightshift) => {
      expect(await nightshift(['event', 'nightly'])).toMatchObject({
        code: 1,
        stderr:
          'nightshift: there is no job "nightly" - expected one of nightly-soft-restart, weekly-cache-reset\n',
      });
    });
  });

  test('does not take a dry run that is confirmed', async () => {
    await withFiles({ 'schedule.yaml': example }, async (nightshift) => {
      expect(await nightshift(['event', 'weekly-cache-reset', '--dry-run', '--confirm', 'x'])).toMatchObject({
        code: 2,
        stdout: '',
      });
    });
  });
});
