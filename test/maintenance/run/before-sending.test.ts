import { describe, expect, test } from 'vitest';
import { conditionsOf } from '../../../functions/maintenance/plan/metric-conditions.ts';
import { chooseCall } from '../../../functions/maintenance/run/choose-call.ts';
import { mostIdsPerCall } from '../../../functions/maintenance/run/fleet.ts';
import type { Judged } from '../../../functions/maintenance/run/read-verdicts.ts';
import { standingOf } from '../../../functions/maintenance/run/standing.ts';
import type { Tracked } from '../../../functions/maintenance/run/state.ts';
import { jobOf } from './night.ts';
import { openedAt, second, stateOf, tracked, watching } from './tracked-fixture.ts';

const region = 'beijing';
const waits = (id: string, parts: Partial<Tracked> = {}) =>
  tracked(id, { kind: 'waiting', notBefore: openedAt }, parts);
/** Looked at by itself so lately that it may be sent. */
const sure = (id: string, parts: Partial<Tracked> = {}) => waits(id, { inspectedAt: second(700), ...parts });

/** What Beijing is asked 700 s into the run, when so many may be sent. */
function called(
  all: readonly Tracked[],
  rules: NonNullable<Parameters<typeof stateOf>[1]>['rules'] = {},
  sent = all,
) {
  const state = stateOf(all, { rules });
  const its = standingOf(state, second(700)).unfinished;
  return chooseCall(
    state,
    region,
    its,
    sent.map(({ planned }) => planned.id),
    second(700),
  );
}

describe('before a restart is sent, the figures are had that tell later what it cost', () => {
  const measured = { figuresAt: second(600) };

  test('of each for whom they are old', () => {
    expect(called([sure('a', measured)])).toEqual([{ do: 'submit', region, ids: ['a'] }]);
    expect(called([sure('a')])).toEqual([{ do: 'measure', region, ids: ['a'] }]);
    expect(called([sure('a'), sure('b', measured)])).toEqual([{ do: 'measure', region, ids: ['a', 'b'] }]);
  });

  test('together with the look that is wanted anyway', () => {
    expect(called([waits('a')])).toEqual([{ do: 'inspect', region, ids: ['a'], figuresOf: ['a'] }]);
  });

  test('with those of whose turn is next, as many as one call can name', () => {
    const many = Array.from({ length: 60 }, (_, index) => sure(`${index}`));
    const ids = [many[55], ...many].flatMap((one) => one?.planned.id ?? []);
    const wanted = [...new Set(ids)].slice(0, mostIdsPerCall);
    expect(called(many, {}, many.slice(55, 56))).toEqual([{ do: 'measure', region, ids: wanted }]);
  });
});

test('keys that were counted before a call that was refused are those before a flush', () => {
  const refused = { figuresAt: second(650), sent: watching({ since: second(660), certainty: 'refused' }) };
  expect(called([sure('a', refused)], { action: 'flush' })).toEqual([{ do: 'submit', region, ids: ['a'] }]);
});

test('nothing is sent whose metrics are to be looked at first', () => {
  const conditions = conditionsOf(jobOf({ onlyIf: { memory_frag_ratio: '> 1.5' } }), null);
  const rules = { ...(conditions && { conditions }) };
  const judged: Judged = {
    verdict: { kind: 'met', reason: 'it is so' },
    at: second(690),
    keeps: false,
    old: false,
  };
  const measured = { figuresAt: second(690) };
  const other = sure('b', { ...measured, judged });
  expect(called([sure('a', measured), other], rules)).toEqual([{ do: 'submit', region, ids: ['b'] }]);
});

test('where nobody waits for a window of his own, none is looked for', () => {
  const hour = 3_600_000;
  const rules = { inMaintenanceWindow: { zone: 'UTC', clock: { offset: 0, changes: [] } } };
  // It is 19:41.
  const from = (begin: number) => [waits('a', { maintenance: { begin: begin * hour, end: 23 * hour } })];
  expect(called(from(19), rules, [])).toEqual([{ do: 'wait', until: second(710) }]);
  expect(called(from(20), rules, [])).toEqual([{ do: 'look', region }]);
});
