import { describe, expect, test } from 'vitest';
import { answerAsTeams } from '../../functions/minicloud/inbox-teams.ts';
import { jsonBytes } from '../../functions/notify/json-bytes.ts';
import { teams } from '../../functions/notify/teams.ts';
import { wordingIn } from '../../functions/report/wording/wording-in.ts';
import { cardMeasuring, cardOf, contextOf, endings, hostileEnding, hostileTexts } from './sample-endings.ts';

const mention = ['ops@example.com', '8c1dd2a1-5a3c-4f6e-9b1d-2f3a4b5c6d7e'];
const context = contextOf(teams);
const forms = ['build', 'text'] as const;

const statusOf = (json: object) => answerAsTeams({ query: 'sig=s', json, body: JSON.stringify(json) }).status;

type Block = {
  readonly type: string;
  readonly text?: string;
  readonly items?: readonly Block[];
  readonly inlines?: readonly { readonly type: string; readonly text: string }[];
};
type Content = {
  readonly msteams?: { readonly entities?: readonly { readonly mentioned: { readonly id: string } }[] };
  readonly body: readonly Block[];
};

function contentOf(json: object): Content {
  const { attachments } = json as { attachments: readonly [{ content: Content }] };
  return attachments[0].content;
}

function blocksOf(json: object): readonly Block[] {
  return contentOf(json).body.flatMap((block) => [block, ...(block.items ?? [])]);
}

/** Every text that Teams reads as markdown and looks for mentions in. */
function readTexts(json: object): readonly string[] {
  return blocksOf(json).flatMap(({ text }) => text ?? []);
}

/** What is shown letter by letter, a line for each block. */
function shownLines(json: object): readonly string[] {
  return blocksOf(json).flatMap(({ inlines }) => inlines?.map(({ text }) => text).join('') ?? []);
}

function calledBy(json: object): readonly string[] {
  const ids = contentOf(json).msteams?.entities?.map(({ mentioned }) => mentioned.id) ?? [];
  expect(readTexts(json)).toEqual(ids.length === 0 ? [] : [ids.map((id) => `<at>${id}</at>`).join(' ')]);
  return ids;
}

describe('a message of Teams', () => {
  test.each(Object.entries(endings))('is drawn as kept: %s', async (ending, notice) => {
    const language = ending === 'chinese-and-emoji' ? 'zh' : 'en';
    const card = cardOf(notice, language);
    const drawing = contextOf(teams, { wording: wordingIn(language), mention });
    const bodies = { card: teams.build(card, drawing), text: teams.text(card, drawing) };
    expect(forms.map((form) => statusOf(teams[form](card, drawing)))).toEqual([202, 202]);
    await expect(`${JSON.stringify(bodies, null, 1)}\n`).toMatchFileSnapshot(
      `../fixtures/chats/teams/${ending}.json`,
    );
  });

  describe.each(forms)('of a limited size (%s)', (form) => {
    const whole = (card: Parameters<typeof teams.build>[0]) => teams[form](card, { ...context, limit: 1e6 });

    test.each([19_999, 20_000])('has all of what takes %i bytes', (size) => {
      const card = cardMeasuring(size, (each) => jsonBytes(whole(each)));
      expect(teams[form](card, context)).toEqual(whole(card));
    });

    test('leaves out of 20,001 bytes what is needed least, and says how much', () => {
      const card = cardMeasuring(20_001, (each) => jsonBytes(whole(each)));
      const body = teams[form](card, context);
      expect(jsonBytes(body)).toBeLessThanOrEqual(20_000);
      expect(JSON.stringify(body)).toContain('… and 1 more');
    });
  });

  test('is cut between characters when nothing can be left out', () => {
    const family = { ...cardOf(endings.failed), headline: '👨‍👩‍👧🛒'.repeat(30) };
    for (let limit = 300; limit < 310; limit += 1) {
      const body = teams.text(family, { ...context, limit });
      expect(jsonBytes(body)).toBeLessThanOrEqual(limit);
      expect(shownLines(body).join('\n')).toMatch(/…$/);
      expect(shownLines(body).join('\n')).not.toMatch(/\p{Cs}/u);
    }
  });

  test('is refused for its size by Teams only far above the limit', () => {
    const card = cardMeasuring(28_673, (each) => jsonBytes(teams.build(each, { ...context, limit: 1e6 })));
    expect(statusOf(teams.build(card, { ...context, limit: 1e6 }))).toBe(413);
    expect(statusOf(teams.build(card, context))).toBe(202);
  });
});

describe('who is called in Teams', () => {
  test.each(forms)('the configured ones, of a failure (%s)', (form) => {
    const drawing = contextOf(teams, { mention });
    expect(calledBy(teams[form](cardOf(endings.partial), drawing))).toEqual(mention);
    expect(calledBy(teams[form](cardOf(endings['invocation-failed']), drawing))).toEqual(mention);
  });

  test.each(['succeeded', 'empty'] as const)('nobody when the run %s', (ending) => {
    for (const form of forms)
      expect(calledBy(teams[form](cardOf(endings[ending]), contextOf(teams, { mention })))).toEqual([]);
  });

  test.each(forms)('nobody by what the cloud says (%s)', (form) => {
    expect(calledBy(teams[form](cardOf(hostileEnding), context))).toEqual([]);
    expect(calledBy(teams[form](cardOf(hostileEnding), contextOf(teams, { mention })))).toEqual(mention);
  });
});

describe('text in Teams', () => {
  test.each(forms)('is shown as it is, but for what stands for a time (%s)', (form) => {
    const shown = shownLines(teams[form](cardOf(hostileEnding), context)).join('\n');
    for (const text of hostileTexts) expect(shown).toContain(text.replaceAll('{{', '{ {'));
    expect(shown).not.toContain('{{');
  });
});
