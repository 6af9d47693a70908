import { describe, expect, test } from 'vitest';
import { classifyFeishu, feishu, feishuSignature } from '../../../functions/maintenance/notify/feishu.ts';
import { jsonBytes } from '../../../functions/maintenance/notify/fit-text-body.ts';
import { feishuAnswers, feishuInbox } from '../../../functions/minicloud/inbox/chats/feishu.ts';
import { chatOnInbox } from './chat-on-inbox.ts';
import { bodyOf, describeGoldenBodies } from './golden-bodies.ts';
import { goldenNotices, hostileNotice } from './golden-notices.ts';
import { finished } from './sample-notice.ts';

describeGoldenBodies('feishu', {
  kind: feishu,
  measure: jsonBytes,
  mention: ['ou_4711', 'all'],
  calls: /<at |<at>/,
});

describe("a custom bot's signature", () => {
  test.each([['demo', '1599360473', 'l1N0gAcBjdwBvGm1xMjOF0XSyaLRpR7tuO5dHfhAYc8=']])(
    'of secret %s at %s is the published one',
    (secret, timestamp, signature) => {
      expect(feishuSignature(timestamp, secret)).toBe(signature);
      const sealed = feishu.seal?.({ url: 'u', body: { a: 1 } }, secret, Number(timestamp) * 1_000 + 999);
      expect(sealed).toEqual({ url: 'u', body: { timestamp, sign: signature, a: 1 } });
    },
  );

  test('has room beside the largest body', () => {
    const body = bodyOf(hostileNotice, feishu, 'build');
    const sealed = feishu.seal?.({ url: 'u', body }, 'demo', 1_599_360_473_000);
    expect(jsonBytes(sealed?.body) - jsonBytes(body)).toBeLessThanOrEqual(20_000 - feishu.limit);
  });
});

describe('the answer of a custom bot', () => {
  test.each([
    [200, '{"StatusCode":0,"StatusMessage":"success","code":0,"data":{},"msg":"success"}', 'delivered'],
    [200, '{"Extra":null,"StatusCode":0,"StatusMessage":"success"}', 'delivered'],
    [200, '{"code":9499,"msg":"Bad Request"}', 'refused-card'],
    [200, '{"code":9499,"msg":"too many request"}', 'transient'],
    [400, '{"code":9499,"msg":"Bad Request"}', 'refused-card'],
    [200, '{"code":19001,"msg":"param invalid: incoming webhook access token invalid"}', 'permanent'],
    [200, '{"code":19002,"msg":"params error, "}', 'permanent'],
    [200, '{"code":19021,"msg":"sign match fail or timestamp is not within one hour"}', 'permanent'],
    [200, '{"code":19022,"msg":"Ip Not Allowed"}', 'permanent'],
    [200, '{"code":19024,"msg":"Key Words Not Found"}', 'permanent'],
    [200, '{"code":11232,"msg":"frequency limited psm[lark.oapi.app_platform_runtime]"}', 'transient'],
    [200, '{"code":11247,"msg":"internal send message rate limit"}', 'transient'],
    [200, '{"code":11246,"msg":"ErrCode: 200621; ErrMsg: parse card json err"}', 'refused-card'],
    [200, '{"code":11246,"msg":"ErrCode: 11310; ErrMsg: card table number over limit"}', 'refused-card'],
    [
      400,
      '{"code":230099,"msg":"Failed to create card content, ext=ErrCode: 11310; ErrMsg: card table number over limit"}',
      'refused-card',
    ],
    [200, '{"code":2200,"msg":"Internal Error"}', 'transient'],
    [400, '{"code":99991400,"msg":"request trigger frequency limit"}', 'transient'],
    [200, '{"code":4711,"msg":"something new"}', 'permanent'],
    [200, '{"code":"0"}', 'permanent'],
    [200, '{"code":null,"StatusCode":0}', 'permanent'],
    [200, '{}', 'permanent'],
    [200, '[]', 'permanent'],
    [200, '<html>log id 11232</html>', 'permanent'],
    [200, '', 'permanent'],
    [302, '', 'permanent'],
    [404, 'not found', 'permanent'],
    [429, '', 'transient'],
    [500, '{"code":0}', 'transient'],
    [502, '<html></html>', 'transient'],
  ])('%i %s is %s', (status, body, kind) => {
    expect(classifyFeishu(status, {}, body).kind).toBe(kind);
  });

  test('that cannot be read leaves open whether the message arrived', () => {
    expect(classifyFeishu(200, {}, '<html>')).toMatchObject({ mayHaveArrived: true });
  });

  test('tells how long to wait', () => {
    const verdict = classifyFeishu(429, { 'x-ogw-ratelimit-reset': '3' }, '{"code":99991400}');
    expect(verdict).toMatchObject({ kind: 'transient', retryAfter: '3' });
  });

  test('is never quoted', () => {
    const verdict = classifyFeishu(200, {}, '{"code":19001,"msg":"canary"}');
    expect(JSON.stringify(verdict)).not.toContain('canary');
  });
});

describe('a message to a custom bot that verifies signatures', () => {
  const chat = { kind: 'feishu', secret: 'demo', inbox: feishuInbox('demo') } as const;

  test.each(Object.entries(goldenNotices))('is taken when a run ends with %s', async (_, notice) => {
    await using room = await chatOnInbox(chat);
    expect(await room.tell(notice)).toMatchObject({ status: 'delivered', attempts: 1 });
    expect(room.inbox.messages).toMatchObject([{ answered: 'accepted' }]);
  });

  test('of Lark is the same', async () => {
    await using room = await chatOnInbox({ ...chat, kind: 'lark' });
    expect(await room.tell(finished)).toMatchObject({ status: 'delivered' });
  });

  test('is refused under another secret, and not sent again', async () => {
    await using room = await chatOnInbox({ ...chat, secret: 'other' });
    expect(await room.tell(finished)).toMatchObject({
      status: 'failed',
      attempts: 1,
      reason: 'code 19021: the secret is wrong, or the clock is off by more than an hour',
    });
  });

  test('is sent once more as text when the card is refused', async () => {
    await using room = await chatOnInbox(chat);
    room.inbox.script({ kind: 'answer', answer: feishuAnswers.cardRefused });
    expect(await room.tell(finished)).toMatchObject({ status: 'delivered', attempts: 2, degraded: true });
    expect(room.inbox.messages.map(({ json }) => json)).toMatchObject([
      { msg_type: 'interactive' },
      { msg_type: 'text', content: { text: expect.stringContaining('orders') } },
    ]);
  });

  test('fails when the text is refused too', async () => {
    await using room = await chatOnInbox(chat);
    room.inbox.script({ kind: 'answer', answer: feishuAnswers.badRequest }, { times: 9 });
    expect(await room.tell(finished)).toMatchObject({ status: 'failed', attempts: 2 });
  });

  test.each([
    ['the bot is asked too often', feishuAnswers.rateLimited],
    ['the platform is asked too often', feishuAnswers.openApiLimited],
  ])('arrives at the second try, freshly signed, when %s', async (_, answer) => {
    await using room = await chatOnInbox(chat);
    room.inbox.script({ kind: 'answer', answer });
    expect(await room.tell(finished)).toMatchObject({ status: 'delivered', attempts: 2 });
  });
});
