import { describe, expect, test } from 'vitest';
import { dingtalkAnswers, dingtalkInbox } from '../../../functions/minicloud/inbox/chats/dingtalk.ts';
import { chatOnInbox } from './chat-on-inbox.ts';
import { goldenNotices } from './golden-notices.ts';
import { finished } from './sample-notice.ts';

/** A group's robot on a socket, and a channel to it. */
function group({ secret = 'SECright', keyword = 'Nightshift', late = 0 } = {}) {
  const robot = dingtalkInbox({ token: 'token-1', secret: 'SECright', keyword });
  return chatOnInbox({
    kind: 'dingtalk',
    inbox: (request) => robot({ ...request, now: request.now + late }),
    secret,
    query: 'access_token=token-1',
    mention: ['13800000000'],
  });
}

describe('a message to a robot of DingTalk', () => {
  test.each(Object.entries(goldenNotices))('is taken when a run ends with %s', async (_, notice) => {
    await using room = await group();
    expect(await room.tell(notice)).toMatchObject({
      status: 'delivered',
      attempts: 1,
      reason: 'errcode 0',
    });
  });

  test('is signed anew and has the same id at a second try', async () => {
    await using room = await group();
    room.inbox.script({ kind: 'answer', answer: dingtalkAnswers.busy });
    expect(await room.tell(finished)).toMatchObject({ status: 'delivered', attempts: 2 });
    const [first, second] = room.inbox.messages;
    expect(first?.query).not.toBe(second?.query);
    expect(first?.body).toBe(second?.body);
  });

  test('is shown in plain text when the card is found unsafe', async () => {
    await using room = await group();
    room.inbox.script({ kind: 'answer', answer: dingtalkAnswers.unsafe });
    expect(await room.tell(finished)).toMatchObject({ status: 'delivered', attempts: 2, degraded: true });
    expect(room.inbox.messages[1]?.json).toMatchObject({ msgtype: 'text' });
  });

  test.each([
    ['under another secret', { secret: 'SECwrong' }, /310000: the secret/],
    ['by a clock that is off', { late: 3_600_001 }, /310000: the clock/],
    ['without the keyword', { keyword: 'Dayshift' }, /310000: .* keyword/],
  ])('is given up at once %s', async (_how, changes, reason) => {
    await using room = await group(changes);
    expect(await room.tell(finished)).toMatchObject({
      status: 'failed',
      attempts: 1,
      reason: expect.stringMatching(reason),
    });
  });

  test.each(['stopped', 'barred'] as const)('is given up at once by a robot that is %s', async (fault) => {
    await using room = await group();
    room.inbox.script({ kind: 'answer', answer: dingtalkAnswers[fault] });
    expect(await room.tell(finished)).toMatchObject({ status: 'failed', attempts: 1 });
  });

  test('is given up when it is the 21st of a minute, as the robot is locked for ten', async () => {
    await using room = await group();
    for (let sent = 0; sent < 20; sent++) expect((await room.tell(finished)).status).toBe('delivered');
    expect(await room.tell(finished)).toMatchObject({
      status: 'failed',
      attempts: 1,
      reason:
        'errcode 130101: more than 20 messages in a minute; asked to wait 600s, longer than there is time',
    });
  });
});
