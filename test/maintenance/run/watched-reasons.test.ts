import { describe, expect, test } from 'vitest';
import { unreadStatus } from '../../../functions/maintenance/plan/instance.ts';
import { deadEnds } from '../../../functions/maintenance/run/judge-watched.ts';
import type { Tracked, Watching } from '../../../functions/maintenance/run/state.ts';
import { second, tracked, watching } from './tracked-fixture.ts';
import { type Case, flush, verdict, verdictTold } from './verdict-line.ts';

const nodes = { total: 4, active: 4, masters: 2 };
const cause = { code: 'DCS.5000', message: 'as DCS says' };
const refused = {
  kind: 'failure',
  failure: { kind: 'permanent', ...cause, ending: 'refused' },
} as const;
const back = { leftAt: second(2), backAt: second(20), confirmedAt: second(25) };
const measured = { ...back, measuredAt: second(26) };
const stayed = { confirmedAt: second(61), measuredAt: second(70) };

describe('figures', () => {
  const losing = { ...tracked('a', watching()).planned, losesData: true };
  test.each<[string, Partial<Tracked>, Case['rules'], string]>([
    ['are not needed for a restart of what had none before', {}, {}, 'succeeded returned'],
    ['are needed when its nodes were known', { nodesBefore: nodes, nodes }, {}, 'measure'],
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
    expect(verdictTold({ phase: measured, one, after: 1_799 })).toBe('measure');
    expect(verdictTold({ phase: measured, one, after: 1_800 })).toBe(`failed ${expected}`);
  });

  test('of an instance that somebody else cleared say so, and not that it was lost with the restart', () => {
    const phase = { ...measured, others: 'FLUSHING' };
    const emptied = { nodes, nodesBefore: nodes, keysBefore: 9, keys: 0 };
    expect(verdictTold({ phase, one: emptied, after: 1_800 })).toBe(
      'failed data-lost: is RUNNING, but it holds no keys any more, it held 9; it was seen FLUSHING meanwhile, which this run did not ask for',
    );
    const running = { ...phase, leftAt: undefined, backAt: undefined };
    expect(verdictTold({ phase: running, one: { nodes, nodesBefore: nodes }, after: 90 })).toBe(
      'succeeded accepted: DCS accepted the restart and it was seen FLUSHING meanwhile, which this run did not ask for',
    );
  });

  test.each<[string, Partial<Tracked>]>([
    ['it held none before', { keysBefore: 0, keys: 0 }],
    ['nobody knows how many it held', { keysBefore: undefined, keys: 0 }],
    ['it holds some', { keysBefore: 9, keys: 1 }],
    ['nobody knows how many it holds', { keysBefore: 9, keys: undefined }],
    ['it was to lose them', { keysBefore: 9, keys: 0, planned: losing }],
  ])('of a restart show no loss when %s', (_, one) => {
    expect(verdictTold({ phase: measured, one, after: 1_800 })).toBe(
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
      stayed,
      { keys: 0 },
      'accepted: DCS accepted the flush and it stayed RUNNING; it holds 0 keys',
    ],
    [
      'it never left, unread',
      stayed,
      { keysBefore: 9 },
      'accepted: DCS accepted the flush and it stayed RUNNING; its key count could not be read; DCS.5000',
    ],
    [
      'it never left, and had fewer keys for a while',
      { ...stayed, fewestKeys: 5 },
      { keysBefore: 9, keys: 9 },
      'accepted: DCS accepted the flush and it stayed RUNNING; it holds 9 keys',
    ],
    [
      'it never left, but somebody restarted it',
      { ...stayed, others: 'RESTARTING' },
      { keys: 0 },
      'accepted: DCS accepted the flush and it was seen RESTARTING meanwhile, which this run did not ask for; it holds 0 keys',
    ],
    [
      'its keys were gone for a while',
      { ...stayed, fewestKeys: 0 },
      { keysBefore: 9, keys: 3 },
      'emptied: DCS accepted the flush, and its 9 keys were gone; it holds 3 keys',
    ],
    [
      'its keys were gone though the answer was lost',
      { ...stayed, fewestKeys: 0, certainty: 'lost' },
      { keysBefore: 9, keys: 3 },
      'emptied: the answer to the call was lost, but its 9 keys were gone; it holds 3 keys',
    ],
  ])('of a flush are told: %s', (_, phase, one, expected) => {
    expect(verdictTold({ phase, one: { figuresUnread: cause, ...one }, rules: flush, after: 70 })).toBe(
      `succeeded ${expected}`,
    );
  });

  test.each<[Partial<Tracked>, string]>([
    [{ keys: undefined }, 'its key count could not be read'],
    [{ keys: 0, keysBefore: 0 }, 'it holds 0 keys, as it did before'],
    [{ keys: 4, keysBefore: 0 }, 'it holds 4 keys'],
    [{ keys: 4, keysBefore: 4 }, 'it holds 4 keys'],
    [{ keys: 4 }, 'it holds 4 keys, and how many it held before is not known'],
    [{ keys: 0 }, 'it holds 0 keys, and how many it held before is not known'],
  ])('of a flush whose answer was lost, %j, say what to check', (one, left) => {
    const phase = { certainty: 'lost', confirmedAt: second(61), measuredAt: second(70) } as const;
    expect(verdictTold({ phase, one, rules: flush, after: 70 })).toBe(
      `unknown answer-lost: the answer to the call was lost, it was not seen FLUSHING and ${left}: check whether its data is gone before you flush it again`,
    );
  });
});

describe('an instance in flight', () => {
  test.each([...deadEnds])('has failed when it is %s', (status) => {
    expect(verdictTold({ look: { status }, after: 5 })).toBe(
      `failed state: is ${status}, which waiting does not fix`,
    );
  });

  test('has one of five statuses then', () => {
    expect([...deadEnds].sort()).toEqual(['CLOSED', 'CREATEFAILED', 'DELETED', 'FROZEN', 'GONE']);
  });

  test.each([
    ['accepted', 'DCS accepted it'],
    ['lost', 'it was sent'],
    ['refused', 'Huawei Cloud refused the call'],
  ] as const)(
    'that was %s and whose status cannot be read is watched, and then unknown',
    (certainty, sent) => {
      const answer = certainty === 'refused' ? refused : undefined;
      const given = { look: { status: unreadStatus, idle: false }, phase: { certainty, answer } };
      expect(verdictTold({ ...given, after: 1_799 })).toBe('keep-watching');
      expect(verdictTold({ ...given, after: 1_800 }).replace('; DCS.5000', '')).toBe(
        `unknown unreadable: ${sent}, but its status could not be read for 30m - look at it`,
      );
    },
  );

  test('is not judged by a look from before it was sent', () => {
    expect(verdictTold({ look: { status: 'FROZEN' }, phase: { since: second(10) }, after: 9 })).toBe(
      'keep-watching',
    );
    expect(verdictTold({ look: { status: 'FROZEN' }, phase: { since: second(10) }, after: 10 })).toMatch(
      /^failed/,
    );
  });

  test.each([
    [{ leftAt: second(3) }, 'is ERROR after the restart'],
    [{}, 'stayed ERROR for 1m after the restart was sent'],
  ])('that is ERROR has failed its try: %j', (phase, reason) => {
    expect(verdictTold({ look: { status: 'ERROR' }, phase, after: 60 })).toBe(`failed-try error: ${reason}`);
  });
});
