import { describe, expect, test } from 'vitest';
import type { CallEnding } from '../../../functions/maintenance/foundation/call-cause.ts';
import { storyOf } from '../../../functions/maintenance/run/judge-evidence.ts';
import { second, watching } from './tracked-fixture.ts';
import { type Case, verdictTold } from './verdict-line.ts';

const cause = { code: 'DCS.5000', message: 'as DCS says' };
/** How the call of an instance that is watched failed. */
const lostBy = (ending: CallEnding | undefined) =>
  ({ kind: 'failure', failure: { kind: 'ambiguous', ...cause, ending } }) as const;
const back = { leftAt: second(2), backAt: second(20), confirmedAt: second(25) };

describe('a lost answer', () => {
  test.each([
    ['refused', 'the call was answered with an error'],
    ['unreadable', 'the answer to the call could not be read'],
    ['too-large', 'the answer to the call could not be read'],
    ['cut', 'the answer to the call could not be read'],
    ['no-answer', 'the answer to the call was lost'],
    [undefined, 'the answer to the call was lost'],
  ] as const)('that was %s is told so', (ending, story) => {
    expect(storyOf(watching({ certainty: 'lost', answer: lostBy(ending) }))).toBe(story);
  });

  test('is no refusal', () => {
    const failure = { kind: 'permanent', ...cause, ending: 'refused' } as const;
    expect(storyOf(watching({ certainty: 'refused', answer: { kind: 'failure', failure } }))).toBe(
      'Huawei Cloud refused the call',
    );
  });

  test('that named others is one that did not name it', () => {
    const unnamed = "DCS's answer did not name it";
    expect(storyOf(watching({ answer: { kind: 'unnamed', cause } }))).toBe(unnamed);
    // Records of earlier versions.
    expect(storyOf(watching({ certainty: 'unnamed' }))).toBe(unnamed);
    expect(storyOf(watching({ certainty: 'lost' }))).toBe('the answer to the call was lost');
  });

  test.each<[string, Case, RegExp]>([
    [
      'a try that failed',
      { phase: { certainty: 'lost' }, after: 60 },
      /^failed-try answer-lost: .*; DCS\.5000$/,
    ],
    [
      'one that never came back',
      { look: { status: 'ODD' }, phase: { certainty: 'lost' }, after: 1_800 },
      /; DCS\.5000$/,
    ],
    [
      'one that was seen to be well',
      { phase: { ...back, certainty: 'lost' }, after: 60 },
      /^succeeded .*; DCS\.5000$/,
    ],
    [
      'one that was accepted after all and is well',
      { phase: back, after: 60 },
      /^succeeded returned: [^;]*$/,
    ],
    [
      'one that was accepted after all and is not',
      { look: { status: 'ERROR' }, phase: back, after: 60 },
      /; DCS\.5000$/,
    ],
    [
      'one that was accepted after all and never came back',
      { look: { status: 'RESTARTING' }, phase: back, after: 1_800 },
      /^failed settle-timeout.*; DCS\.5000$/,
    ],
    [
      'one that is still watched',
      { look: { status: 'ODD' }, phase: { certainty: 'lost' }, after: 60 },
      /^keep-watching$/,
    ],
  ])('stands behind %s, or not', (_, given, expected) => {
    expect(verdictTold({ ...given, phase: { ...given.phase, answer: lostBy('no-answer') } })).toMatch(
      expected,
    );
  });

  test('is no word in the reason where all is well', () => {
    expect(verdictTold({ phase: { ...back, answer: lostBy('no-answer') }, after: 60 })).toBe(
      'succeeded returned: was seen to restart and is RUNNING',
    );
  });

  test('stands behind no end that has a cause of its own', () => {
    const one = {
      nodesBefore: { total: 4, active: 4, masters: 2 },
      figuresUnread: { ...cause, code: 'DCS.1' },
    };
    expect(
      verdictTold({
        phase: { ...back, measuredAt: second(26), answer: lostBy('no-answer') },
        one,
        after: 1_800,
      }),
    ).toMatch(/; DCS\.1$/);
  });
});
