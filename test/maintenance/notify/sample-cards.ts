import type { Notice } from '../../../functions/maintenance/notify/channel.ts';
import type { ChatContext, ChatKind } from '../../../functions/maintenance/notify/chat-kind.ts';
import { noticeCard } from '../../../functions/maintenance/notify/notice.ts';
import { type Card, plain } from '../../../functions/maintenance/report/card.ts';
import { summarize } from '../../../functions/maintenance/report/summarize.ts';
import { wordingIn } from '../../../functions/maintenance/report/wording/wording-in.ts';
import type { Language } from '../../../functions/maintenance/schedule/channels/channel-settings.ts';
import { row, runEnd } from '../report/sample-summary.ts';
import { goldenNotices } from './golden-notices.ts';

/** The card of a notice in which nothing is a secret. */
export function cardOf(notice: Notice, language: Language = 'en'): Card {
  return noticeCard(notice, wordingIn(language), (text) => text);
}

/** What a kind draws with, nobody being called unless told otherwise. */
export function contextOf(kind: ChatKind, changes: Partial<ChatContext> = {}): ChatContext {
  return { wording: wordingIn('en'), mention: [], limit: kind.limit, id: 'msg_1', ...changes };
}

/** The card of a run in which as many instances failed. */
export function failuresNamed(name: string, count: number): Card {
  const rows = Array.from({ length: count }, (_, at) =>
    row(`${name}-${at}`, { outcome: 'failed', code: 'settle-timeout', reason: 'was not RUNNING after 30m' }),
  );
  return cardOf(ended(rows));
}

/** A card of which nothing can be left out, and which so is cut at the end of its text. */
export function cardSaying(text: string): Card {
  return {
    ...cardOf(goldenNotices['invocation-failed']),
    glance: [plain(text)],
    facts: [],
    sections: [],
  };
}

/** Names, tags and messages as somebody would choose them who wants to be more than a name. */
export const hostileTexts: readonly string[] = [
  '@everyone @here @all @所有人 <!channel> <!here> <@everyone> <@123456789012345678> <@&123456789012345678>',
  '<users/all> <users/1234567> <at>all</at> <at id=all></at> <@all>',
  '**bold** __line__ ~~gone~~ ||hidden|| `code` ```block``` # big > quote',
  '[click](https://evil.example) <https://evil.example|here> https://evil.example :skull: ![i](https://evil.example/i)',
  '</b><a href="https://evil.example">x</a><br>&lt;&amp; <font color="info">ok</font> &lt;@all&gt;',
  '{{DATE(2017-02-14T06:08:00Z)}} ${secret} @{triggerBody()}',
  '\\ \\` \\* \\\\ ~~s~~ | # t',
  '"}],"attachments":[{"x":"',
];

/** A failed run with nothing but such texts. */
export const hostileCard: Card = cardOf(
  ended(
    hostileTexts.map((text) => row(text, { outcome: 'failed', code: text, reason: text })),
    hostileTexts,
  ),
);

/** The end of an invocation whose lines begin as a heading or a quote would. */
export const hostileFailure: Card = cardOf({
  type: 'nightshift.invocation.failed',
  id: 'a1',
  failure: {
    code: hostileTexts.join(' '),
    message: `# ${hostileTexts.join('\n> ')}`,
    requestId: 'a1',
  },
});

/** A card that measures exactly as much as told, with characters of one to four bytes. */
export function cardMeasuring(size: number, measure: (card: Card) => number): Card {
  const bare = failuresNamed('orders', 2);
  const filled = (notes: readonly string[]): Card => ({
    ...bare,
    sections: [
      ...bare.sections,
      { kind: 'notes', title: 'Notes', items: notes.map((text) => [plain(text)]), more: 0 },
    ],
  });
  const notes: string[] = [];
  while (measure(filled([...notes, ''])) < size - 700) notes.push('订单🛒é'.repeat(20));
  const missing = Math.max(0, size - measure(filled([...notes, ''])));
  // A chat of blocks may need another block for it.
  for (const length of [missing, ...Array.from({ length: 1_500 }, (_, at) => at)]) {
    const card = filled([...notes, 'x'.repeat(length)]);
    if (measure(card) === size) return card;
  }
  throw new Error(`nothing measures ${size}`);
}

function ended(rows: Parameters<typeof runEnd>[0], notes: readonly string[] = []): Notice {
  const end = runEnd(rows, { notes });
  return { type: 'nightshift.run.finished', id: end.run, summary: summarize(end) };
}
