import { describe, expect, test } from 'vitest';
import { jsonBytes } from '../../../functions/maintenance/notify/fit-text-body.ts';
import { classifySlack, slack } from '../../../functions/maintenance/notify/slack.ts';
import { slackAnswers, slackInbox } from '../../../functions/minicloud/inbox/chats/slack.ts';
import { chatOnInbox } from './chat-on-inbox.ts';
import { bodyOf, describeGoldenBodies } from './golden-bodies.ts';
import { goldenNotices, hostileNotice } from './golden-notices.ts';
import { finished } from './sample-notice.ts';

describeGoldenBodies('slack', {
  kind: slack,
  measure: jsonBytes,
  mention: ['U4711', 'S4711', 'here'],
  // Slack's own markup is all in angle brackets.
  calls: /<[!@#h]/,
});

describe('who is called in Slack', () => {
  test.each([
    ['channel', '<!channel>'],
    ['here', '<!here>'],
    ['U4711', '<@U4711>'],
    ['W4711', '<@W4711>'],
    ['S4711', '<!subteam^S4711>'],
  ])('as %s is written %s', (id, written) => {
    const body = bodyOf(finished, slack, 'build', { mention: [id] });
    expect(body['text']).toContain(written);
  });
});

describe('a text of a block', () => {
  test.each([...Object.entries(goldenNotices), ['hostile', hostileNotice] as const])(
    'has at most 3,000 characters after %s',
    (_, notice) => {
      const texts = JSON.stringify(bodyOf(notice, slack, 'build', { language: 'zh' })).match(
        /"text":"[^"]*"/g,
      );
      expect(Math.max(...(texts ?? []).map(({ length }) => length))).toBeLessThanOrEqual(3_000 + 9);
    },
  );
});

describe('the answer of an incoming webhook', () => {
  test.each([
    [200, 'ok', 'delivered'],
    [200, 'ok\n', 'delivered'],
    [200, '', 'permanent'],
    [200, '<html>Sign in</html>', 'permanent'],
    [202, 'ok', 'permanent'],
    [400, 'invalid_payload', 'refused-card'],
    [400, 'invalid_blocks', 'refused-card'],
    [400, 'no_text', 'refused-card'],
    [400, 'user_not_found', 'permanent'],
    [400, 'something_new', 'permanent'],
    [403, 'action_prohibited', 'permanent'],
    [403, 'invalid_token', 'permanent'],
    [404, 'channel_not_found', 'permanent'],
    [404, 'no_service', 'permanent'],
    [404, 'no_team', 'permanent'],
    [410, 'channel_is_archived', 'permanent'],
    [429, 'rate_limited', 'transient'],
    [500, 'rollup_error', 'transient'],
    [302, '', 'permanent'],
  ])('%i %s is %s', (status, body, kind) => {
    expect(classifySlack(status, {}, body).kind).toBe(kind);
  });

  test('tells how long to wait', () => {
    expect(classifySlack(429, { 'retry-after': '3' }, 'rate_limited')).toMatchObject({ retryAfter: '3' });
  });

  test('is quoted only where its words are known', () => {
    expect(classifySlack(404, {}, 'no_team').reason).toBe(
      'HTTP 404: no_team, the URL is wrong, or the workspace is gone',
    );
    expect(classifySlack(404, {}, 'canary').reason).toBe('HTTP 404');
  });
});

describe('a message to an incoming webhook', () => {
  const chat = { kind: 'slack', inbox: slackInbox() } as const;

  test.each(Object.entries(goldenNotices))('is taken when a run ends with %s', async (_, notice) => {
    await using room = await chatOnInbox(chat);
    expect(await room.tell(notice)).toMatchObject({ status: 'delivered', attempts: 1 });
  });

  test('is sent once more as text when its blocks are refused', async () => {
    await using room = await chatOnInbox(chat);
    room.inbox.script({ kind: 'answer', answer: slackAnswers.invalidBlocks });
    expect(await room.tell(finished)).toMatchObject({ status: 'delivered', attempts: 2, degraded: true });
    expect(room.inbox.messages[1]?.json).not.toHaveProperty('attachments');
  });

  test('waits for as long as it is asked to', async () => {
    await using room = await chatOnInbox(chat);
    room.inbox.script({ kind: 'answer', answer: slackAnswers.rateLimited });
    expect(await room.tell(finished)).toMatchObject({ status: 'delivered', attempts: 2 });
    expect(room.clock.waits).toEqual([2_000]);
  });
});
