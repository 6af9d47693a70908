import { describe, expect, test } from 'vitest';
import type { Notice } from '../../../functions/maintenance/notify/channel.ts';
import type { ChatBody, ChatContext, ChatKind } from '../../../functions/maintenance/notify/chat-kind.ts';
import { noticeCard } from '../../../functions/maintenance/notify/notice.ts';
import type { Card } from '../../../functions/maintenance/report/card.ts';
import { wordingIn } from '../../../functions/maintenance/report/wording/wording-in.ts';
import type { Language } from '../../../functions/maintenance/schedule/channels/channel-settings.ts';
import { compactJson } from './compact-json.ts';
import { goldenNotices, hostileNotice } from './golden-notices.ts';
import { cardMeasuring, contextOf } from './sample-cards.ts';

/** A chat under test. */
export type ChatUnderTest = {
  readonly kind: ChatKind;
  /** In the unit of the chat's limit. */
  readonly measure: (body: ChatBody) => number;
  /** Who is called, as the settings say. */
  readonly mention: readonly string[];
  /** What calls somebody in a body written as JSON. */
  readonly calls: RegExp;
};

/** A notice as a chat is sent it. */
export function bodyOf(
  notice: Notice,
  kind: ChatKind,
  form: 'build' | 'text',
  changes: Partial<ChatContext> & { readonly language?: Language } = {},
): ChatBody {
  const { language = 'en', ...rest } = changes;
  const wording = wordingIn(language);
  const card = noticeCard(notice, wording, (text) => text);
  return kind[form](card, { wording, mention: [], limit: kind.limit, id: 'msg_1', ...rest });
}

function drawn(card: Card, kind: ChatKind, changes: Partial<ChatContext> = {}): ChatBody {
  return kind.build(card, contextOf(kind, changes));
}

/**
 * Holds a chat to what must be true of every chat: its bodies are those in `test/fixtures/notify/<name>/<form>`, within the
 * limit to the byte, and nobody is called by text from the cloud.
 */
export function describeGoldenBodies(name: string, { kind, measure, mention, calls }: ChatUnderTest): void {
  describe(`a message to ${name}`, () => {
    test.each(Object.entries(goldenNotices))(
      'is the one on record when a run ends with %s',
      async (end, notice) => {
        const bodies = {
          en: bodyOf(notice, kind, 'build', { mention }),
          zh: bodyOf(notice, kind, 'build', { mention, language: 'zh' }),
          text: bodyOf(notice, kind, 'text', { mention }),
        };
        for (const [form, body] of Object.entries(bodies)) {
          const path = `../../fixtures/notify/${name}/${form}/${end}.json`;
          await expect(`${compactJson(body)}\n`).toMatchFileSnapshot(path);
        }
      },
    );

    test.each(Object.entries(goldenNotices))('keeps the limit of the chat after %s', (_, notice) => {
      for (const form of ['build', 'text'] as const)
        expect(measure(bodyOf(notice, kind, form, { mention, language: 'zh' }))).toBeLessThanOrEqual(
          kind.limit,
        );
    });

    test.each([
      ['one less than the chat takes', -1],
      ['as much as it takes', 0],
    ])('is whole when it measures %s', (_, more) => {
      const whole = (card: Card) => drawn(card, kind, { limit: Number.POSITIVE_INFINITY });
      const card = cardMeasuring(kind.limit + more, (each) => measure(whole(each)));
      expect(measure(drawn(card, kind))).toBe(kind.limit + more);
      expect(drawn(card, kind)).toEqual(whole(card));
    });

    test('leaves out what is needed least, and says so, when it measures one more', () => {
      const whole = (card: Card) => drawn(card, kind, { limit: Number.POSITIVE_INFINITY });
      const card = cardMeasuring(kind.limit + 1, (each) => measure(whole(each)));
      expect(measure(drawn(card, kind))).toBeLessThanOrEqual(kind.limit);
      expect(JSON.stringify(drawn(card, kind))).toContain('… and 1 more');
    });

    test.each([
      ['build', 'twenty-failures'],
      ['text', 'twenty-failures'],
      ['build', 'names'],
      ['text', 'names'],
    ] as const)('is cut at its limit and not before: %s of %s', (form, end) => {
      const notice = goldenNotices[end];
      for (const language of ['en', 'zh'] as const) {
        const at = (limit: number) => bodyOf(notice, kind, form, { limit, language });
        const whole = at(kind.limit);
        const size = measure(whole);
        expect(at(size + 1)).toEqual(whole);
        expect(at(size)).toEqual(whole);
        const cut = at(size - 1);
        expect(measure(cut)).toBeLessThan(size);
        expect(cut).not.toEqual(whole);
      }
    });

    test('never exceeds a limit that leaves room for the first failure, and says how many it left out', () => {
      const notice = goldenNotices['twenty-failures'];
      const least = measure(bodyOf(notice, kind, 'build', { limit: 0 }));
      const most = measure(bodyOf(notice, kind, 'build'));
      for (let limit = least; limit <= most; limit += 37) {
        const body = bodyOf(notice, kind, 'build', { limit });
        expect(measure(body)).toBeLessThanOrEqual(limit);
      }
      const half = JSON.stringify(bodyOf(notice, kind, 'build', { limit: Math.round((least + most) / 2) }));
      expect(half).toMatch(/… and \d+ more/);
      expect(half).not.toMatch(/\uFFFD/);
    });

    test('calls nobody by text from the cloud', () => {
      for (const form of ['build', 'text'] as const) {
        const json = JSON.stringify(bodyOf(hostileNotice, kind, form));
        expect(json).toContain('evil.example');
        expect(json).not.toMatch(calls);
      }
    });

    test('calls those it is told to when a run needs a person, and nobody when it does not', () => {
      const json = (end: 'partial' | 'succeeded', form: 'build' | 'text') =>
        JSON.stringify(bodyOf(goldenNotices[end], kind, form, { mention }));
      for (const form of ['build', 'text'] as const) {
        expect(json('partial', form)).toMatch(calls);
        expect(json('succeeded', form)).not.toMatch(calls);
      }
    });
  });
}
