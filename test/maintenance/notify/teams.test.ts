import { describe, expect, test } from 'vitest';
import { jsonBytes } from '../../../functions/maintenance/notify/fit-text-body.ts';
import { teams } from '../../../functions/maintenance/notify/teams.ts';
import { createRedactor } from '../../../functions/maintenance/secrets/redact.ts';
import { teamsAnswers, teamsInbox } from '../../../functions/minicloud/inbox/chats/teams.ts';
import { chatOnInbox } from './chat-on-inbox.ts';
import { describeGoldenBodies } from './golden-bodies.ts';
import { goldenNotices } from './golden-notices.ts';
import { cardMeasuring, cardOf, cardSaying, contextOf, hostileCard, hostileTexts } from './sample-cards.ts';
import { finished, now } from './sample-notice.ts';

const mention = ['ops@example.com', '8c1dd2a1-5a3c-4f6e-9b1d-2f3a4b5c6d7e'];
const context = contextOf(teams);
const forms = ['build', 'text'] as const;

function statusOf(json: object): number {
  const body = Buffer.from(JSON.stringify(json));
  return teamsInbox()({ query: 'sig=s', json, body, now }).answer.status;
}

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

describeGoldenBodies('teams', { kind: teams, measure: jsonBytes, mention, calls: /"entities"|<at>[^<]*@ex/ });

describe('a message of Teams', () => {
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
    const family = { ...cardSaying(''), headline: '👨‍👩‍👧🛒'.repeat(30) };
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
    expect(calledBy(teams[form](cardOf(goldenNotices.partial), drawing))).toEqual(mention);
    expect(calledBy(teams[form](cardOf(goldenNotices['invocation-failed']), drawing))).toEqual(mention);
  });

  test.each(['succeeded', 'empty'] as const)('nobody when the run %s', (ending) => {
    for (const form of forms)
      expect(calledBy(teams[form](cardOf(goldenNotices[ending]), contextOf(teams, { mention })))).toEqual([]);
  });

  test.each(forms)('nobody by what the cloud says (%s)', (form) => {
    expect(calledBy(teams[form](hostileCard, context))).toEqual([]);
    expect(calledBy(teams[form](hostileCard, contextOf(teams, { mention })))).toEqual(mention);
  });
});

describe('text in Teams', () => {
  test.each(forms)('is shown as it is, but for what stands for a time (%s)', (form) => {
    const shown = shownLines(teams[form](hostileCard, context)).join('\n');
    for (const text of hostileTexts) expect(shown).toContain(text.replaceAll('{{', '{ {'));
    expect(shown).not.toContain('{{');
  });
});

const path =
  '/powerautomate/automations/direct/workflows/1/triggers/manual/paths/invoke?api-version=1&sp=%2Ftriggers%2Fmanual%2Frun&sv=1.0&sig=s3cret';

describe('a message to a workflow of Teams', () => {
  const query = path.slice(path.indexOf('?') + 1);
  const room = () => chatOnInbox({ kind: 'teams', inbox: teamsInbox(), query, mention: ['ops@example.com'] });

  test.each(Object.entries(goldenNotices))('is taken when a run ends with %s', async (_, notice) => {
    await using there = await room();
    expect(await there.tell(notice)).toMatchObject({
      status: 'delivered',
      attempts: 1,
      reason: 'HTTP 202: the workflow has it',
    });
    // Letter by letter: `sig` signs the rest.
    expect(there.inbox.messages).toMatchObject([{ query }]);
  });

  test('keeps words that happen to be in every such URL', () => {
    const redact = createRedactor([`https://e1.environment.api.powerplatform.com${path}`]);
    const text = 'directly: redirects of automations and workflows by powerautomate';
    expect(redact(text)).toBe(text);
    expect(redact(`at ${path}`)).not.toContain('s3cret');
  });

  test('is sent once more as a card of lines when the card is refused', async () => {
    await using there = await room();
    there.inbox.script({ kind: 'answer', answer: teamsAnswers.invalid });
    expect(await there.tell(finished)).toMatchObject({ status: 'delivered', attempts: 2, degraded: true });
    expect(there.inbox.messages[1]?.json).toMatchObject({
      attachments: [{ content: { version: '1.2' } }],
    });
  });

  test.each([
    ['tooMany', 3_000],
    ['hiddenError', 500],
  ] as const)('is sent again when the answer is %s', async (trouble, waitMs) => {
    await using there = await room();
    there.inbox.script({ kind: 'answer', answer: teamsAnswers[trouble] });
    expect(await there.tell(finished)).toMatchObject({ status: 'delivered', attempts: 2 });
    expect(there.clock.waits).toEqual([waitMs]);
  });

  test.each(['off', 'removed', 'notForAnyone'] as const)(
    'is not sent again when the answer is %s',
    async (trouble) => {
      await using there = await room();
      there.inbox.script({ kind: 'answer', answer: teamsAnswers[trouble] });
      expect(await there.tell(finished)).toMatchObject({ status: 'failed', attempts: 1 });
    },
  );
});
