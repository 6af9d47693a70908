import { describe, expect, test } from 'vitest';
import { dingtalk, dingtalkSignature } from '../../../functions/maintenance/notify/dingtalk.ts';
import { jsonBytes } from '../../../functions/maintenance/notify/fit-text-body.ts';
import type { Card } from '../../../functions/maintenance/report/card.ts';
import { describeGoldenBodies } from './golden-bodies.ts';
import { goldenNotices } from './golden-notices.ts';
import { cardOf, cardSaying, contextOf, failuresNamed, hostileCard, hostileFailure } from './sample-cards.ts';

const mention = ['manager12', '13800000000', '+852-51234567', 'all'];

type Body = {
  readonly msgUuid: string;
  readonly markdown: { readonly title: string; readonly text: string };
  readonly text: { readonly content: string };
  readonly at?: object;
};
const partial = cardOf(goldenNotices.partial);
const built = (card: Card, changes = {}) => dingtalk.build(card, contextOf(dingtalk, changes)) as Body;
const told = (card: Card, changes = {}) => dingtalk.text(card, contextOf(dingtalk, changes)) as Body;

describeGoldenBodies('dingtalk', { kind: dingtalk, measure: jsonBytes, mention, calls: /"at":/ });

describe('a body for DingTalk', () => {
  test('has the name that a robot may ask for as a keyword, and the headline as its title', () => {
    for (const card of Object.values(goldenNotices).map((notice) => cardOf(notice))) {
      const { title, text } = built(card).markdown;
      expect(title).toContain('Nightshift');
      expect(text.split('\n')[0]).toBe(`### ${title}`);
      expect(told(card).text.content).toContain('Nightshift');
    }
  });

  test('has the id of the notice, and another as text: the robot may have kept that of the card', () => {
    expect([built(partial).msgUuid, told(partial).msgUuid]).toEqual(['msg_1', 'msg_1_text']);
  });
});

describe('the limit of a robot of DingTalk', () => {
  test.each(['ascii', '订单', '😀'])('is in bytes, with what is left out counted: %s', (name) => {
    const card = failuresNamed(name, 20);
    const whole = jsonBytes(built(card));
    expect(jsonBytes(built(card, { limit: whole + 1 }))).toBe(whole);
    expect(jsonBytes(built(card, { limit: whole }))).toBe(whole);
    const cut = built(card, { limit: whole - 1 });
    expect(jsonBytes(cut)).toBeLessThan(whole);
    expect(cut.markdown.text).toMatch(/… and \d+ more/);
  });

  test('is 20,000 bytes, kept also by 500 failures with long names', () => {
    const size = jsonBytes(built(failuresNamed('会话缓存😀'.repeat(60), 500)));
    expect(dingtalk.limit).toBe(20_000);
    expect(size).toBeLessThanOrEqual(20_000);
    expect(size).toBeGreaterThan(17_000);
  });

  test.each(['a', 'é', '字', '😀'])('cuts between characters: %s', (sign) => {
    const saying = (length: number) => built(cardSaying(sign.repeat(length)));
    const fitting = Math.floor((20_000 - jsonBytes(saying(0))) / Buffer.byteLength(sign));
    expect(saying(fitting).markdown.text.endsWith(sign)).toBe(true);
    const cut = saying(fitting + 1);
    expect(cut.markdown.text.endsWith(`${sign}…`)).toBe(true);
    expect(jsonBytes(cut)).toBeLessThanOrEqual(20_000);
    expect(cut.markdown.text).not.toMatch(/\p{Cs}/u);
  });

  test('is kept to the byte', () => {
    const bare = jsonBytes(built(cardSaying('')));
    const sizes = [19_999, 20_000, 20_001].map((size) =>
      jsonBytes(built(cardSaying('a'.repeat(size - bare)))),
    );
    expect(sizes).toEqual([19_999, 20_000, 20_000]);
  });

  test('is lower for a text, as the card may have been too long', () => {
    expect(jsonBytes(told(failuresNamed('会话缓存😀'.repeat(60), 500)))).toBeLessThanOrEqual(5_000);
  });
});

describe('who is called in DingTalk', () => {
  test('stands beside the text, and in it', () => {
    const at = { atMobiles: ['13800000000', '+852-51234567'], atUserIds: ['manager12'], isAtAll: true };
    const [markdown, text] = [built(partial, { mention }), told(partial, { mention })];
    expect([markdown.at, text.at]).toEqual([at, at]);
    expect(markdown.markdown.text).toContain(' @manager12 @13800000000 @+852-51234567\n');
    expect(text.text.content).toContain(' @manager12 @13800000000 @+852-51234567\n');
  });

  test('is not everybody when that is not configured', () => {
    expect(built(partial, { mention: ['manager12'] }).at).toMatchObject({ isAtAll: false });
  });

  test('is nobody when nobody is configured', () => {
    expect(JSON.stringify([built(partial), told(partial)])).not.toMatch(/@manager|"at"/);
  });
});

describe('text from the cloud in DingTalk', () => {
  test.each([
    ['of a run', hostileCard],
    ['of a failure', hostileFailure],
  ])('calls nobody, leads nowhere and has no format: %s', (_whose, card) => {
    const [body, plain] = [built(card), told(card)];
    const all = `${body.markdown.text}\n${plain.text.content}`;
    expect([body.at, plain.at]).toEqual([undefined, undefined]);
    // Quoted is what is to be copied.
    expect(all.replace(/^> /gm, '')).not.toMatch(/[<>&[\]~`|\\]|:\/\//);
    // Only in the id of the run.
    expect(all.replaceAll('nightly-soft-restart@2026', '')).not.toContain('@');
    for (const line of all.split('\n')) expect(line.split('**').length % 2).toBe(1);
    expect(all.replaceAll('**', '')).not.toContain('*');
    expect(all.split('\n').filter((line) => /^#/.test(line))).toHaveLength(1);
  });
});

describe("a custom robot's signature", () => {
  test.each([
    ['secret123', 1_700_000_000_123, 'fE9IZV/Sz5d9kQkZwtMBZ5qfB0cEON9rJ90RpBftOa4='],
    ['this is secret', 1_700_000_000_000, 'sSFWELbV2YwjdDQhWZwTcWlX5BWUx5J6TPpsZmuPii0='],
  ])('is that of the vector of %s', (secret, now, signature) => {
    expect(dingtalkSignature(now, secret)).toBe(signature);
  });

  test('is added to the URL in milliseconds and encoded once', () => {
    const url = 'https://oapi.dingtalk.com/robot/send?access_token=t';
    const message = { url, body: built(partial) };
    expect(dingtalk.seal?.(message, 'secret123', 1_700_000_000_123)).toEqual({
      url: `${url}&timestamp=1700000000123&sign=fE9IZV%2FSz5d9kQkZwtMBZ5qfB0cEON9rJ90RpBftOa4%3D`,
      body: message.body,
    });
  });
});
