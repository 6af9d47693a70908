import { type Card, code, plain } from './card.ts';
import type { Wording } from './wording/wording.ts';

/** An invocation in which nothing could be carried out at all. */
export type Failure = { readonly code: string; readonly message: string; readonly requestId: string };

/** The longest message that is of use in a chat; that of a wrong schedule has a line for each mistake. */
const longestMessage = 500;

/** What people are told when nothing could be carried out. */
export function failureCard(failure: Failure, { labels, invocationFailed }: Wording): Card {
  const [first = '', ...others] = failure.message.split('\n').map((line) => shortened(line));
  return {
    tone: 'bad',
    headline: invocationFailed,
    glance: [plain(first), { kind: 'mention' }],
    facts: [
      { label: labels.code, value: [code(failure.code)] },
      { label: labels.request, value: [code(failure.requestId)] },
    ],
    sections:
      others.length === 0
        ? []
        : [
            {
              kind: 'problems',
              title: labels.message,
              items: others.slice(0, 20).map((line) => [plain(line)]),
              more: Math.max(0, others.length - 20),
            },
          ],
    payload: undefined,
  };
}

function shortened(line: string): string {
  const points = [...line];
  return points.length <= longestMessage ? line : `${points.slice(0, longestMessage - 1).join('')}…`;
}
