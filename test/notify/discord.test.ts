import { describe, expect, test } from 'vitest';
import { answerAsDiscord } from '../../functions/minicloud/inbox-discord.ts';
import { discord, postingUrl } from '../../functions/notify/discord.ts';
import { type DiscordEmbed, embedCharacters } from '../../functions/notify/discord-embeds.ts';
import { discordCodeBlock, escapeDiscord } from '../../functions/notify/discord-markdown.ts';
import type { Card } from '../../functions/report/card.ts';
import { wordingIn } from '../../functions/report/wording/wording-in.ts';
import { plainPen, writeCard } from '../../functions/report/write-card.ts';
import { cardMeasuring, cardOf, contextOf, endings, hostileEnding } from './sample-endings.ts';

const mention = ['user:123456789012345678', 'role:223456789012345678', 'here'];
const context = contextOf(discord);
const characters = (body: object) => embedCharacters((body as { embeds: DiscordEmbed[] }).embeds);
const contentOf = (body: object) => (body as { content: string }).content;

/** Whom Discord would call, in words of its answer. */
function calledBy(body: object) {
  const { status, body: text } = answerAsDiscord({ query: 'wait=true', json: body });
  expect(status).toBe(200);
  const { mention_everyone, mentions, mention_roles } = JSON.parse(text);
  return { everyone: mention_everyone, users: mentions, roles: mention_roles };
}

describe('a message of Discord', () => {
  test.each(Object.entries(endings))('is drawn as kept: %s', async (ending, notice) => {
    const language = ending === 'chinese-and-emoji' ? 'zh' : 'en';
    const card = cardOf(notice, language);
    const drawing = contextOf(discord, { wording: wordingIn(language), mention });
    const bodies = { card: discord.build(card, drawing), text: discord.text(card, drawing) };
    await expect(`${JSON.stringify(bodies, null, 2)}\n`).toMatchFileSnapshot(
      `../fixtures/chats/discord/${ending}.json`,
    );
  });

  test.each([5_999, 6_000])('has all of a card with %i characters', (size) => {
    const card = cardMeasuring(size, (each) => characters(discord.build(each, { ...context, limit: 1e6 })));
    const body = discord.build(card, context);
    expect(characters(body)).toBe(size);
    expect(JSON.stringify(body)).not.toContain('more');
    expect(answerAsDiscord({ query: '', json: body }).status).toBe(204);
  });

  test('leaves out of one with 6,001 what is needed least, and says how much', () => {
    const card = cardMeasuring(6_001, (each) => characters(discord.build(each, { ...context, limit: 1e6 })));
    const body = discord.build(card, context);
    expect(characters(body)).toBeLessThanOrEqual(6_000);
    expect(JSON.stringify(body)).toContain('- … and 1 more');
    expect(answerAsDiscord({ query: '', json: body }).status).toBe(204);
    const long = [{ description: 'x'.repeat(4_096) }, { description: 'x'.repeat(1_905) }];
    expect(answerAsDiscord({ query: '', json: { embeds: long } }).status).toBe(400);
  });

  const pen = { ...plainPen('', escapeDiscord), payload: discordCodeBlock };
  const wholeText = (card: Card) => writeCard(card, pen, context.wording);

  test.each([1_999, 2_000])('has all of a text with %i characters', (size) => {
    const card = cardMeasuring(size, (each) => wholeText(each).length);
    expect(contentOf(discord.text(card, context))).toBe(wholeText(card));
  });

  test('leaves something out of a text with 2,001', () => {
    const card = cardMeasuring(2_001, (each) => wholeText(each).length);
    const content = contentOf(discord.text(card, context));
    expect(content.length).toBeLessThanOrEqual(2_000);
    expect(content).toContain('- … and 1 more');
  });

  test('is cut between characters when nothing can be left out', () => {
    for (const limit of [40, 41, 42, 43, 44, 45]) {
      const family = { ...cardOf(endings.failed), headline: '👨‍👩‍👧🛒'.repeat(30) };
      const content = contentOf(discord.text(family, { ...context, limit }));
      expect(content.length).toBeLessThanOrEqual(limit);
      expect(content).toMatch(/…$/);
      expect(content).not.toMatch(/\p{Cs}/u);
    }
  });

  test('has no embed over 4,096 characters', () => {
    const { embeds } = discord.build(
      cardMeasuring(6_000, (each) => characters(discord.build(each, { ...context, limit: 1e6 }))),
      context,
    ) as { embeds: DiscordEmbed[] };
    expect(embeds.length).toBe(2);
    expect(embeds.every(({ description }) => description.length <= 4_096)).toBe(true);
  });
});

