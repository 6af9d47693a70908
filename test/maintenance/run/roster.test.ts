import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { commonIds, type Roster, rosterOf } from '../../../functions/maintenance/run/roster.ts';
import { tracking } from '../../../functions/maintenance/run/tally.ts';
import { ended, openedAt, seen, tracked, watching } from './tracked-fixture.ts';

type One = { readonly planned: { readonly id: string; readonly region: string }; readonly value: number };
type Sums = Roster<One, number>;

const one = (id: string, region: string, value = 0): One => ({ planned: { id, region }, value });
const rosterWith = (instances: readonly One[]): Sums =>
  rosterOf(instances, (members) => members.reduce((sum, { value }) => sum + value, 0));
const sum = (numbers: Iterable<number>) => [...numbers].reduce((all, each) => all + each, 0);

/** Two hundred in three regions, of which each has more than one part. */
const fleet = Array.from({ length: 200 }, (_, n) => one(`id-${n}`, `region-${Math.floor(n / 70)}`));

function changed(roster: Sums, changes: readonly (readonly [n: number, value: number])[]): Sums {
  const draft = roster.draft();
  for (const [n, value] of changes)
    draft.change(`id-${n}`, () => one(`id-${n}`, fleet[n]?.planned.region ?? '', value));
  return draft.roster();
}

describe('a roster', () => {
  test('has its instances by their ids, in their order, each once', () => {
    const roster = rosterWith([...fleet, one('id-3', 'region-0', 7)]);
    expect([...roster.keys()]).toEqual(fleet.map(({ planned }) => planned.id));
    expect([...roster].map(([id]) => id)).toEqual([...roster.keys()]);
    expect([roster.size, roster.get('id-3')?.value, roster.get('nobody')]).toEqual([200, 7, undefined]);
    expect([roster.has('id-199'), roster.has('nobody')]).toEqual([true, false]);
  });

  test('counts after any changes what it would count if it were made anew, and leaves the one before as it was', () => {
    const change = fc.tuple(fc.nat({ max: 210 }), fc.integer({ min: 1, max: 99 }));
    fc.assert(
      fc.property(fc.array(fc.array(change, { maxLength: 20 }), { maxLength: 8 }), (rounds) => {
        let roster = rosterWith(fleet);
        const values = new Map(fleet.map(({ planned }) => [planned.id, 0]));
        for (const changes of rounds) {
          const [before, total] = [roster, sum(values.values())];
          roster = changed(roster, changes);
          for (const [n, value] of changes) if (n < fleet.length) values.set(`id-${n}`, value);
          expect(sum(before.tallies())).toBe(total);
          expect(roster).toEqual(rosterWith([...roster.values()]));
          expect(roster.tallies()).toEqual(rosterWith([...roster.values()]).tallies());
          expect([...roster].map(([id, { value }]) => [id, value])).toEqual([...values]);
          for (const region of ['region-0', 'region-1', 'region-2', 'nowhere']) {
            const its = [...roster.values()].filter(({ planned }) => planned.region === region);
            expect(sum(roster.talliesIn(region))).toBe(sum(its.map(({ value }) => value)));
          }
        }
      }),
      { seed: 17, numRuns: 12 },
    );
  });

  test('shares all parts in which nothing has changed', () => {
    let counted = 0;
    const roster = rosterOf(fleet, (members) => {
      counted += members.length;
      return 0;
    });
    roster.tallies();
    const draft = roster.draft();
    draft.change('id-100', () => one('id-100', 'region-1', 5));
    draft.roster().tallies();
    expect(counted).toBeLessThan(200 + 65);
  });
});

describe('of instances of several parts', () => {
  // A part is of one region.
  const three = rosterWith([one('a', 'north', 1), one('b', 'south', 2), one('c', 'north', 4)]);
  const idsOf = (some: Iterable<One>) => [...some].map(({ planned }) => planned.id);
  const withValue = (roster: Sums, id: string, value: number): Sums => {
    const draft = roster.draft();
    draft.change(id, (before) => ({ ...before, value }));
    return draft.roster();
  };

  test('all parts of a region are counted', () => {
    expect([...three.talliesIn('north')]).toEqual([1, 4]);
    expect([...withValue(three, 'c', 8).talliesIn('north')]).toEqual([1, 8]);
  });

  test('a roster stays as it is, whatever becomes of the draft that it was made of', () => {
    const draft = three.draft();
    draft.change('a', () => one('a', 'north', 10));
    const first = draft.roster();
    draft.change('a', () => one('a', 'north', 20));
    expect([first.get('a')?.value, draft.roster().get('a')?.value]).toEqual([10, 20]);
  });

  test('a change that changes nothing is none, and so is one of nobody', () => {
    const draft = three.draft();
    expect(draft.change('a', (before) => before)).toBeUndefined();
    expect(draft.change('nobody', () => one('nobody', 'north'))).toBeUndefined();
    expect(idsOf(draft.roster().changedSince(three))).toEqual([]);
  });

  test('those of changed parts differ from an earlier state, and all from one that was placed anew', () => {
    expect(idsOf(withValue(three, 'b', 8).changedSince(three))).toEqual(['b']);
    expect(idsOf(three.changedSince(undefined))).toEqual(['a', 'b', 'c']);
    expect(idsOf(three.changedSince(rosterWith([...three.values()])))).toEqual(['a', 'b', 'c']);
  });

  test('those that two runs are both about are told, or of them those in parts that have changed', () => {
    const theirs = rosterWith([one('b', 'south'), one('c', 'north'), one('d', 'south'), one('e', 'north')]);
    for (const [own, other] of [
      [three, theirs],
      [theirs, three],
    ] as const)
      expect([...commonIds(own, other)].sort()).toEqual(['b', 'c']);
    const later = withValue(withValue(theirs, 'c', 8), 'd', 8);
    expect([...commonIds(three, later, theirs)]).toEqual(['c']);
    expect([...commonIds(three, later, rosterWith([...theirs.values()]))].sort()).toEqual(['b', 'c']);
  });
});

