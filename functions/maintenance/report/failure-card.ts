import { stepLines } from './attention-sections.ts';
import { type Card, code, plain, sectionOf } from './card.ts';
import type { Failure } from './failure.ts';
import { saidOf, type Wording } from './wording/wording.ts';

/** The longest message that is of use in a chat; that of a wrong schedule has a line for each mistake. */
const longestMessage = 500;

/** What people are told when nothing could be carried out. */
export function failureCard(failure: Failure, wording: Wording): Card {
  const { labels, titles, invocationFailed } = wording;
  const [first = '', ...others] = wording
    .failure(failure, saidOf(failure.code, wording))
    .map((line) => shortened(line));
  return {
    tone: 'bad',
    headline: invocationFailed,
    glance: [plain(first), { kind: 'mention' }],
    facts: [
      { label: labels.code, value: [code(failure.code)] },
      { label: labels.request, value: [code(failure.requestId)] },
    ],
    sections: [
      ...sectionOf(
        'problems',
        labels.message,
        others.map((line) => [plain(line)]),
      ),
      ...sectionOf('steps', titles.steps, stepLines([failure.code], wording)),
    ],
    payload: undefined,
  };
}

function shortened(line: string): string {
  const points = [...line];
  return points.length <= longestMessage ? line : `${points.slice(0, longestMessage - 1).join('')}…`;
}