describe('who is called on Discord', () => {
  const nobody = { everyone: false, users: [], roles: [] };

  test.each(['build', 'text'] as const)('the configured ones, of a failure (%s)', (form) => {
    const body = discord[form](cardOf(endings.failed), contextOf(discord, { mention }));
    expect(calledBy(body)).toEqual({
      everyone: true,
      users: [{ id: '123456789012345678' }],
      roles: ['223456789012345678'],
    });
  });

  test.each(['succeeded', 'empty'] as const)('nobody when the run %s', (ending) => {
    for (const form of ['build', 'text'] as const) {
      const body = discord[form](cardOf(endings[ending]), contextOf(discord, { mention }));
      expect(calledBy(body)).toEqual(nobody);
    }
  });

  test.each(['build', 'text'] as const)('nobody by what the cloud says (%s)', (form) => {
    expect(calledBy(discord[form](cardOf(hostileEnding), context))).toEqual(nobody);
    const one = contextOf(discord, { mention: ['user:999456789012345678'] });
    expect(calledBy(discord[form](cardOf(hostileEnding), one))).toEqual({
      ...nobody,
      users: [{ id: '999456789012345678' }],
    });
  });

  test('everyone by their own line only, where everyone is configured', () => {
    const body = discord.text(cardOf(hostileEnding), contextOf(discord, { mention: ['everyone'] }));
    expect(contentOf(body).match(/@(everyone|here)/g)).toEqual(['@everyone']);
  });
});

describe('text in the markdown of Discord', () => {
  test.each([
    ['**b** __u__ ~~s~~ ||h||', '\\*\\*b\\*\\* \\_\\_u\\_\\_ \\~\\~s\\~\\~ \\|\\|h\\|\\|'],
    ['`code`', '\\`code\\`'],
    ['[a](https://b)', '\\[a\\](https\\://b)'],
    ['<@123> <#1> <t:1> <:a:1>', '\\<@123\\> \\<\\#1\\> \\<t:1\\> \\<\\:a:1\\>'],
    ['# big', '\\# big'],
    ['- item', '\\- item'],
    ['1. item', '1\\. item'],
    ['> quote', '\\> quote'],
    [':skull:', '\\:skull:'],
    ['\\', '\\\\'],
    ['@everyone @HERE', '@\u200Beveryone @\u200BHERE'],
    ['cache-1 03:30:00 +08:00 ops@example.com', 'cache-1 03:30:00 +08:00 ops@example.com'],
  ])('is nothing but text: %s', (text, written) => {
    expect(escapeDiscord(text)).toBe(written);
  });
});

describe('where a message for Discord is posted', () => {
  test.each([
    ['https://discord.com/api/webhooks/1/t', 'https://discord.com/api/v10/webhooks/1/t?wait=true'],
    ['https://discord.com/api/v9/webhooks/1/t', 'https://discord.com/api/v10/webhooks/1/t?wait=true'],
    [
      'https://discord.com/api/webhooks/1/t?thread_id=2&wait=false',
      'https://discord.com/api/v10/webhooks/1/t?thread_id=2&wait=true',
    ],
    ['http://127.0.0.1:9000/inbox/discord', 'http://127.0.0.1:9000/inbox/discord?wait=true'],
    ['not a URL', 'not a URL'],
  ])('%s', (url, posted) => {
    expect(postingUrl(url)).toBe(posted);
  });
});