describe('what is counted of the instances of a run', () => {
  const waiting = { kind: 'waiting', notBefore: openedAt } as const;
  const fresh = { attempts: 0, inspectedAt: undefined, seen: undefined };
  const kept = {
    verdict: { kind: 'not-met', reason: 'it is not so' },
    at: openedAt,
    keeps: true,
    old: false,
  } as const;
  const tallyOf = (...instances: Parameters<typeof tracking>[0][]) =>
    tracking(
      instances.flatMap((each) => [...each]),
      openedAt,
    ).tallies()[0];

  test.each([
    ['its pause is not over', tracked('a', { kind: 'waiting', notBefore: openedAt + 1 }, fresh)],
    ['it is seen in another state', tracked('a', waiting, { seen: seen({ status: 'ERROR' }) })],
    ['a task runs on it', tracked('a', waiting, { seen: seen({ idle: false }) })],
    ['a look held it back', tracked('a', waiting, { ...fresh, heldSince: openedAt })],
    ['it was sent', tracked('a', waiting, { sent: watching() })],
    ['something went wrong', tracked('a', waiting, { trouble: { since: 0, code: 'x', reason: 'x' } })],
    ['it is tried apart from others', tracked('a', waiting, { cohort: '0' })],
    ['its backup stands', tracked('a', waiting, { secured: { backup: undefined, note: '' } })],
    ['it does not meet its conditions', tracked('a', waiting, { ...fresh, judged: kept })],
    ['nobody can tell its window', tracked('a', waiting, { ...fresh, maintenance: { untold: true } })],
    ['it is under way', tracked('a', watching())],
  ])('one does not rest when %s', (_, instance) => {
    expect(tallyOf([instance])).toMatchObject({ left: 1, restless: [instance] });
  });

  test('one rests that only waits for its turn', () => {
    const met = { ...kept, verdict: { kind: 'met', reason: 'it is so' }, keeps: false } as const;
    const all = [
      tracked('a', waiting, fresh),
      tracked('b', waiting, { ...fresh, seen: seen() }),
      tracked('c', waiting, { ...fresh, judged: met }),
      tracked('d', waiting, { ...fresh, maintenance: { begin: 0, end: 3_600_000 } }),
    ];
    expect(tallyOf(all)).toMatchObject({ left: 4, restless: [], shortestOutage: undefined });
  });

  test('one waits that has a turn to come', () => {
    const [next, under] = [tracked('a', waiting), tracked('b', watching())];
    expect(tallyOf([next, under])).toMatchObject({ left: 2, waiting: [next] });
  });

  test('a wave is on until all have come to their end that do not wait for their conditions', () => {
    const keeps = tracked('a', waiting, { wave: 1, judged: kept });
    expect(tallyOf([keeps, tracked('b', waiting, { wave: 2 })])).toMatchObject({ wave: 2 });
  });

  test('a wave ended with the last of it to which something was done', () => {
    const doneAt = (id: string, at: number, parts = {}) => ended(id, 'succeeded', { doneAt: at, ...parts });
    const all = [doneAt('a', 3), doneAt('b', 5), doneAt('c', 4), doneAt('d', 9, { judged: kept })];
    expect(tallyOf(all)?.doneIn).toEqual(new Map([[1, 5]]));
  });

  test('one lingers that was last seen to carry an action out', () => {
    const all = [
      ended('a', 'failed', { seen: seen({ status: 'FLUSHING' }) }),
      ended('b', 'failed', { seen: seen() }),
      ended('c', 'failed', { seen: seen({ status: 'RESTARTING' }), attempts: 0 }),
    ];
    expect(tallyOf(all)?.lingering).toEqual([all[0]]);
  });

  test('the shortest outage is the least that it can have been', () => {
    const all = [
      ended('a', 'succeeded', { outageMs: 9_000, outageWithinMs: 5_000 }),
      ended('b', 'failed', { outageMs: 8_000 }),
      ended('c', 'succeeded', { outageMs: 6_000, outageWithinMs: 9_000 }),
    ];
    expect(tallyOf(all)).toMatchObject({
      left: 0,
      failed: [all[1]],
      shortestOutage: 0,
    });
  });
});
