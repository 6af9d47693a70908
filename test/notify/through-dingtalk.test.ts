import { describe, expect, test } from 'vitest';
import { createDingtalkRobot } from '../../functions/minicloud/inbox-dingtalk.ts';
import { createChannel } from '../../functions/notify/create-channel.ts';
import type { SettingsOf } from '../../functions/schedule/channels/channel-settings.ts';
import { type Answer, startReceiver } from './receiver.ts';
import { channelParts, finished, now } from './sample-notice.ts';

/** A group's robot on a socket, and a channel to it. */
async function group(
  changes: { readonly secret?: string; readonly keyword?: string; readonly late?: number } = {},
) {
  const { secret = 'SECright', keyword = 'Nightshift', late = 0 } = changes;
  const robot = createDingtalkRobot({ token: 'token-1', secret: 'SECright', keyword });
  const parts = channelParts('');
  const answer: Answer = (response, { path, body }) => {
    const reply = robot.answer({ query: path.split('?')[1] ?? '', body }, parts.clock.now() + late);
    response.writeHead(reply.status, reply.headers).end(reply.body);
  };
  const receiver = await startReceiver(answer);
  const settings: SettingsOf<'dingtalk'> = {
    kind: 'dingtalk',
    url: `${receiver.url}/robot/send?access_token=token-1`,
    secret,
    allowLoopback: true,
    when: 'always',
    language: 'zh',
    mention: ['13800000000'],
  };
  const channel = await createChannel({ ...parts, settings });
  const tell = () => channel.tell(finished, now + 60_000);
  return { robot, tell, receiver, [Symbol.asyncDispose]: () => receiver[Symbol.asyncDispose]() };
}

describe('a summary sent to a robot of DingTalk', () => {
  test('is shown when it is signed', async () => {
    await using there = await group();
    expect(await there.tell()).toMatchObject({ status: 'delivered', attempts: 1, reason: 'errcode 0' });
    expect(there.robot.shown).toMatchObject([{ msgtype: 'markdown', at: { atMobiles: ['13800000000'] } }]);
  });

  test('is signed anew and has the same id at a second try', async () => {
    await using there = await group();
    there.robot.script('busy');
    expect(await there.tell()).toMatchObject({ status: 'delivered', attempts: 2 });
    const [first, second] = there.receiver.received;
    expect(first?.path).not.toBe(second?.path);
    expect(first?.body).toBe(second?.body);
    expect(there.robot.shown).toHaveLength(1);
  });

  test('is shown in plain text when the card is found unsafe', async () => {
    await using there = await group();
    there.robot.script('unsafe');
    expect(await there.tell()).toMatchObject({ status: 'delivered', attempts: 2, degraded: true });
    expect(there.robot.shown).toMatchObject([{ msgtype: 'text' }]);
  });

  test.each([
    ['under another secret', { secret: 'SECwrong' }, /310000: the secret/],
    ['by a clock that is off', { late: 3_600_001 }, /310000: the clock/],
    ['without the keyword', { keyword: 'Dayshift' }, /310000: .* keyword/],
  ])('is given up at once %s', async (_how, changes, reason) => {
    await using there = await group(changes);
    expect(await there.tell()).toMatchObject({
      status: 'failed',
      attempts: 1,
      reason: expect.stringMatching(reason),
    });
    expect(there.robot.shown).toEqual([]);
  });

  test.each(['stopped', 'barred'] as const)('is given up at once by a robot that is %s', async (fault) => {
    await using there = await group();
    there.robot.script(fault);
    expect(await there.tell()).toMatchObject({ status: 'failed', attempts: 1 });
  });

  test('is given up when it is the 21st of a minute, as the robot is locked for ten', async () => {
    await using there = await group();
    // The id of a notice is the same each time, so the group is shown one of them.
    for (let sent = 0; sent < 20; sent++) expect((await there.tell()).status).toBe('delivered');
    expect(await there.tell()).toMatchObject({
      status: 'failed',
      attempts: 1,
      reason:
        'errcode 130101: more than 20 messages in a minute; asked to wait 600s, longer than there is time',
    });
    expect(there.robot.shown).toHaveLength(1);
  });
});
