import { describe, expect, test } from 'vitest';
import type { PlannedInstance } from '../../../functions/maintenance/plan/plan.ts';
import { noneFailing } from '../../../functions/maintenance/run/failing-calls.ts';
import { openedState } from '../../../functions/maintenance/run/opened-state.ts';
import { openedAt, planned, rulesOf } from './tracked-fixture.ts';

const opened = (concurrency: number, ...instances: readonly PlannedInstance[]) =>
  openedState({
    type: 'opened',
    run: 'nightly@2026-11-23T03:30:00+08:00',
    at: openedAt,
    scheduledFor: openedAt,
    about: { timezone: 'Asia/Shanghai', notify: [], notes: [] },
    plan: { job: 'nightly', rules: rulesOf({ concurrency }), instances, notes: [], problems: [] },
  });

/** What is known of one instance when a run of it alone has been opened. */
const known = (one: PlannedInstance) => opened(10, one).instances.get(one.id);

describe('when a run has been opened', () => {
  test('nothing is known of an instance but what is planned', () => {
    expect(known(planned('a'))).toStrictEqual({
      planned: planned('a'),
      phase: { kind: 'waiting', notBefore: openedAt },
      cohort: '',
      sent: undefined,
      trouble: undefined,
      seen: undefined,
      inspectedAt: undefined,
      judged: undefined,
      heldSince: undefined,
      secured: undefined,
      doneAt: undefined,
      keysBefore: undefined,
      attempts: 0,
      failedTries: 0,
      outageMs: undefined,
      outageWithinMs: undefined,
      keys: undefined,
      figuresAt: undefined,
      nodesBefore: undefined,
      nodes: undefined,
    });
  });

  test('that is when it may be touched, and what it waits for', () => {
    const maintenance = { begin: 0, end: 3_600_000 };
    const waits = { kind: 'not-met', reason: 'it is not so' } as const;
    expect(known(planned('a', { maintenance, waits }))).toMatchObject({
      maintenance,
      judged: { verdict: waits, at: openedAt, keeps: true, old: false },
    });
  });

  test.each([
    ['refuse', 'refused'],
    ['skip', 'skipped'],
  ] as const)('what the plan says %s of is %s, with its cause', (decision, outcome) => {
    const cause = { code: 'DCS.5000', message: 'DCS answered 500' };
    const end = { code: 'x', reason: 'so it is', cause };
    expect(known(planned('a', { decision, ...end, wave: null }))?.phase).toEqual({
      kind: 'done',
      conclusion: { id: 'a', outcome, ...end },
      outOfSight: false,
    });
  });

  test('no region was looked at, and each has its part of the slots', () => {
    const shanghai = { region: 'shanghai' };
    const refused = planned('e', { ...shanghai, decision: 'refuse' });
    const { regions } = opened(4, planned('a'), planned('b'), planned('c'), planned('d', shanghai), refused);
    const fresh = {
      lookedAt: Number.NEGATIVE_INFINITY,
      blindSince: undefined,
      lastFailure: undefined,
      pausedUntil: 0,
      setbacks: 0,
      baseline: false,
      failing: noneFailing,
    };
    expect([...regions]).toStrictEqual([
      ['beijing', { ...fresh, ids: ['a', 'b', 'c'], share: 3 }],
      ['shanghai', { ...fresh, ids: ['d', 'e'], share: 1 }],
    ]);
  });

  test.each([
    [1, [1, 1]],
    [5, [3, 1]],
    [10, [7, 2]],
  ])(
    'of %i slots four instances in two regions have %j, and what is left over is for all',
    (slots, shares) => {
      const instances = ['a', 'b', 'c'].map((id) => planned(id));
      const { regions } = opened(slots, ...instances, planned('d', { region: 'shanghai' }));
      expect([...regions.values()].map(({ share }) => share)).toEqual(shares);
    },
  );
});
