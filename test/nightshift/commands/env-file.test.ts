import { expect, test } from 'vitest';
import { manualSchedule } from './functiongraph-beside.ts';
import { withFiles } from './run-nightshift.ts';

const canary = 'canary-webhook-0123456789';
const files = {
  'here.yaml': manualSchedule,
  'there.yaml': manualSchedule,
  'deploy.env': `NIGHTSHIFT_SCHEDULE=here.yaml\nHOOK=https://hooks.example.com/${canary}\n`,
  'broken.env': `HOOK=ok\nOTHER="${canary}\n`,
};

test('variables of a file are as good as those of the environment, which go before them', async () => {
  await withFiles(files, async (nightshift) => {
    const ofFile = await nightshift(['validate', '--env-file', 'deploy.env']);
    expect(ofFile).toMatchObject({ code: 0, stderr: '' });
    expect(ofFile.stdout).toMatch(/^here\.yaml: /);
    expect(ofFile.stdout).not.toContain(canary);
    const explicit = { NIGHTSHIFT_SCHEDULE: 'there.yaml' };
    expect((await nightshift(['validate', '--env-file', 'deploy.env'], explicit)).stdout).toMatch(
      /^there\.yaml: /,
    );
  });
});

test('a file that is not there or is malformed is refused with its place, and nothing of it is shown', async () => {
  await withFiles(files, async (nightshift) => {
    const absent = await nightshift(['validate', '--env-file', 'nowhere.env']);
    expect(absent).toEqual({
      code: 1,
      stdout: '',
      stderr: 'nightshift: nowhere.env: there is no such file - expected a file of variables there\n',
    });
    const { code, stdout, stderr } = await nightshift(['validate', '--env-file', 'broken.env', '--json']);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      error: { code: 'env-file.malformed', message: expect.stringMatching(/^broken\.env:2:7: the quote/) },
    });
    expect(stdout + stderr).not.toContain(canary);
  });
});
