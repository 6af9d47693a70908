import { describe, expect, test } from 'vitest';
import { countChanges, everyTen, firstCode } from './deployed-before.ts';
import { codePath, manualSchedule, serverless, withFunctionGraph } from './functiongraph-beside.ts';
import { withFiles } from './run-nightshift.ts';

const schedule = `version: 1
timezone: Asia/Shanghai
tick: 5m
regions: { beijing: { region: cn-north-4, projectId: "0123456789abcdef0123456789abcdef" } }
jobs:
  nightly: { action: restart, cron: "30 3 * * *", window: 20m, targets: { region: beijing, names: ["cache-*"] } }
`;

describe('nightshift deploy changes nothing', () => {
  test('with --dry-run, which shows the steps, or when there is nobody to ask', async () => {
    await withFunctionGraph({}, async (around) => {
      around.write(codePath, firstCode);
      const changes = countChanges(around);
      const dry = await around.run(['deploy', '--dry-run']);
      expect(dry).toMatchObject({ code: 0, stderr: '' });
      expect(dry.stdout).toContain('  2. create timer tick');
      const json = await around.run(['deploy', '--dry-run', '--json']);
      expect(JSON.parse(json.stdout)).toMatchObject({
        functions: [{ name: 'nightshift', state: 'planned', done: [] }],
      });
      const unasked = await around.run(['deploy']);
      expect(unasked.code).toBe(1);
      expect(unasked.stderr).toContain(
        'there is no terminal to ask at, so nothing was changed - expected --yes',
      );
      expect(changes()).toBe(0);
    });
  });

  test.each([
    [{ 'serverless.yml': 'service: [' }, 'serverless.yml:1:'],
    [
      { 'serverless.yml': serverless().replace('timeout: 900', 'timeout: 3') },
      'serverless.yml:8:12 provider.timeout: the number 3',
    ],
    [{ 'schedule.yaml': 'version: 1' }, 'schedule.yaml:1:'],
    [
      { 'serverless.yml': serverless().replace('./dist/function', './dist') },
      'codeUri ./dist has no index.js in it - expected the folder that npm run build puts the function into, ./dist/function',
    ],
    [
      { 'serverless.yml': serverless().replace('./dist/function', './dist.zip'), 'dist.zip': '' },
      'codeUri ./dist.zip is a zip - expected the folder that npm run build puts the function into',
    ],
    [
      { 'serverless.yml': serverless({ variables: 'NIGHTSHIFT_SCHEDULE: other.yaml' }) },
      'serverless.yml: the function nightshift is given NIGHTSHIFT_SCHEDULE, so it would not read the schedule that is checked',
    ],
  ] as const)('when the files are wrong: %#', async (files, complaint) => {
    await withFunctionGraph({}, async (around) => {
      around.write(codePath, firstCode);
      for (const [path, text] of Object.entries(files)) around.write(path, text);
      const changes = countChanges(around);
      const { code, stderr } = await around.run(['deploy', '--yes']);
      expect({ code, changes: changes() }).toEqual({ code: 1, changes: 0 });
      expect(stderr).toContain(complaint);
    });
  });

  test.each([
    [{ HOOK: '' }, 'functions.nightshift.encryptedUserData.HOOK: the variable HOOK is missing or empty'],
    [{ HUAWEICLOUD_SDK_SK: '' }, 'HUAWEICLOUD_SDK_SK is missing or empty'],
    [{ HUAWEICLOUD_SDK_SK: 'another-secret-key' }, 'APIGW.0301'],
  ])('when the environment is wrong: %j', async (environment, complaint) => {
    await withFunctionGraph({}, async (around) => {
      around.write(codePath, firstCode);
      const { code, stderr } = await around.run(['deploy', '--yes'], environment);
      expect(code).toBe(1);
      expect(stderr).toContain(complaint);
      expect(stderr).not.toContain('this is a bug');
    });
  });

  test('in a region that has no address, or at an address that would be reached in the clear', async () => {
    const files = {
      'serverless.yml': serverless().replace('cn-north-4', 'cn-nowhere-9'),
      'schedule.yaml': manualSchedule,
      [codePath]: firstCode,
    };
    await withFiles(files, async (nightshift) => {
      const keys = { HOOK: 'x', HUAWEICLOUD_SDK_AK: 'a', HUAWEICLOUD_SDK_SK: 's' };
      const nowhere = await nightshift(['deploy', '--yes'], keys);
      expect(nowhere.code).toBe(1);
      expect(nowhere.stderr).toContain('no address of FunctionGraph is known in the region cn-nowhere-9');
      const clear = await nightshift(['deploy', '--yes', '--endpoint', 'http://192.0.2.1'], keys);
      expect(clear.code).toBe(1);
      expect(clear.stderr).toContain('--endpoint: http to another machine - expected https');
    });
  });

  test('when the timers do not cover the schedule', async () => {
    await withFunctionGraph({}, async (around) => {
      around.write(codePath, firstCode);
      around.write('schedule.yaml', schedule);
      const changes = countChanges(around);
      around.write('serverless.yml', serverless({ timers: { tick: everyTen }, userEvent: '' }));
      const refused = await around.run(['deploy', '--yes']);
      expect(refused).toMatchObject({ code: 1, stdout: '' });
      expect(refused.stderr).toContain('does not fire once per tick of the schedule, which is 5m - expected');
      expect(changes()).toBe(0);
      around.write('serverless.yml', serverless({ userEvent: '' }));
      expect(await around.run(['deploy', '--yes'])).toMatchObject({ code: 0, stderr: '' });
    });
  });
});
