import { describe, expect, test } from 'vitest';
import {
  type DiscordEmbed,
  discord,
  discordCodeBlock,
  embedCharacters,
  escapeDiscord,
  postingUrl,
} from '../../../functions/maintenance/notify/discord.ts';
import type { Card } from '../../../functions/maintenance/report/card.ts';
import { plainPen, writeCard } from '../../../functions/maintenance/report/write-card.ts';
import { discordAnswers, discordInbox } from '../../../functions/minicloud/inbox/chats/discord.ts';
import { chatOnInbox } from './chat-on-inbox.ts';
import { describeGoldenBodies } from './golden-bodies.ts';
import { goldenNotices } from './golden-notices.ts';
import { cardMeasuring, cardOf, cardSaying, contextOf, hostileCard } from './sample-cards.ts';
import { finished, now } from './sample-notice.ts';

const mention = ['user:123456789012345678', 'role:223456789012345678', 'here'];
const context = contextOf(discord);
const characters = (body: object) => embedCharacters((body as { embeds: DiscordEmbed[] }).embeds);
const contentOf = (body: object) => (body as { content: string }).content;

/** What Discord answers to a body, as an object when it has one. */
function answerTo(json: object, query = 'wait=true') {
  const { answer } = discordInbox()({ query, json, body: Buffer.from(JSON.stringify(json)), now });
  return { status: answer.status, reply: answer.body === '' ? undefined : JSON.parse(answer.body) };
}

/** Whom Discord would call, in words of its answer. */
function calledBy(body: object) {
  const { status, reply } = answerTo(body);
  expect(status).toBe(200);
  return { everyone: reply.mention_everyone, users: reply.mentions, roles: reply.mention_roles };
}

/** Embeds and a text are measured in characters, each with a limit of its own. */
const measure = (body: object) => ('embeds' in body ? characters(body) : contentOf(body).length);

describeGoldenBodies('discord', { kind: discord, measure, mention, calls: /<@[&!]?\d|@(everyone|here)/ });

describe('a message of Discord', () => {
  test.each([5_999, 6_000])('has all of a card with %i characters', (size) => {
    const card = cardMeasuring(size, (each) => characters(discord.build(each, { ...context, limit: 1e6 })));
    const body = discord.build(card, context);
    expect(characters(body)).toBe(size);
    expect(JSON.stringify(body)).not.toContain('more');
    expect(answerTo(body, '').status).toBe(204);
  });

  test('leaves out of one with 6,001 what is needed least, and says how much', () => {
    const card = cardMeasuring(6_001, (each) => characters(discord.build(each, { ...context, limit: 1e6 })));
    const body = discord.build(card, context);
    expect(characters(body)).toBeLessThanOrEqual(6_000);
    expect(JSON.stringify(body)).toContain('- … and 1 more');
    expect(answerTo(body, '').status).toBe(204);
    const long = [{ description: 'x'.repeat(4_096) }, { description: 'x'.repeat(1_905) }];
    expect(answerTo({ embeds: long }, '').status).toBe(400);
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
      const family = { ...cardSaying(''), headline: '👨‍👩‍👧🛒'.repeat(30) };
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
    const body = discord[form](cardOf(goldenNotices.failed), contextOf(discord, { mention }));
    expect(calledBy(body)).toEqual({
      everyone: true,
      users: [{ id: '123456789012345678' }],
      roles: ['223456789012345678'],
    });
  });

  test.each(['succeeded', 'empty'] as const)('nobody when the run %s', (ending) => {
    for (const form of ['build', 'text'] as const) {
      const body = discord[form](cardOf(goldenNotices[ending]), contextOf(discord, { mention }));
      expect(calledBy(body)).toEqual(nobody);
    }
  });

  test.each(['build', 'text'] as const)('nobody by what the cloud says (%s)', (form) => {
    expect(calledBy(discord[form](hostileCard, context))).toEqual(nobody);
    const one = contextOf(discord, { mention: ['user:999456789012345678'] });
    expect(calledBy(discord[form](hostileCard, one))).toEqual({
      ...nobody,
      users: [{ id: '999456789012345678' }],
    });
  });

  test('everyone by their own line only, where everyone is configured', () => {
    const body = discord.text(hostileCard, contextOf(discord, { mention: ['everyone'] }));
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

describe('a message to a webhook of Discord', () => {
  const room = () => chatOnInbox({ kind: 'discord', inbox: discordInbox(), mention: ['here'] });

  test.each(Object.entries(goldenNotices))('is taken when a run ends with %s', async (_, notice) => {
    await using there = await room();
    expect(await there.tell(notice)).toMatchObject({
      status: 'delivered',
      attempts: 1,
      reason: 'HTTP 200',
    });
    expect(there.inbox.messages).toMatchObject([{ query: 'wait=true' }]);
  });

  test('is sent once more as text when the embeds are refused', async () => {
    await using there = await room();
    there.inbox.script({ kind: 'answer', answer: discordAnswers.invalidForm });
    expect(await there.tell(finished)).toMatchObject({ status: 'delivered', attempts: 2, degraded: true });
    expect(there.inbox.messages[1]?.json).not.toHaveProperty('embeds');
  });

  test('waits as long as it is asked to', async () => {
    await using there = await room();
    there.inbox.script({ kind: 'answer', answer: discordAnswers.tooMany });
    expect(await there.tell(finished)).toMatchObject({ status: 'delivered', attempts: 2 });
    expect(there.clock.waits).toEqual([2_000]);
  });

  test.each(['removed', 'wrongToken', 'forum', 'blockedByARule'] as const)(
    'is not sent again when the answer is %s',
    async (trouble) => {
      await using there = await room();
      there.inbox.script({ kind: 'answer', answer: discordAnswers[trouble] });
      expect(await there.tell(finished)).toMatchObject({ status: 'failed', attempts: 1 });
    },
  );
});
