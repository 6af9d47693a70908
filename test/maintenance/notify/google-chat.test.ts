import { describe, expect, test } from 'vitest';
import { jsonBytes } from '../../../functions/maintenance/notify/fit-text-body.ts';
import { googleChat } from '../../../functions/maintenance/notify/google-chat.ts';
import { googleChatAnswers, googleChatInbox } from '../../../functions/minicloud/inbox/chats/google-chat.ts';
import { chatOnInbox } from './chat-on-inbox.ts';
import { describeGoldenBodies } from './golden-bodies.ts';
import { goldenNotices } from './golden-notices.ts';
import { cardMeasuring, cardOf, cardSaying, contextOf, hostileCard, hostileTexts } from './sample-cards.ts';
import { finished, now } from './sample-notice.ts';

const mention = ['users/1234567890', 'users/all'];
const context = contextOf(googleChat);
const forms = ['build', 'text'] as const;

function answerTo(json: object) {
  const body = Buffer.from(JSON.stringify(json));
  const { answer } = googleChatInbox()({ query: 'key=k&token=t', json, body, now });
  return { status: answer.status, reply: JSON.parse(answer.body) };
}

/** Whom Google Chat would call, in words of its answer. */
function calledBy(json: object): readonly string[] {
  const { status, reply } = answerTo(json);
  expect(status).toBe(200);
  return reply.annotations.map(
    (each: { userMention: { user: { name: string } } }) => each.userMention.user.name,
  );
}

/** The texts of all paragraphs of a card. */
function paragraphsOf(json: object): readonly string[] {
  const { cardsV2 } = json as {
    cardsV2: { card: { sections: { widgets: { textParagraph: { text: string } }[] }[] } }[];
  };
  return cardsV2.flatMap(({ card }) =>
    card.sections.flatMap(({ widgets }) => widgets.map(({ textParagraph }) => textParagraph.text)),
  );
}

describeGoldenBodies('google-chat', {
  kind: googleChat,
  measure: jsonBytes,
  mention,
  calls: /<users\//,
});

describe('a message of Google Chat', () => {
  describe.each(forms)('of a limited size (%s)', (form) => {
    const whole = (card: Parameters<typeof googleChat.build>[0]) =>
      googleChat[form](card, { ...context, limit: 1e6 });

    test.each([31_999, 32_000])('has all of what takes %i bytes', (size) => {
      const card = cardMeasuring(size, (each) => jsonBytes(whole(each)));
      const body = googleChat[form](card, context);
      expect(body).toEqual(whole(card));
      expect(answerTo(body).status).toBe(200);
    });

    test('leaves out of 32,001 bytes what is needed least, and says how much', () => {
      const card = cardMeasuring(32_001, (each) => jsonBytes(whole(each)));
      expect(answerTo(whole(card)).status).toBe(400);
      const body = googleChat[form](card, context);
      expect(jsonBytes(body)).toBeLessThanOrEqual(32_000);
      expect(JSON.stringify(body)).toContain('… and 1 more');
      expect(answerTo(body).status).toBe(200);
    });
  });

  test('is cut between characters when nothing can be left out', () => {
    const family = { ...cardSaying(''), headline: '👨‍👩‍👧🛒'.repeat(30) };
    for (let limit = 60; limit < 70; limit += 1) {
      const body = googleChat.text(family, { ...context, limit });
      expect(jsonBytes(body)).toBeLessThanOrEqual(limit);
      expect(body['text']).toMatch(/…$/);
      expect(body['text']).not.toMatch(/\p{Cs}/u);
    }
  });
});

describe('who is called in Google Chat', () => {
  test.each(forms)('the configured ones, of a failure (%s)', (form) => {
    const drawing = contextOf(googleChat, { mention });
    expect(calledBy(googleChat[form](cardOf(goldenNotices.partial), drawing))).toEqual(mention);
    expect(calledBy(googleChat[form](cardOf(goldenNotices['invocation-failed']), drawing))).toEqual(mention);
  });

  test.each(['succeeded', 'empty'] as const)('nobody when the run %s', (ending) => {
    for (const form of forms) {
      const body = googleChat[form](cardOf(goldenNotices[ending]), contextOf(googleChat, { mention }));
      expect(calledBy(body)).toEqual([]);
    }
  });

  test.each(forms)('nobody by what the cloud says (%s)', (form) => {
    expect(calledBy(googleChat[form](hostileCard, context))).toEqual([]);
    const drawing = contextOf(googleChat, { mention });
    expect(calledBy(googleChat[form](hostileCard, drawing))).toEqual(mention);
  });
});

describe('text in Google Chat', () => {
  test('has no tags in a card but ours, and reads as it was', () => {
    const texts = paragraphsOf(googleChat.build(hostileCard, context));
    const read = texts
      .map((text) => text.replace(/<\/?b>/g, '').replaceAll('<br>', '\n'))
      .join('\n')
      .replaceAll(/&(?!lt;|gt;|amp;)/g, '[bare]');
    expect(read).not.toMatch(/[<>]|\[bare\]/);
    const shown = read.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
    for (const text of hostileTexts) expect(shown).toContain(text);
  });

  test('has no sign in a text that would begin something', () => {
    const { text } = googleChat.text(hostileCard, context);
    expect(text).not.toMatch(/[<>*~`]/);
  });
});

describe('a message to a space of Google Chat', () => {
  const room = () =>
    chatOnInbox({
      kind: 'google-chat',
      inbox: googleChatInbox(),
      query: 'key=k3y&token=s3cret',
      mention: ['users/all'],
    });

  test.each(Object.entries(goldenNotices))('is taken when a run ends with %s', async (_, notice) => {
    await using there = await room();
    expect(await there.tell(notice)).toMatchObject({
      status: 'delivered',
      attempts: 1,
      reason: 'HTTP 200',
    });
  });

  test('is sent once more as text when the card is refused', async () => {
    await using there = await room();
    there.inbox.script({ kind: 'answer', answer: googleChatAnswers.invalid });
    expect(await there.tell(finished)).toMatchObject({ status: 'delivered', attempts: 2, degraded: true });
    expect(there.inbox.messages[1]?.json).not.toHaveProperty('cardsV2');
  });

  test.each(['tooMany', 'unavailable'] as const)(
    'is sent again, later each time, when the answer is %s',
    async (trouble) => {
      await using there = await room();
      there.inbox.script({ kind: 'answer', answer: googleChatAnswers[trouble] }, { times: 2 });
      expect(await there.tell(finished)).toMatchObject({ status: 'delivered', attempts: 3 });
      expect(there.clock.waits).toEqual([500, 1_500]);
    },
  );

  test.each(['wrongKey', 'wrongToken', 'notAllowed', 'gone'] as const)(
    'is not sent again when the answer is %s',
    async (trouble) => {
      await using there = await room();
      there.inbox.script({ kind: 'answer', answer: googleChatAnswers[trouble] });
      expect(await there.tell(finished)).toMatchObject({ status: 'failed', attempts: 1 });
    },
  );
});
