import { describe, expect, test } from 'vitest';
import type { CallEnding } from '../../../functions/maintenance/foundation/call-cause.ts';
import { unreadStatus } from '../../../functions/maintenance/plan/instance.ts';
import { storyOf } from '../../../functions/maintenance/run/judge-evidence.ts';
import { deadEnds, judgeWatched } from '../../../functions/maintenance/run/judge-watched.ts';
import type { Tracked, Watching } from '../../../functions/maintenance/run/state.ts';
import { rulesOf, second, seen, tracked, watching } from './tracked-fixture.ts';
import { type Case, flush, verdict } from './verdict-line.ts';

const nodes = { total: 4, active: 4, masters: 2 };
const cause = { code: 'DCS.5000', message: 'as DCS says' };
/** How the call of an instance that is watched failed. */
const lostBy = (ending: CallEnding | undefined) =>
  ({ kind: 'failure', failure: { kind: 'ambiguous', ...cause, ending } }) as const;
const back = { leftAt: second(2), backAt: second(20), confirmedAt: second(25) };
const measured = { ...back, measuredAt: second(26) };

/** How an instance ended in one line, with the code of the cause: `succeeded flushed: was seen …; DCS.5000`. */
function told({ look = {}, phase = {}, one = {}, rules = {}, after }: Case): string {
  const its = watching(phase);
  const instance = tracked('a', its, { ...one, seen: seen(look === 'never' ? {} : look) });
  const judged = judgeWatched(instance, its, rulesOf(rules), second(after));
  if (!('reason' in judged)) return judged.verdict;
  const outcome = judged.verdict === 'end' ? judged.outcome : 'failed-try';
  return [`${outcome} ${judged.code}: ${judged.reason}`, judged.cause?.code ?? []].flat().join('; ');
}

describe('figures', () => {
  test.each<[string, Partial<Tracked>, Case['rules'], string]>([
    ['are not needed for a restart of what had none before', {}, {}, 'succeeded returned'],
    ['are needed when its nodes were known', { nodesBefore: nodes }, {}, 'measure'],
    ['are needed when its keys were known', { keysBefore: 3 }, {}, 'measure'],
    ['are needed for a flush', {}, flush, 'measure'],
  ])('%s', (_, one, rules, expected) => {
    expect(verdict({ phase: back, one, after: 30, rules: rules ?? {} })).toBe(expected);
  });

  test.each<[string, Partial<Tracked>, string]>([
    [
      'nodes are gone',
      { nodes: { ...nodes, total: 3 } },
      'topology: is RUNNING, but 3 of its 4 nodes are left',
    ],
    [
      'nodes are down',
      { nodes: { ...nodes, active: 3 } },
      'topology: is RUNNING, but 3 of 4 nodes are active, 4 were',
    ],
    [
      'masters differ',
      { nodes: { ...nodes, masters: 3 } },
      'topology: is RUNNING, but it has 3 masters, it had 2',
    ],
    [
      'nodes cannot be read',
      { nodes: undefined },
      'topology: is RUNNING, but its nodes cannot be read any more; DCS.5000',
    ],
    [
      'keys are gone',
      { nodes, keysBefore: 9, keys: 0 },
      'data-lost: is RUNNING, but it holds no keys any more, it held 9; whether the restart or somebody else cleared it was not seen',
    ],
  ])('that are worse are waited for and then told: %s', (_, parts, expected) => {
    const one = { nodesBefore: nodes, figuresUnread: cause, ...parts };
    expect(told({ phase: measured, one, after: 1_799 })).toBe('measure');
    expect(told({ phase: measured, one, after: 1_800 })).toBe(`failed ${expected}`);
  });

  test('of an instance that somebody else cleared say so, and not that it was lost with the restart', () => {
    const phase = { ...measured, others: 'FLUSHING' };
    const emptied = { nodes, nodesBefore: nodes, keysBefore: 9, keys: 0 };
    expect(told({ phase, one: emptied, after: 1_800 })).toBe(
      'failed data-lost: is RUNNING, but it holds no keys any more, it held 9; it was seen FLUSHING meanwhile, which this run did not ask for',
    );
    const stayed = { ...phase, leftAt: undefined, backAt: undefined };
    expect(told({ phase: stayed, one: { nodes, nodesBefore: nodes }, after: 90 })).toBe(
      'succeeded accepted: DCS accepted the restart and it was seen FLUSHING meanwhile, which this run did not ask for',
    );
  });

  test.each<[string, Partial<Tracked>]>([
    ['it held none before', { keysBefore: 0, keys: 0 }],
    ['nobody knows how many it held', { keysBefore: undefined, keys: 0 }],
    ['it holds some', { keysBefore: 9, keys: 1 }],
    ['nobody knows how many it holds', { keysBefore: 9, keys: undefined }],
  ])('of a restart that keeps data show no loss when %s', (_, one) => {
    expect(told({ phase: measured, one, after: 1_800 })).toBe(
      'succeeded returned: was seen to restart and is RUNNING',
    );
  });

  test.each<[string, Partial<Watching>, Partial<Tracked>, string]>([
    ['it left', measured, { keys: 3 }, 'flushed: was seen FLUSHING and is RUNNING; it holds 3 keys'],
    [
      'it left, unread',
      measured,
      {},
      'flushed: was seen FLUSHING and is RUNNING; its key count could not be read; DCS.5000',
    ],
    [
      'it never left',
      { confirmedAt: second(61), measuredAt: second(70) },
      { keys: 0 },
      'accepted: DCS accepted the flush and it stayed RUNNING; it holds 0 keys',
    ],
  ])('of a flush are told: %s', (_, phase, one, expected) => {
    expect(told({ phase, one: { figuresUnread: cause, ...one }, rules: flush, after: 70 })).toBe(
      `succeeded ${expected}`,
    );
  });

  test.each<[Partial<Tracked>, string]>([
    [{ keys: undefined }, 'its key count could not be read'],
    [{ keys: 0, keysBefore: 0 }, 'it holds 0 keys, as it did before'],
    [{ keys: 4, keysBefore: 0 }, 'it holds 4 keys'],
    [{ keys: 4, keysBefore: 4 }, 'it holds 4 keys'],
    [{ keys: 4 }, 'it holds 4 keys, and nobody knows how many it held before'],
    [{ keys: 0 }, 'it holds 0 keys, and nobody knows how many it held before'],
  ])('of a flush whose answer was lost, %j, say what to check', (one, left) => {
    const phase = { certainty: 'lost', confirmedAt: second(61), measuredAt: second(70) } as const;
    expect(told({ phase, one, rules: flush, after: 70 })).toBe(
      `unknown answer-lost: the answer to the call was lost, it was not seen FLUSHING and ${left}: check whether its data is gone before you flush it again`,
    );
  });
});

