import { describe, expect, test } from 'vitest';
import { dingtalk, dingtalkSignature } from '../../functions/notify/dingtalk.ts';
import { plain } from '../../functions/report/card.ts';
import { wordingIn } from '../../functions/report/wording/wording-in.ts';
import { cardOf, endings, failedRow, hostileCard, hostileFailure } from './robot-endings.ts';

const mention = ['manager12', '13800000000', '+852-51234567', 'all'];
const context = { wording: wordingIn('en'), mention, limit: dingtalk.limit, id: 'msg_1' };

type Body = {
  readonly msgtype: string;
  readonly msgUuid: string;
  readonly markdown: { readonly title: string; readonly text: string };
  readonly text: { readonly content: string };
  readonly at?: object;
};
const failedCard = endings['failed'] ?? hostileCard;
const built = (card = failedCard, changes = {}) => dingtalk.build(card, { ...context, ...changes }) as Body;
const told = (card = failedCard, changes = {}) => dingtalk.text(card, { ...context, ...changes }) as Body;
const bytes = (body: unknown) => Buffer.byteLength(JSON.stringify(body));
const languageOf = (name: string) => ({ wording: wordingIn(name.endsWith('chinese') ? 'zh' : 'en') });

describe('a body', () => {
  test.each(Object.entries(endings))('of a run: %s', async (name, card) => {
    const { markdown, ...others } = built(card, languageOf(name));
    const { title, text } = markdown;
    expect(others).toMatchObject({ msgtype: 'markdown', msgUuid: 'msg_1' });
    expect(text.split('\n')[0]).toBe(`### ${title}`);
    await expect(text).toMatchFileSnapshot(`golden/dingtalk/${name}.txt`);
  });

  test.each(Object.entries(endings))('in plain text: %s', async (name, card) => {
    const { text, ...others } = told(card, languageOf(name));
    // The robot may have kept the id of the card.
    expect(others).toMatchObject({ msgtype: 'text', msgUuid: 'msg_1_text' });
    await expect(text.content).toMatchFileSnapshot(`golden/dingtalk/${name}-plain.txt`);
  });

  test('has the name that a robot may ask for as a keyword in title and text', () => {
    for (const card of Object.values(endings)) {
      expect(built(card).markdown.title).toContain('Nightshift');
      expect(told(card).text.content).toContain('Nightshift');
    }
  });
});

describe('the limit', () => {
  const many = (count: number, name: string) =>
    cardOf(Array.from({ length: count }, (_, at) => failedRow(`${name}-${at}`)));

  test.each(['ascii', '订单', '😀'])(
    'is kept in bytes of the body, with what is left out counted: %s',
    (name) => {
      const card = many(20, name);
      const whole = bytes(built(card));
      expect(bytes(built(card, { limit: whole + 1 }))).toBe(whole);
      expect(bytes(built(card, { limit: whole }))).toBe(whole);
      const cut = built(card, { limit: whole - 1 });
      expect(bytes(cut)).toBeLessThan(whole);
      expect(cut.markdown.text).toMatch(/… and \d+ more/);
    },
  );

  test('is 20,000 bytes, kept also by 500 failures with long names', () => {
    const size = bytes(built(many(500, '会话缓存😀'.repeat(60))));
    expect(dingtalk.limit).toBe(20_000);
    expect(size).toBeLessThanOrEqual(20_000);
    expect(size).toBeGreaterThan(17_000);
  });

  const long = (sign: string, length: number) => ({
    ...(endings['could-not-run'] ?? hostileCard),
    glance: [plain(sign.repeat(length))],
    facts: [],
    sections: [],
  });
  test.each(['a', 'é', '字', '😀'])('cuts between characters: %s', (sign) => {
    const bare = bytes(built(long(sign, 0)));
    const fitting = Math.floor((20_000 - bare) / Buffer.byteLength(sign));
    expect(built(long(sign, fitting)).markdown.text.endsWith(sign)).toBe(true);
    const cut = built(long(sign, fitting + 1));
    expect(cut.markdown.text.endsWith(`${sign}…`)).toBe(true);
    expect(bytes(cut)).toBeLessThanOrEqual(20_000);
    expect(cut.markdown.text).not.toMatch(/\p{Cs}/u);
  });

  test('of the body is kept to the byte', () => {
    const bare = bytes(built(long('a', 0)));
    const sizes = [19_999, 20_000, 20_001].map((size) => bytes(built(long('a', size - bare))));
    expect(sizes).toEqual([19_999, 20_000, 20_000]);
  });

  test('of a text is lower, as the card may have been too long', () => {
    expect(bytes(told(many(500, '会话缓存😀'.repeat(60))))).toBeLessThanOrEqual(5_000);
  });
});

