import { describe, expect, test } from 'vitest';
import { answerAsGoogleChat } from '../../functions/minicloud/inbox-google-chat.ts';
import { googleChat } from '../../functions/notify/google-chat.ts';
import { jsonBytes } from '../../functions/notify/json-bytes.ts';
import { wordingIn } from '../../functions/report/wording/wording-in.ts';
import { cardMeasuring, cardOf, contextOf, endings, hostileEnding, hostileTexts } from './sample-endings.ts';

const mention = ['users/1234567890', 'users/all'];
const context = contextOf(googleChat);
const forms = ['build', 'text'] as const;

function answerTo(json: object) {
  const { status, body } = answerAsGoogleChat({
    query: 'key=k&token=t',
    json,
    body: JSON.stringify(json),
  });
  return { status, reply: JSON.parse(body) };
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

describe('a message of Google Chat', () => {
  test.each(Object.entries(endings))('is drawn as kept: %s', async (ending, notice) => {
    const language = ending === 'chinese-and-emoji' ? 'zh' : 'en';
    const card = cardOf(notice, language);
    const drawing = contextOf(googleChat, { wording: wordingIn(language), mention });
    const bodies = { card: googleChat.build(card, drawing), text: googleChat.text(card, drawing) };
    expect(forms.map((form) => answerTo(googleChat[form](card, drawing)).status)).toEqual([200, 200]);
    await expect(`${JSON.stringify(bodies, null, 2)}\n`).toMatchFileSnapshot(
      `../fixtures/chats/google-chat/${ending}.json`,
    );
  });

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
    const family = { ...cardOf(endings.failed), headline: '👨‍👩‍👧🛒'.repeat(30) };
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
    expect(calledBy(googleChat[form](cardOf(endings.partial), drawing))).toEqual(mention);
    expect(calledBy(googleChat[form](cardOf(endings['invocation-failed']), drawing))).toEqual(mention);
  });

  test.each(['succeeded', 'empty'] as const)('nobody when the run %s', (ending) => {
    for (const form of forms) {
      const body = googleChat[form](cardOf(endings[ending]), contextOf(googleChat, { mention }));
      expect(calledBy(body)).toEqual([]);
    }
  });

  test.each(forms)('nobody by what the cloud says (%s)', (form) => {
    expect(calledBy(googleChat[form](cardOf(hostileEnding), context))).toEqual([]);
    const drawing = contextOf(googleChat, { mention });
    expect(calledBy(googleChat[form](cardOf(hostileEnding), drawing))).toEqual(mention);
  });
});

describe('text in Google Chat', () => {
  test('has no tags in a card but ours, and reads as it was', () => {
    const texts = paragraphsOf(googleChat.build(cardOf(hostileEnding), context));
    const read = texts
      .map((text) => text.replace(/<\/?b>/g, '').replaceAll('<br>', '\n'))
      .join('\n')
      .replaceAll(/&(?!lt;|gt;|amp;)/g, '[bare]');
    expect(read).not.toMatch(/[<>]|\[bare\]/);
    const shown = read.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
    for (const text of hostileTexts) expect(shown).toContain(text);
  });

  test('has no sign in a text that would begin something', () => {
    const { text } = googleChat.text(cardOf(hostileEnding), context);
    expect(text).not.toMatch(/[<>*~`]/);
  });
});
