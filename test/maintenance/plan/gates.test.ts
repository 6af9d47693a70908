import { describe, expect, test } from 'vitest';
import { isStartStatus, judgeInstance, mayStartFrom } from '../../../functions/maintenance/plan/gates.ts';
import { type Action, actions } from '../../../functions/maintenance/schedule/schema.ts';
import { instance } from './instance-fixture.ts';

const acknowledged = { destroysData: 'acknowledged' } as const;
const kept = { loses: false, reason: '' };

/** Every status DCS documents, and one of a later day. */
const others = [
  'CREATING',
  'CREATEFAILED',
  'RESTARTING',
  'EXTENDING',
  'RESTORING',
  'FLUSHING',
  'FROZEN',
  'DELETED',
  'REBORN',
];

describe('the state gate', () => {
  test.each<[string, Action, boolean]>([
    ...actions.map((action): [string, Action, boolean] => ['RUNNING', action, true]),
    ['ERROR', 'restart', true],
    ['ERROR', 'soft_restart', true],
    ['ERROR', 'flush', false],
    ...others.flatMap((status) =>
      actions.map((action): [string, Action, boolean] => [status, action, false]),
    ),
  ])('from %s, %s: %s', (status, action, allowed) => {
    expect(mayStartFrom(status, action)).toBe(allowed);
    const verdict = judgeInstance(instance('cache', { status }), { action, ...acknowledged }, kept);
    expect(verdict).toMatchObject(
      allowed ? { decision: 'act', code: 'ready' } : { decision: 'refuse', code: 'state' },
    );
    expect(verdict.reason).toContain(`is ${status}`);
  });

  test('says which states an action needs', () => {
    const frozen = instance('cache', { status: 'FROZEN' });
    const reason = (action: Action) => judgeInstance(frozen, { action, ...acknowledged }, kept).reason;
    expect(reason('flush')).toBe('is FROZEN - a flush needs RUNNING');
    expect(reason('soft_restart')).toBe('is FROZEN - a soft restart needs RUNNING or ERROR');
  });
});

describe('targets that are for some statuses only', () => {
  test.each<[string, readonly string[] | undefined, boolean]>([
    ['ERROR', ['ERROR'], true],
    ['RUNNING', ['ERROR'], false],
    ['RUNNING', undefined, true],
    // What no action starts from is waited for, and not asked of the targets.
    ['RESTARTING', ['ERROR'], true],
  ])('start what is %s, where they are for %j: %s', (status, startFrom, expected) => {
    expect(isStartStatus(status, startFrom)).toBe(expected);
  });
});

describe('the engine gate', () => {
  test.each([
    ['Redis', '3.0.7', false],
    ['Redis', '4.0', true],
    ['Redis', '5.0', true],
    ['Redis', '6.2.7', true],
    ['Redis', '10.0', true],
    ['Redis', '', false],
    ['Memcached', '1.5', false],
    ['Memcached', '5.0', false],
  ])('a flush of %s %j: %s', (engine, engineVersion, allowed) => {
    const verdict = judgeInstance(
      instance('cache', { engine, engineVersion }),
      {
        action: 'flush',
        ...acknowledged,
      },
      kept,
    );
    expect(verdict.code).toBe(allowed ? 'ready' : 'engine');
  });

  test('lets every engine be restarted', () => {
    for (const action of ['restart', 'soft_restart'] as const)
      expect(
        judgeInstance(
          instance('memo', { engine: 'Memcached', engineVersion: '1.5' }),
          {
            action,
            ...acknowledged,
          },
          kept,
        ).code,
      ).toBe('ready');
  });
});

describe('the gates of the job', () => {
  const bySingleNode = { loses: true, reason: 'single-node: nothing is kept over a restart' };

  test.each(actions)(
    'refuse %s where it clears data and that is not acknowledged, and say what to write',
    (action) => {
      const verdict = judgeInstance(instance('cache'), { action, destroysData: undefined }, bySingleNode);
      expect(verdict).toMatchObject({ decision: 'refuse', code: 'acknowledgement' });
      expect(verdict.reason).toContain('clears its data (single-node: nothing is kept over a restart)');
      expect(verdict.reason).toContain('"destroysData: acknowledged"');
    },
  );

  test('refuse what nobody knows, with what could not be read, and never say how to switch the protection off', () => {
    const cause = { code: 'DCS.5000', message: 'Internal service error.', status: 500 };
    const loss = { loses: true, unknown: true, reason: 'its type could not be read', cause } as const;
    const rules = { action: 'soft_restart', destroysData: undefined } as const;
    const verdict = judgeInstance(instance('cache'), rules, loss);
    expect(verdict).toEqual({
      decision: 'refuse',
      code: 'data-unknown',
      reason:
        'whether a soft restart clears its data is not known, so it was left alone: its type could not be read',
      cause,
    });
    expect(judgeInstance(instance('cache'), { ...rules, ...acknowledged }, loss).code).toBe('ready');
  });

  test.each(actions)('let %s through where losing the data is acknowledged', (action) => {
    expect(judgeInstance(instance('cache'), { action, ...acknowledged }, bySingleNode).code).toBe('ready');
  });

  test('tell the reason that no setting can mend first: engine, state, acknowledgement', () => {
    const rules = { action: 'flush', destroysData: undefined } as const;
    const codes = [
      instance('a', { engineVersion: '3.0', status: 'FROZEN' }),
      instance('b', { status: 'FROZEN' }),
      instance('c'),
    ].map((one) => judgeInstance(one, rules, bySingleNode).code);
    expect(codes).toEqual(['engine', 'state', 'acknowledgement']);
  });
});