describe('a mention', () => {
  test('calls those who are configured when a run needs a person', () => {
    const at = { atMobiles: ['13800000000', '+852-51234567'], atUserIds: ['manager12'], isAtAll: true };
    expect([built().at, told().at]).toEqual([at, at]);
    expect(built().markdown.text).toContain(' @manager12 @13800000000 @+852-51234567\n');
    expect(told().text.content).toContain(' @manager12 @13800000000 @+852-51234567\n');
  });

  test('calls not all when that is not configured', () => {
    expect(built(undefined, { mention: ['manager12'] }).at).toMatchObject({ isAtAll: false });
  });

  test.each(['succeeded', 'nothing-to-do'])('calls nobody otherwise: %s', (name) => {
    expect(JSON.stringify([built(endings[name]), told(endings[name])])).not.toMatch(/@manager|"at"/);
  });

  test('calls nobody when nobody is configured', () => {
    const none = { mention: [] };
    expect(JSON.stringify([built(undefined, none), told(undefined, none)])).not.toMatch(/@manager|"at"/);
  });
});

describe('text from the cloud', () => {
  test.each([
    ['of a run', hostileCard],
    ['of a failure', hostileFailure],
  ])('calls nobody, leads nowhere and has no format: %s', (_whose, card) => {
    const body = built(card, { mention: [] });
    const plainBody = told(card, { mention: [] });
    const all = `${body.markdown.text}\n${plainBody.text.content}`;
    expect([body.at, plainBody.at]).toEqual([undefined, undefined]);
    // Quoted is what is to be copied.
    expect(all.replace(/^> /gm, '')).not.toMatch(/[<>&[\]~`|\\]|:\/\//);
    // Only in the id of the run.
    expect(all.replaceAll('nightly-soft-restart@2026', '')).not.toContain('@');
    for (const line of all.split('\n')) expect(line.split('**').length % 2).toBe(1);
    expect(all.replaceAll('**', '')).not.toContain('*');
    expect(all.split('\n').filter((line) => /^#/.test(line))).toHaveLength(1);
  });
});

describe('a signature', () => {
  test.each([
    ['secret123', 1_700_000_000_123, 'fE9IZV/Sz5d9kQkZwtMBZ5qfB0cEON9rJ90RpBftOa4='],
    ['this is secret', 1_700_000_000_000, 'sSFWELbV2YwjdDQhWZwTcWlX5BWUx5J6TPpsZmuPii0='],
  ])('is that of the vector of %s', (secret, now, signature) => {
    expect(dingtalkSignature(now, secret)).toBe(signature);
  });

  test('is added to the URL in milliseconds and encoded once', () => {
    const url = 'https://oapi.dingtalk.com/robot/send?access_token=t';
    const message = { url, body: built() };
    expect(dingtalk.seal?.(message, 'secret123', 1_700_000_000_123)).toEqual({
      url: `${url}&timestamp=1700000000123&sign=fE9IZV%2FSz5d9kQkZwtMBZ5qfB0cEON9rJ90RpBftOa4%3D`,
      body: message.body,
    });
  });
});
