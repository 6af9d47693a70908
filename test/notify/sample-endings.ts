import type { Notice } from '../../functions/notify/channel.ts';
import type { ChatContext, ChatKind } from '../../functions/notify/chat-kind.ts';
import { noticeCard } from '../../functions/notify/notice-card.ts';
import { webhookId } from '../../functions/notify/notice-id.ts';
import type { Card } from '../../functions/report/card.ts';
import type { Background } from '../../functions/report/comparison.ts';
import { type RunEnd, summarize } from '../../functions/report/summarize.ts';
import type { SummaryInstance } from '../../functions/report/summary.ts';
import { wordingIn } from '../../functions/report/wording/wording-in.ts';
import type { Language } from '../../functions/schedule/channels/every-channel.ts';
import { row, runEnd } from '../report/sample-summary.ts';

const failed = { outcome: 'failed', code: 'settle-timeout', reason: 'was not RUNNING after 30m' } as const;
const refused = { outcome: 'refused', code: 'not-running', reason: 'is in RESTARTING' } as const;
const unknown = { outcome: 'unknown', code: 'answer-lost', reason: 'the answer was lost' } as const;
const skipped = { outcome: 'skipped', code: 'window-closed', reason: 'the window had closed' } as const;

function ended(
  rows: readonly SummaryInstance[],
  changes: Partial<RunEnd> = {},
  background: Background = {},
): Notice {
  const summary = summarize(runEnd(rows, changes));
  return { type: 'nightshift.run.finished', id: summary.run, summary, background };
}

function failures(count: number): readonly SummaryInstance[] {
  return Array.from({ length: count }, (_, at) => row(`cache-${at + 1}`, failed));
}

/** Every way in which there can be something to tell. */
export const endings = {
  succeeded: ended([row('cache-1'), row('cache-2', { outageSeconds: 75 })]),
  partial: ended(
    [row('cache-1'), row('orders', failed), row('carts', skipped)],
    {
      notes: ['the override "release" of ops is in force'],
      problems: [{ code: 'network', region: 'shanghai', reason: 'connect ETIMEDOUT' }],
    },
    {
      untold: ['audit'],
      waves: [{ wave: 0, outageSeconds: 4 }],
      comparison: {
        lastStatus: 'succeeded',
        newlyFailing: ['orders'],
        recovered: ['cache-1'],
        failingFor: [{ name: 'carts', runs: 3 }],
        longestOutage: { beforeSeconds: 3, nowSeconds: 4 },
      },
    },
  ),
  failed: ended([row('orders', failed), row('carts', failed)]),
  empty: ended([]),
  refused: ended([row('cache-1'), row('orders', refused)]),
  unknown: ended([row('cache-1'), row('orders', unknown)]),
  'one-failure': ended(failures(1)),
  'twenty-failures': ended(failures(20)),
  'five-hundred-failures': ended(failures(500)),
  'chinese-and-emoji': ended([row('会话缓存'), row('订单🛒', failed), row('👨‍👩‍👧 家庭', refused)]),
  'invocation-failed': {
    type: 'nightshift.invocation.failed',
    id: 'a1b2c3',
    failure: {
      code: 'bad-schedule',
      message: 'the schedule has 2 mistakes\nschedule.yaml:3:1 no region\n# line 9',
      requestId: 'a1b2c3',
    },
  },
} as const satisfies Readonly<Record<string, Notice>>;

/** The card of a notice in which nothing is a secret. */
export function cardOf(notice: Notice, language: Language = 'en'): Card {
  return noticeCard(notice, wordingIn(language), (text) => text);
}

/** What a kind draws with, nobody being called unless told otherwise. */
export function contextOf(kind: ChatKind, changes: Partial<ChatContext> = {}): ChatContext {
  const id = webhookId(endings.partial);
  return { wording: wordingIn('en'), mention: [], limit: kind.limit, id, ...changes };
}

/** Names, tags and messages as somebody would choose them who wants to be more than a name. */
export const hostileTexts: readonly string[] = [
  '@everyone @here @all <!channel> <!here> <@everyone> <@123456789012345678> <@&123456789012345678>',
  '<users/all> <users/1234567> <at>all</at> <at id=all></at> <@all>',
  '**bold** __line__ ~~gone~~ ||hidden|| `code` ```block``` # big > quote',
  '[click](https://evil.example) <https://evil.example|here> https://evil.example :skull:',
  '</b><a href="https://evil.example">x</a><br>&lt;&amp;',
  '{{DATE(2017-02-14T06:08:00Z)}} ${secret} @{triggerBody()}',
  '\\ \\` \\* \\\\',
  '"}],"attachments":[{"x":"',
];

/** A failed run with nothing but such texts. */
export const hostileEnding: Notice = ended(
  hostileTexts.map((text) => row(text, { ...failed, reason: text })),
  { notes: hostileTexts },
);

/** A card that measures exactly as much as told, with characters of one to four bytes. */
export function cardMeasuring(size: number, measure: (card: Card) => number): Card {
  const bare = cardOf(endings.failed);
  const filled = (notes: readonly string[]): Card => ({
    ...bare,
    sections: [
      ...bare.sections,
      {
        kind: 'notes',
        title: 'Notes',
        items: notes.map((text) => [{ kind: 'plain', text } as const]),
        more: 0,
      },
    ],
  });
  const notes: string[] = [];
  while (measure(filled([...notes, ''])) < size - 700) notes.push('订单🛒é'.repeat(20));
  for (let length = 0; length < 1_500; length += 1) {
    const card = filled([...notes, 'x'.repeat(length)]);
    if (measure(card) === size) return card;
  }
  throw new Error(`nothing measures ${size}`);
}
