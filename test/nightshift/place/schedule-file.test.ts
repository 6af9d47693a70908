import { expect, test } from 'vitest';
import { withFiles } from '../commands/run-nightshift.ts';

const schedule = (job: string) => `version: 1
regions: { beijing: { region: cn-north-4, projectId: "0123456789abcdef0123456789abcdef" } }
jobs: { ${job}: { action: restart, targets: { region: beijing, names: ["*"] } } }
`;
const files = {
  'config/schedule.yaml': schedule('of-config'),
  'schedule.yaml': schedule('beside'),
  'named.yaml': schedule('named'),
  'asked.yaml': schedule('asked'),
};

test('the schedule is the one that was asked for, named by the environment, or in its usual place', async () => {
  await withFiles(files, async (nightshift) => {
    const environment = { NIGHTSHIFT_SCHEDULE: 'named.yaml' };
    const said = async (args: readonly string[], variables = {}) =>
      (await nightshift(['validate', ...args], variables)).stdout;
    expect(await said(['--schedule', 'asked.yaml'], environment)).toContain(
      'asked.yaml: nothing is wrong\n1 job: asked\n',
    );
    expect(await said([], environment)).toContain('named.yaml: nothing is wrong\n1 job: named\n');
    expect(await said([], { NIGHTSHIFT_SCHEDULE: '' })).toContain('1 job: of-config\n');
  });
});

test('the schedule may lie beside where the program is run', async () => {
  await withFiles({ 'schedule.yaml': schedule('beside') }, async (nightshift) => {
    expect((await nightshift(['validate'])).stdout).toContain(
      'schedule.yaml: nothing is wrong\n1 job: beside\n',
    );
  });
});

test('where there is none, all of its places are told', async () => {
  await withFiles({}, async (nightshift) => {
    expect(await nightshift(['validate'])).toEqual({
      code: 1,
      stdout: '',
      stderr:
        'nightshift: there is no schedule - expected config/schedule.yaml or schedule.yaml here (nightshift init writes one), --schedule FILE, or NIGHTSHIFT_SCHEDULE\n',
    });
  });
});