describe('an instance in flight', () => {
  test.each([...deadEnds])('has failed when it is %s', (status) => {
    expect(told({ look: { status }, after: 5 })).toBe(
      `failed state: is ${status}, which waiting does not mend`,
    );
  });

  test('has one of five statuses then', () => {
    expect([...deadEnds].sort()).toEqual(['CLOSED', 'CREATEFAILED', 'DELETED', 'FROZEN', 'GONE']);
  });

  test.each([
    ['accepted', 'DCS accepted it'],
    ['lost', 'it was sent'],
  ] as const)(
    'that was %s and whose status cannot be read is watched, and then unknown',
    (certainty, sent) => {
      const given = { look: { status: unreadStatus, idle: false }, phase: { certainty } };
      expect(told({ ...given, after: 1_799 })).toBe('keep-watching');
      expect(told({ ...given, after: 1_800 })).toBe(
        `unknown unreadable: ${sent}, but its status could not be read for 30m - look at it`,
      );
    },
  );

  test('is not judged by a look from before it was sent', () => {
    expect(told({ look: { status: 'FROZEN' }, phase: { since: second(10) }, after: 9 })).toBe(
      'keep-watching',
    );
    expect(told({ look: { status: 'FROZEN' }, phase: { since: second(10) }, after: 10 })).toMatch(/^failed/);
  });

  test.each([
    [{ leftAt: second(3) }, 'is ERROR after the restart'],
    [{}, 'stayed ERROR for 1m after the restart was sent'],
  ])('that is ERROR has failed its try: %j', (phase, reason) => {
    expect(told({ look: { status: 'ERROR' }, phase, after: 60 })).toBe(`failed-try error: ${reason}`);
  });
});

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
      'one that is still watched',
      { look: { status: 'ODD' }, phase: { certainty: 'lost' }, after: 60 },
      /^keep-watching$/,
    ],
  ])('stands behind %s, or not', (_, given, expected) => {
    expect(told({ ...given, phase: { ...given.phase, answer: lostBy('no-answer') } })).toMatch(expected);
  });

  test('is no word in the reason where all is well', () => {
    expect(told({ phase: { ...back, answer: lostBy('no-answer') }, after: 60 })).toBe(
      'succeeded returned: was seen to restart and is RUNNING',
    );
  });

  test('stands behind no end that has a cause of its own', () => {
    const one = { nodesBefore: nodes, figuresUnread: { ...cause, code: 'DCS.1' } };
    expect(told({ phase: { ...measured, answer: lostBy('no-answer') }, one, after: 1_800 })).toMatch(
      /; DCS\.1$/,
    );
  });
});
