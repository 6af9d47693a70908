import { describe, expect, test } from 'vitest';
import { createCloudClock } from '../../../functions/minicloud/wire/cloud-clock.ts';
import { secrets, sharedAccount } from './account-beside.ts';
import { project } from './functiongraph-beside.ts';

/** A local cloud that runs faster is hours ahead of the clock that a command lives by. */
const ahead = createCloudClock({ scale: 1, startAt: Date.now() + 5 * 3_600_000 });
const account = sharedAccount({ clock: ahead, beside: () => Date.now() });
const logs = (...args: readonly string[]) =>
  account.run(['logs', '--endpoint', account.cloud.endpoint, ...args]);
const uuid = '[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}';

describe('logs', () => {
  test('shows where the log is, and the lines of the last hour as LTS gives them out', async () => {
    const { endpoint, clock } = account.cloud;
    const urn = `urn:fss:cn-north-4:${project}:function:default:nightshift:latest`;
    await account.ask('POST', `functions/${urn}/invocations`, {});
    const { group_id: group, stream_id: stream } = JSON.parse(
      (await account.ask('GET', `functions/${urn}/lts-log-detail`)).text,
    );
    const at = clock.now();
    account.platform.lts.write({ project, group, stream }, [
      { at: Date.now() - 2 * 3_600_000, content: 'two hours ago' },
      // The function hides what is secret, and another program need not.
      { at, content: `GET ${endpoint}/inbox/${secrets.urlPart} \u001b[31m${secrets.secretKey}` },
    ]);
    const { code, stdout, stderr } = await logs();
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const lines = stdout.split('\n');
    expect(lines[0]).toBe(
      'the log of nightshift is in LTS: https://console.huaweicloud.com/lts/?region=cn-north-4',
    );
    expect(lines[1]).toMatch(new RegExp(`^ {2}group {3}functiongraph\\S+ \\(${uuid}\\)$`));
    expect(lines[2]).toMatch(new RegExp(`^ {2}stream {2}nightshift_\\S+ \\(${uuid}\\)$`));
    const time = '\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\+08:00';
    expect(lines[4]).toMatch(new RegExp(`^${time} {2}Start invoke request '${uuid}', version: latest$`));
    expect(lines[5]).toMatch(new RegExp(`^${time} {2}Finish invoke request '${uuid}', duration: `));
    expect(lines[6]).toMatch(new RegExp(`^${time} {2}GET `));
    expect(lines.slice(7)).toEqual(['']);
    for (const hidden of ['canary', '\u001b']) expect(stdout).not.toContain(hidden);
  });

  test('tells as JSON the same, and of a run that is not there what was expected', async () => {
    const { stdout } = await logs('--json', '--since', '3h');
    expect(stdout).not.toContain('canary');
    expect(JSON.parse(stdout)).toEqual({
      logs: [
        {
          function: 'nightshift',
          group: { id: expect.stringMatching(uuid), name: expect.stringContaining('functiongraph') },
          stream: { id: expect.stringMatching(uuid), name: expect.stringContaining('nightshift') },
          console: 'https://console.huaweicloud.com/lts/?region=cn-north-4',
        },
      ],
      lines: [
        { function: 'nightshift', at: expect.any(String), text: 'two hours ago' },
        { function: 'nightshift', at: expect.any(String), text: expect.stringContaining('Start') },
        { function: 'nightshift', at: expect.any(String), text: expect.stringContaining('Finish') },
        { function: 'nightshift', at: expect.any(String), text: expect.stringContaining('GET') },
      ],
      isWhole: true,
    });
    const { code, stdout: none } = await logs('--run', 'nightly', '--json');
    expect([code, JSON.parse(none)]).toEqual([
      1,
      { error: { code: 'run.unknown', message: expect.stringContaining('the journal has no run yet') } },
    ]);
  });

  test('says where LTS gave only a part of the lines', async () => {
    const { knobs } = account.platform.lts;
    knobs.partialAnswers = 1;
    const { code, stdout, stderr } = await logs();
    expect([code, stdout.includes('Finish'), stdout.includes('GET')]).toEqual([0, true, false]);
    expect(stderr).toContain('LTS gave only a part of the lines');
    knobs.partialAnswers = 1;
    expect(JSON.parse((await logs('--json')).stdout)).toMatchObject({ isWhole: false });
  });

  test('shows where the log is to whoever may not read it, and names the permission', async () => {
    const { knobs } = account.platform.lts;
    knobs.deniedActions = ['lts:logs:list'];
    const { code, stdout, stderr } = await logs();
    knobs.deniedActions = [];
    expect(code).toBe(1);
    expect(stdout).toContain('https://console.huaweicloud.com/lts/?region=cn-north-4');
    expect(stderr.replace(/\s+/g, ' ')).toContain('the permission lts:logs:list');
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
    const urn = `urn:fss:cn-north-4:${project}:function:default:nightshift:latest`;
    const { text } = await account.ask('GET', `functions/${urn}/config`);
    const now = JSON.parse(text) as Record<string, unknown>;
    await account.ask('PUT', `functions/${urn}/config`, { ...now, enable_lts_log: false });
    const { code, stderr } = await logs();
    expect(code).toBe(1);
    expect(stderr.replace(/\s+/g, ' ')).toContain('expected nightshift deploy, with enableLtsLog: true');
  });
});
