import { describe, expect, test } from 'vitest';
import { wecom } from '../../../functions/maintenance/notify/wecom.ts';
import type { Card } from '../../../functions/maintenance/report/card.ts';
import { wecomAnswers, wecomInbox } from '../../../functions/minicloud/inbox/chats/wecom.ts';
import { chatOnInbox } from './chat-on-inbox.ts';
import { describeGoldenBodies } from './golden-bodies.ts';
import { goldenNotices } from './golden-notices.ts';
import { cardOf, cardSaying, contextOf, failuresNamed, hostileCard, hostileFailure } from './sample-cards.ts';
import { finished } from './sample-notice.ts';

type Body = {
  readonly msgtype: string;
  readonly markdown?: { readonly content: string };
  readonly text?: { readonly content: string; readonly mentioned_list?: readonly string[] };
};
const bytes = (text: string) => Buffer.byteLength(text);
const contentOf = ({ markdown, text }: Body) => (markdown ?? text)?.content ?? expect.unreachable();
const measure = (body: object) => bytes(contentOf(body as Body));
const partial = cardOf(goldenNotices.partial);
const built = (card: Card, changes = {}) => wecom.build(card, contextOf(wecom, changes)) as Body;
const told = (card: Card, changes = {}) => wecom.text(card, contextOf(wecom, changes)) as Body;

describeGoldenBodies('wecom', {
  kind: wecom,
  measure,
  mention: ['zhang.san', 'all'],
  calls: /<@|mentioned_list/,
});

describe('the limit of a robot of WeCom', () => {
  test.each(['ascii', '订单', '😀'])('is in bytes, with what is left out counted: %s', (name) => {
    const card = failuresNamed(name, 20);
    const whole = measure(built(card, { limit: 100_000 }));
    expect(measure(built(card, { limit: whole + 1 }))).toBe(whole);
    expect(measure(built(card, { limit: whole }))).toBe(whole);
    const cut = contentOf(built(card, { limit: whole - 1 }));
    expect(bytes(cut)).toBeLessThan(whole);
    expect(cut).toMatch(/… and \d+ more/);
  });

  test('is 4,096 of markdown, nearly all of which 500 failures of long names take', () => {
    const size = measure(built(failuresNamed('会话缓存😀'.repeat(5), 500)));
    expect(wecom.limit).toBe(4_096);
    expect(size).toBeLessThanOrEqual(4_096);
    expect(size).toBeGreaterThan(3_300);
  });

  test.each(['é', '字', '😀'])('cuts between characters: %s', (sign) => {
    const saying = (length: number) => contentOf(told(cardSaying(sign.repeat(length))));
    const fitting = Math.floor((2_048 - bytes(saying(0))) / bytes(sign));
    expect(saying(fitting).endsWith(sign)).toBe(true);
    const cut = saying(fitting + 1);
    expect(cut.endsWith(`${sign}…`)).toBe(true);
    expect(bytes(cut)).toBeLessThanOrEqual(2_048);
    expect(cut).not.toMatch(/\p{Cs}/u);
  });

  test.each([
    ['a text', told, 2_048],
    ['markdown', built, 4_096],
  ] as const)('is kept to the byte by %s', (_, draw, limit) => {
    const bare = measure(draw(cardSaying('')));
    const sizes = [limit - 1, limit, limit + 1].map((size) =>
      measure(draw(cardSaying('a'.repeat(size - bare)))),
    );
    expect(sizes).toEqual([limit - 1, limit, limit]);
  });
});

describe('who is called in WeCom', () => {
  test('is written in the markdown, and beside a text', () => {
    const mention = ['zhang.san', 'all'];
    expect(contentOf(built(partial, { mention }))).toContain(' <@zhang.san> <@all>\n');
    expect(told(partial, { mention }).text?.mentioned_list).toEqual(['zhang.san', '@all']);
  });

  test('is nobody when nobody is configured', () => {
    expect(JSON.stringify([built(partial), told(partial)])).not.toMatch(/<@|mentioned/);
  });
});

describe('text from the cloud in WeCom', () => {
  test.each([
    ['of a run', hostileCard],
    ['of a failure', hostileFailure],
  ])('calls nobody, leads nowhere and has no format: %s', (_whose, card) => {
    const content = contentOf(built(card));
    const plain = told(card);
    // The headline's colour is ours.
    const ours = content.replace(/^## <font color="warning">(.*)<\/font>\n/, '$1\n');
    expect(`${ours}${contentOf(plain)}`.replace(/^>/gm, '')).not.toMatch(/[<>&[\]~]|:\/\//);
    expect(plain.text?.mentioned_list).toBeUndefined();
    for (const line of content.split('\n')) {
      expect(line.split('`').length % 2).toBe(1);
      expect(line.split('**').length % 2).toBe(1);
    }
    expect(content.split('\n').filter((line) => /^#/.test(line))).toHaveLength(1);
  });
});

describe('a message to a robot of WeCom', () => {
  const room = () =>
    chatOnInbox({ kind: 'wecom', inbox: wecomInbox('key-1'), query: 'key=key-1', mention: ['zhang.san'] });

  test.each(Object.entries(goldenNotices))('is taken when a run ends with %s', async (_, notice) => {
    await using there = await room();
    expect(await there.tell(notice)).toEqual({
      channel: 'ops',
      status: 'delivered',
      attempts: 1,
      reason: 'errcode 0',
    });
  });

  test.each(['busy', 'concurrent'] as const)('is shown at the second try when WeCom is %s', async (fault) => {
    await using there = await room();
    there.inbox.script({ kind: 'answer', answer: wecomAnswers[fault] });
    expect(await there.tell(finished)).toMatchObject({ status: 'delivered', attempts: 2 });
  });

  test('is sent once more as text when its markdown is refused', async () => {
    await using there = await room();
    there.inbox.script({ kind: 'answer', answer: wecomAnswers.markdownTooLong });
    expect(await there.tell(finished)).toMatchObject({ status: 'delivered', attempts: 2, degraded: true });
    expect(there.inbox.messages[1]?.json).toMatchObject({ msgtype: 'text' });
  });

  test('is given up at once under a wrong key', async () => {
    await using there = await chatOnInbox({
      kind: 'wecom',
      inbox: wecomInbox('key-1'),
      query: 'key=key-2',
    });
    expect(await there.tell(finished)).toMatchObject({
      status: 'failed',
      attempts: 1,
      reason: 'errcode 93000: the robot was removed, or the key in the URL is wrong',
    });
  });

  test('is given up when it is the 21st of a minute, as there is no minute to wait', async () => {
    await using there = await room();
    for (let sent = 0; sent < 20; sent++) expect((await there.tell(finished)).status).toBe('delivered');
    expect(await there.tell(finished)).toMatchObject({
      status: 'failed',
      attempts: 1,
      reason:
        'errcode 45009: more than 20 messages in a minute; asked to wait 60s, longer than there is time',
    });
  });
});
