import { describe, expect, test } from 'vitest';
import { wecom } from '../../functions/notify/wecom.ts';
import { plain } from '../../functions/report/card.ts';
import { wordingIn } from '../../functions/report/wording/wording-in.ts';
import { cardOf, endings, failedRow, hostileCard, hostileFailure } from './robot-endings.ts';

const context = { wording: wordingIn('en'), mention: ['zhang.san', 'all'], limit: wecom.limit, id: 'msg_1' };

type Body = {
  readonly msgtype: string;
  readonly markdown: { readonly content: string };
  readonly text: { readonly content: string; readonly mentioned_list?: readonly string[] };
};
const built = (card = endings['failed'] ?? hostileCard, changes = {}) =>
  wecom.build(card, { ...context, ...changes }) as Body;
const told = (card = endings['failed'] ?? hostileCard, changes = {}) =>
  wecom.text(card, { ...context, ...changes }) as Body;
const bytes = (text: string) => Buffer.byteLength(text);

describe('a body', () => {
  test.each(Object.entries(endings))('of a run: %s', async (name, card) => {
    const wording = wordingIn(name.endsWith('chinese') ? 'zh' : 'en');
    const { msgtype, markdown, ...others } = built(card, { wording });
    expect([msgtype, others, Object.keys(markdown)]).toEqual(['markdown', {}, ['content']]);
    await expect(markdown.content).toMatchFileSnapshot(`golden/wecom/${name}.txt`);
  });

  test.each(Object.entries(endings))('in plain text: %s', async (name, card) => {
    const wording = wordingIn(name.endsWith('chinese') ? 'zh' : 'en');
    const { msgtype, text, ...others } = told(card, { wording });
    expect([msgtype, others]).toEqual(['text', {}]);
    expect(bytes(text.content)).toBeLessThanOrEqual(2_048);
    await expect(text.content).toMatchFileSnapshot(`golden/wecom/${name}-plain.txt`);
  });
});

describe('the limit', () => {
  const many = (count: number, name: string) =>
    cardOf(Array.from({ length: count }, (_, at) => failedRow(`${name}-${at}`)));

  test.each(['ascii', '订单', '😀'])('is kept in bytes, with what is left out counted: %s', (name) => {
    const card = many(20, name);
    const whole = bytes(built(card, { limit: 100_000 }).markdown.content);
    expect(bytes(built(card, { limit: whole + 1 }).markdown.content)).toBe(whole);
    expect(bytes(built(card, { limit: whole }).markdown.content)).toBe(whole);
    const { content } = built(card, { limit: whole - 1 }).markdown;
    expect(bytes(content)).toBeLessThan(whole);
    expect(content).toMatch(/… and \d+ more/);
  });

  test('is 4,096 bytes of markdown, nearly all of which 500 failures of long names take', () => {
    const size = bytes(built(many(500, '会话缓存😀'.repeat(5))).markdown.content);
    expect(wecom.limit).toBe(4_096);
    expect(size).toBeLessThanOrEqual(4_096);
    expect(size).toBeGreaterThan(3_500);
  });

  // One fact that cannot be left out, and so is cut at its end.
  const long = (sign: string, length: number) => ({
    ...(endings['could-not-run'] ?? hostileCard),
    glance: [plain(sign.repeat(length))],
    facts: [],
    sections: [],
  });
  test.each(['é', '字', '😀'])('cuts between characters: %s', (sign) => {
    const bare = bytes(told(long(sign, 0)).text.content);
    const fitting = Math.floor((2_048 - bare) / bytes(sign));
    expect(told(long(sign, fitting)).text.content.endsWith(sign)).toBe(true);
    const { content } = told(long(sign, fitting + 1)).text;
    expect(content.endsWith(`${sign}…`)).toBe(true);
    expect(bytes(content)).toBeLessThanOrEqual(2_048);
    expect(content).not.toMatch(/\p{Cs}/u);
  });

  test('of a text is kept to the byte', () => {
    const bare = bytes(told(long('a', 0)).text.content);
    const sizes = [2_047, 2_048, 2_049].map((size) => bytes(told(long('a', size - bare)).text.content));
    expect(sizes).toEqual([2_047, 2_048, 2_048]);
  });
});

describe('a mention', () => {
  test('calls those who are configured when a run needs a person', () => {
    expect(built().markdown.content).toContain(' <@zhang.san> <@all>\n');
    expect(told().text.mentioned_list).toEqual(['zhang.san', '@all']);
  });

  test.each(['succeeded', 'nothing-to-do'])('calls nobody otherwise: %s', (name) => {
    expect(JSON.stringify([built(endings[name]), told(endings[name])])).not.toMatch(/<@|mentioned/);
  });

  test('calls nobody when nobody is configured', () => {
    const none = { mention: [] };
    expect(JSON.stringify([built(undefined, none), told(undefined, none)])).not.toMatch(/<@|mentioned/);
  });
});

describe('text from the cloud', () => {
  test.each([
    ['of a run', hostileCard],
    ['of a failure', hostileFailure],
  ])('calls nobody, leads nowhere and has no format: %s', (_whose, card) => {
    const { content } = built(card, { mention: [] }).markdown;
    const { text } = told(card, { mention: [] });
    // The headline's colour is ours.
    const ours = content.replace(/^## <font color="warning">(.*)<\/font>\n/, '$1\n');
    expect(`${ours}${text.content}`.replace(/^>/gm, '')).not.toMatch(/[<>&[\]~]|:\/\//);
    expect(text.mentioned_list).toBeUndefined();
    for (const line of content.split('\n')) {
      expect(line.split('`').length % 2).toBe(1);
      expect(line.split('**').length % 2).toBe(1);
    }
    expect(content.split('\n').filter((line) => /^#/.test(line))).toHaveLength(1);
  });
});
