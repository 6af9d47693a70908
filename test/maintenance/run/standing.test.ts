import { describe, expect, test } from 'vitest';
import { type Outcome, outcomes } from '../../../functions/maintenance/run/outcome.ts';
import { standingOf, troubleOf } from '../../../functions/maintenance/run/standing.ts';
import { countLeft, type Tracked } from '../../../functions/maintenance/run/state.ts';
import {
  announced,
  ended,
  openedAt,
  second,
  securing,
  seen,
  stateOf,
  tracked,
  watching,
} from './tracked-fixture.ts';

const waiting = { kind: 'waiting', notBefore: openedAt } as const;
const failedTry = { kind: 'failed-try', final: false, code: 'error', reason: 'is ERROR' } as const;
const idsOf = (list: readonly Tracked[]) => list.map(({ planned }) => planned.id);
const standing = (...instances: readonly Tracked[]) => standingOf(stateOf(instances), second(30));

function done(id: string, outcome: Outcome, parts: Parameters<typeof tracked>[2] & { code?: string } = {}) {
  const { code = 'x', ...rest } = parts;
  const conclusion = { id, outcome, code, reason: 'so it ended' };
  return tracked(id, { kind: 'done', conclusion, outOfSight: false }, rest);
}

describe('the instances of a run', () => {
  test('without an outcome are each with what is known of them, in their region', () => {
    const all = [
      tracked('away', watching({ leftAt: second(5) }), { seen: seen({ status: 'RESTARTING' }) }),
      tracked('backed up', securing({ stage: { step: 'made', backup: 'x' } })),
      tracked('called', announced()),
      tracked('next', waiting),
      tracked('tried', failedTry),
    ];
    const { left, unfinished, restless, restlessIn, inFlight, ...rest } = standing(
      ...all,
      ended('over', 'succeeded'),
    );
    expect(left).toBe(5);
    expect(unfinished.map(({ kind, one }) => [kind, one.planned.id])).toEqual([
      ['watching', 'away'],
      ['securing', 'backed up'],
      ['announced', 'called'],
      ['waiting', 'next'],
      ['failed-try', 'tried'],
    ]);
    expect(unfinished.map(({ phase }) => phase)).toEqual(all.map(({ phase }) => phase));
    expect(restless.map(({ one }) => one.planned.id)).toEqual(['away', 'backed up', 'called', 'tried']);
    expect([...restlessIn]).toEqual([['beijing', restless]]);
    expect(unfinished.flatMap((each) => ('verdict' in each ? [each.verdict.verdict] : []))).toEqual([
      'keep-watching',
      'find',
    ]);
    expect(idsOf(inFlight)).toEqual(['away', 'backed up', 'called']);
    expect(rest).toEqual({ lingering: [], failed: [], refusedCanary: undefined });
  });

  test('have failed when they did, or nobody knows how they ended', () => {
    expect(outcomes).toEqual(['succeeded', 'failed', 'refused', 'skipped', 'deferred', 'unknown']);
    const { failed } = standing(...outcomes.map((outcome) => done(outcome, outcome)));
    expect(idsOf(failed)).toEqual(['failed', 'unknown']);
  });

  test('linger when they were sent, and carried it out when they were last seen, or were not seen since', () => {
    const busy = seen({ status: 'RESTARTING' });
    const { lingering } = standing(
      done('busy', 'failed', { seen: busy }),
      done('back', 'failed'),
      done('never sent', 'refused', { seen: busy, attempts: 0 }),
      tracked('unseen', { ...done('x', 'unknown').phase, outOfSight: true } as Tracked['phase']),
      done('never seen', 'failed', { seen: undefined }),
      done('in an action of others', 'failed', { seen: seen({ status: 'FLUSHING' }) }),
    );
    expect(idsOf(lingering)).toEqual(['busy', 'unseen']);
  });

  test('have a canary that shows nothing when the first of them was not touched', () => {
    const canary = (outcome: Outcome, code = 'x') => done('canary', outcome, { wave: 0, code });
    const refused = (...instances: readonly Tracked[]) => standing(...instances).refusedCanary?.planned.id;
    expect(refused(canary('refused'))).toBe('canary');
    expect(refused(canary('skipped', 'in-hand'))).toBe('canary');
    expect(refused(canary('skipped'))).toBeUndefined();
    expect(refused(canary('failed', 'in-hand'))).toBeUndefined();
    expect(refused(canary('succeeded'))).toBeUndefined();
    expect(refused(done('a', 'refused'), done('b', 'skipped', { code: 'in-hand' }))).toBeUndefined();
    expect(refused(canary('refused'), done('second', 'refused', { wave: 0 }))).toBe('canary');
    const elsewhere = (one: Tracked): Tracked => ({
      ...one,
      planned: { ...one.planned, region: 'shanghai' },
    });
    expect(refused(done('a', 'failed'), elsewhere(canary('refused')))).toBe('canary');
    expect(refused(canary('refused'), elsewhere(done('second', 'refused', { wave: 0 })))).toBe('canary');
  });
});

test('a region is in trouble with what it answered last, until it answers well', () => {
  const failure = { kind: 'throttled', code: 'APIGW.0308', message: 'too many' } as const;
  const region = (setbacks: number) =>
    stateOf([], { region: { setbacks, lastFailure: failure } }).regions.get('beijing');
  expect(troubleOf(region(1))).toBe(failure);
  expect(troubleOf(region(0))).toBeUndefined();
  expect(troubleOf(undefined)).toBeUndefined();
});

test('what is left of a run is what has no outcome', () => {
  const all = [ended('a', 'failed'), tracked('b', watching()), tracked('c', watching())];
  expect(countLeft(stateOf(all))).toBe(2);
});
