import { describe, expect, test } from 'vitest';
import { createWecomRobot } from '../../functions/minicloud/inbox-wecom.ts';
import { createChannel } from '../../functions/notify/create-channel.ts';
import type { SettingsOf } from '../../functions/schedule/channels/channel-settings.ts';
import { type Answer, startReceiver } from './receiver.ts';
import { channelParts, finished, now } from './sample-notice.ts';

/** A group's robot on a socket, and a channel to it. */
async function group(withKey = 'key-1') {
  const robot = createWecomRobot('key-1');
  const answer: Answer = (response, { path, body }) => {
    const reply = robot.answer({ query: path.split('?')[1] ?? '', body }, now);
    response.writeHead(reply.status, reply.headers).end(reply.body);
  };
  const receiver = await startReceiver(answer);
  const url = `${receiver.url}/cgi-bin/webhook/send?key=${withKey}`;
  const settings: SettingsOf<'wecom'> = {
    kind: 'wecom',
    url,
    allowLoopback: true,
    when: 'always',
    language: 'zh',
    mention: ['zhang.san'],
  };
  const channel = await createChannel({ ...channelParts(url), settings });
  const tell = (timeMs = 60_000) => channel.tell(finished, now + timeMs);
  return { robot, tell, [Symbol.asyncDispose]: () => receiver[Symbol.asyncDispose]() };
}

describe('a summary sent to a robot of WeCom', () => {
  test('is shown', async () => {
    await using there = await group();
    expect(await there.tell()).toEqual({
      channel: 'ops',
      status: 'delivered',
      attempts: 1,
      reason: 'errcode 0',
    });
    expect(there.robot.shown).toMatchObject([
      { msgtype: 'markdown', markdown: { content: expect.stringContaining('<@zhang.san>') } },
    ]);
  });

  test.each(['busy', 'concurrent'] as const)('is shown at the second try when WeCom is %s', async (fault) => {
    await using there = await group();
    there.robot.script(fault);
    expect(await there.tell()).toMatchObject({ status: 'delivered', attempts: 2 });
    expect(there.robot.shown).toHaveLength(1);
  });

  test('is given up at once under a wrong key', async () => {
    await using there = await group('key-2');
    expect(await there.tell()).toMatchObject({
      status: 'failed',
      attempts: 1,
      reason: 'errcode 93000: the robot was removed, or the key in the URL is wrong',
    });
  });

  test('is given up when it is the 21st of a minute, as there is no minute to wait', async () => {
    await using there = await group();
    for (let sent = 0; sent < 20; sent++) expect((await there.tell()).status).toBe('delivered');
    expect(await there.tell()).toMatchObject({
      status: 'failed',
      attempts: 1,
      reason:
        'errcode 45009: more than 20 messages in a minute; asked to wait 60s, longer than there is time',
    });
  });
});
