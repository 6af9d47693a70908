import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { builtFunction, project, withFunctionGraph } from './functiongraph-beside.ts';

const variables = {
  BEIJING_PROJECT_ID: project,
  OPS_WEBHOOK_URL: 'https://hooks.example.com/canary-ops',
  OPS_WEBHOOK_SECRET: `whsec_${Buffer.from('canary-signing-secret-0123456789').toString('base64')}`,
  AUDIT_WEBHOOK_URL: 'https://hooks.example.com/canary-audit',
  AUDIT_WEBHOOK_SECRET: `whsec_${Buffer.from('canary-another-secret-0123456789').toString('base64')}`,
};

test('what a clone builds is deployed as it is, answers its tick, and is removed again', async () => {
  await withFunctionGraph({}, async ({ run, write, cloud, platform, timers }) => {
    for (const path of ['serverless.yml', 'schedule.yaml'])
      write(path, readFileSync(path === 'schedule.yaml' ? 'config/schedule.yaml' : path, 'utf8'));
    for (const [path, code] of Object.entries(builtFunction())) write(path, code);
    const first = await run(['deploy', '--yes'], variables);
    expect(first).toMatchObject({ code: 0, stderr: '' });
    expect(first.stdout).not.toContain('canary');
    expect(await timers()).toEqual(['tick CRON_TZ=Asia/Shanghai 0 */5 * * * ?']);
    // The noon of yesterday, which is never ahead of the clock: nothing is due, so nothing leaves this machine.
    const day = Math.floor((cloud.clock.now() + 8 * 3_600_000) / 86_400_000);
    platform.fire('tick', (day - 1) * 86_400_000 + 4 * 3_600_000);
    await platform.settled();
    expect(platform.invocations()).toMatchObject([{ kind: 'answered' }]);
    expect((await run(['deploy', '--yes'], variables)).stdout).toContain('nothing to change');
    expect(await run(['remove', '--yes'], { BEIJING_PROJECT_ID: project })).toMatchObject({
      code: 0,
      stderr: '',
    });
    const unknown = await run(['remove', '--yes']);
    expect(unknown.code).toBe(1);
    expect(unknown.stderr).toContain(
      'provider.projectId: the variable BEIJING_PROJECT_ID is missing or empty',
    );
  });
});
