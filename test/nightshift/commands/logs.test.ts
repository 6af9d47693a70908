import { describe, expect, test } from 'vitest';
import { sharedAccount } from './account-beside.ts';

const account = sharedAccount();
const logs = (...args: readonly string[]) =>
  account.run(['logs', '--endpoint', account.cloud.endpoint, ...args]);
const uuid = '[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}';

describe('logs', () => {
  test('tells where the log is, as FunctionGraph does, and that its lines are only in LTS', async () => {
    const { code, stdout, stderr } = await logs();
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const lines = stdout.split('\n');
    expect(lines[0]).toBe(
      'the log of nightshift is in LTS, and FunctionGraph gives out none of its lines: https://console.huaweicloud.com/lts/?region=cn-north-4',
    );
    expect(lines[1]).toMatch(new RegExp(`^ {2}group {3}functiongraph\\S+ \\(${uuid}\\)$`));
    expect(lines[2]).toMatch(new RegExp(`^ {2}stream {2}nightshift_\\S+ \\(${uuid}\\)$`));
  });

  test('tells as JSON the same, and of a run that is not there what was expected', async () => {
    expect(JSON.parse((await logs('--json')).stdout)).toEqual({
      logs: [
        {
          function: 'nightshift',
          group: { id: expect.stringMatching(uuid), name: expect.stringContaining('functiongraph') },
          stream: { id: expect.stringMatching(uuid), name: expect.stringContaining('nightshift') },
          console: 'https://console.huaweicloud.com/lts/?region=cn-north-4',
        },
      ],
    });
    const { code, stdout } = await logs('--run', 'nightly', '--json');
    expect([code, JSON.parse(stdout)]).toEqual([
      1,
      { error: { code: 'run.unknown', message: expect.stringContaining('the journal has no run yet') } },
    ]);
  });

  test('names the permission that the keys lack', async () => {
    const { knobs } = account.platform;
    knobs.deniedActions = ['functiongraph:function:getConfig'];
    const { code, stderr } = await logs();
    knobs.deniedActions = [];
    expect(code).toBe(1);
    expect(stderr.replace(/\s+/g, ' ')).toContain('the permission functiongraph:function:getConfig');
  });

  test('says what to set where the function keeps no log', async () => {
    const urn = `urn:fss:cn-north-4:${'0123456789abcdef0123456789abcdef'}:function:default:nightshift:latest`;
    const { text } = await account.ask('GET', `functions/${urn}/config`);
    const now = JSON.parse(text) as Record<string, unknown>;
    await account.ask('PUT', `functions/${urn}/config`, { ...now, enable_lts_log: false });
    const { code, stderr } = await logs();
    expect(code).toBe(1);
    expect(stderr.replace(/\s+/g, ' ')).toContain('expected nightshift deploy, with enableLtsLog: true');
  });
});
