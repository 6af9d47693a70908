import { describe, expect, test } from 'vitest';
import { createCloudClock } from '../../../functions/minicloud/wire/cloud-clock.ts';
import { type Account, scheduleText, serverlessText, withAccount } from './account-beside.ts';
import { project } from './functiongraph-beside.ts';

/** Commands that ask Huawei Cloud: DCS, OBS or FunctionGraph. */
const commands = ['plan nightly', 'status', 'history', 'cancel nightly@1', 'deploy --yes', 'remove --yes'];

/** What each command says on either stream, and for programs. */
async function toldBy({ run, cloud }: Account, command: string): Promise<{ text: string; todo: string }> {
  const to = /^(deploy|remove)/.test(command) ? ['--endpoint', cloud.endpoint] : [];
  const text = await run([...command.split(' '), ...to]);
  const json = await run([...command.split(' '), ...to, '--json']);
  expect([command, text.code, json.code]).toEqual([command, 1, 1]);
  return { text: text.stdout + text.stderr, todo: JSON.parse(json.stdout).error.todo };
}

describe('every command names as the cause', () => {
  test.each([
    [
      'a wrong secret key',
      { HUAWEICLOUD_SDK_SK: 'another-secret-key' },
      'the secret key is not the one of the',
    ],
    ['a wrong access key', { HUAWEICLOUD_SDK_AK: 'NOBODYSKEY0000000001' }, 'the access key is not known'],
  ])('%s', async (_, wrong, todo) => {
    await withAccount({ deployed: false }, async (account) => {
      Object.assign(account.variables, wrong);
      for (const command of commands) {
        const told = await toldBy(account, command);
        expect(`${command}: ${told.text.replace(/\s+/g, ' ')}`).toContain(`-> ${todo}`);
        expect(`${command}: ${told.todo}`).toContain(todo);
      }
    });
  });

  test('a clock that is off, with how far', async () => {
    const clock = createCloudClock({ scale: 1, startAt: Date.now() + 20 * 60_000 });
    await withAccount({ deployed: false, clock }, async (account) => {
      for (const command of commands) {
        const told = await toldBy(account, command);
        expect(`${command}: ${told.todo}`).toContain('is 20 minutes ahead of that of this machine');
        expect(`${command}: ${told.todo}`).toContain('set the clock of this machine');
      }
    });
  });

  test('a project that is not of these keys', async () => {
    await withAccount({ deployed: false }, async (account) => {
      const foreign = project.replaceAll('0', 'f');
      account.write('config/schedule.yaml', scheduleText().replace(project, foreign));
      const told = await toldBy(account, 'plan nightly');
      expect(told.todo).toContain('these keys have no such project in that region');
      account.write('serverless.yml', serverlessText().replace(project, foreign));
      for (const command of ['deploy --yes', 'remove --yes'])
        expect((await toldBy(account, command)).text).toContain(`of project ${foreign} in cn-north-4`);
    });
  });

  test('no right, no network, and nobody that the targets name, with what to do', async () => {
    await withAccount({ deployed: false }, async (account) => {
      expect((await toldBy(account, 'plan nightly')).todo).toBe('nightshift instances lists what there is');
      account.cloud.dcs.addFault({ operation: 'ListInstances', times: 2, effect: { kind: 'forbidden' } });
      const denied = await toldBy(account, 'plan nightly');
      expect(denied.todo).toBe('grant dcs:instance:list to the user or agency that these keys are of');
      expect(denied.text).not.toContain("function's agency");
      const nobody = 'http://127.0.0.1:9';
      account.variables['DCS_ENDPOINT'] = nobody;
      const todo = 'nothing answers at 127.0.0.1:9 as it should: look at the network';
      const silent = await toldBy(account, 'plan nightly');
      expect([silent.text, silent.todo]).toEqual([
        expect.stringContaining(`-> ${todo}`),
        expect.stringContaining(todo),
      ]);
      const deployed = await account.run(['deploy', '--yes', '--json', '--endpoint', nobody]);
      expect(JSON.parse(deployed.stdout).error.todo).toContain(todo);
      expect(deployed.stderr).toContain(`\n-> ${todo}`);
    });
  });
});
