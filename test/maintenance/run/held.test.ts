import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Held } from '../../../functions/maintenance/run/held.ts';
import {
  heldBy,
  type LookedAt,
  lookBeside,
  nothingHeld,
} from '../../../functions/maintenance/run/in-hand.ts';
import type { Phase, RunState } from '../../../functions/maintenance/run/state.ts';
import { tracking } from '../../../functions/maintenance/run/tally.ts';
import {
  announced,
  ended,
  openedAt,
  rulesOf,
  second,
  stateOf,
  tracked,
  watching,
} from './tracked-fixture.ts';

const waiting = { kind: 'waiting', notBefore: openedAt } as const;
const phases: readonly Phase[] = [waiting, announced(), watching(), ended('a', 'succeeded').phase];
const idOf = (n: number) => `id-${n}`;

/** A run over some of the instances, all of which wait for their turn. */
function runOver(run: string, from: number, to: number, opened: number, parts: Partial<RunState> = {}) {
  const maintenance = { begin: 20 * 3_600_000, end: 21 * 3_600_000 };
  const instances = Array.from({ length: to - from }, (_, n) =>
    tracked(idOf(from + n), waiting, { attempts: 0, maintenance }),
  );
  return { ...stateOf(instances), run, openedAt: opened, ...parts };
}

type Change = { readonly run: number; readonly n: number; readonly phase: number; readonly attempts: number };

function changed(state: RunState, changes: readonly Change[]): RunState {
  const draft = state.instances.draft();
  for (const { n, phase, attempts } of changes)
    draft.change(idOf(n), (one) => ({ ...one, attempts, phase: phases[phase] ?? waiting }));
  return { ...state, instances: draft.roster() };
}

/** As if its record had been read again. */
const readAgain = (state: RunState): RunState => ({
  ...state,
  instances: tracking(state.instances.values(), state.openedAt),
});

const byId = (held: Iterable<readonly [string, string]>) =>
  [...held].sort(([one], [other]) => (one < other ? -1 : 1));

describe('what others have in hand of a run of several parts', () => {
  const change = fc.record<Change>({
    run: fc.nat({ max: 3 }),
    n: fc.nat({ max: 310 }),
    phase: fc.nat({ max: phases.length - 1 }),
    attempts: fc.nat({ max: 1 }),
  });
  const round = fc.record({
    changes: fc.array(change, { maxLength: 8 }),
    readAgain: fc.option(fc.nat({ max: 3 })),
    hidden: fc.option(fc.nat({ max: 3 })),
    finished: fc.option(fc.nat({ max: 3 })),
    at: fc.constantFrom(0, 1_800),
  });

  test('is the same whether all of it is gone through or only what has changed since the look before', () => {
    const local = { zone: 'UTC', clock: { offset: 0, changes: [] } };
    const atFirst = [
      runOver('own', 0, 200, openedAt),
      runOver('earlier', 100, 300, second(-1)),
      runOver('later', 60, 130, second(1)),
      runOver('windowed', 190, 310, second(-2), { rules: rulesOf({ inMaintenanceWindow: local }) }),
    ];
    let differing = 0;
    fc.assert(
      fc.property(fc.array(round, { maxLength: 12 }), (rounds) => {
        let states: readonly RunState[] = atFirst;
        let before: LookedAt | undefined;
        for (const { changes, readAgain: again, hidden, finished, at } of rounds) {
          states = states.map((state, run) => {
            const next = changed(
              state,
              changes.filter((each) => each.run === run),
            );
            return again === run ? readAgain(next) : next;
          });
          const [own = expect.unreachable('there is no run'), ...all] = states;
          const others = all.flatMap((state, n) =>
            n === hidden ? [] : [n === finished ? { ...state, finishedAt: openedAt } : state],
          );
          const looked = lookBeside(own, others, second(at), before);
          const { held } = looked;
          const anew = heldBy(own, others, second(at));
          expect(byId(held)).toEqual(byId(anew));
          expect(held.size).toBe([...anew].length);
          for (const { waiting: those } of own.instances.tallies())
            expect(held.free(those)).toEqual(those.filter(({ planned }) => !anew.has(planned.id)));
          expectDifferences(before?.held ?? nothingHeld, held);
          if (before && before.held !== held) differing += 1;
          before = looked;
        }
      }),
      { seed: 17, numRuns: 60 },
    );
    expect(differing).toBeGreaterThan(50);
  });

  function expectDifferences(before: Held, held: Held): void {
    const [were, are] = [new Map(before), new Map(held)];
    expect(byId(held.newSince(before))).toEqual(byId([...are].filter(([id, run]) => were.get(id) !== run)));
    expect([...held.freedSince(before)].sort()).toEqual([...were.keys()].filter((id) => !are.has(id)).sort());
  }

  test('is not gone through again where nothing has changed', () => {
    const own = runOver('own', 0, 200, openedAt);
    const other = runOver('earlier', 100, 300, second(-1));
    const before = lookBeside(own, [other], openedAt);
    expect(before.held.size).toBe(100);
    expect(lookBeside(own, [other], openedAt, before).held).toBe(before.held);
    const sent = changed(other, [{ run: 1, n: 299, phase: 1, attempts: 1 }]);
    expect(lookBeside(own, [sent], openedAt, before).held).toBe(before.held);
    const done = changed(other, [{ run: 1, n: 150, phase: 3, attempts: 1 }]);
    const after = lookBeside(own, [done], openedAt, before).held;
    expect([...after.freedSince(before.held)]).toEqual([idOf(150)]);
    expect(before.held.has(idOf(150))).toBe(true);
  });
});

describe('what others have in hand', () => {
  const { instances } = runOver('own', 0, 130, openedAt);
  const held = new Held(instances.places).with([
    [idOf(1), 'x'],
    [idOf(2), 'y'],
    [idOf(4), 'x'],
    [idOf(70), 'x'],
  ]);

  test('is known by id, and how many they are', () => {
    expect([...held]).toEqual([
      [idOf(1), 'x'],
      [idOf(2), 'y'],
      [idOf(4), 'x'],
      [idOf(70), 'x'],
    ]);
    expect([held.size, held.get(idOf(2)), held.get(idOf(3)), held.get('nobody')]).toEqual([
      4,
      'y',
      undefined,
      undefined,
    ]);
    expect([held.has(idOf(70)), held.has(idOf(3))]).toEqual([true, false]);
  });

  test('changes by what is told last, and tells whom others have newly in hand and who is free', () => {
    const after = held.with([
      [idOf(1), undefined],
      [idOf(2), 'z'],
      [idOf(3), 'x'],
      [idOf(3), undefined],
    ]);
    expect([...after]).toEqual([
      [idOf(2), 'z'],
      [idOf(4), 'x'],
      [idOf(70), 'x'],
    ]);
    expect([...after.newSince(held)]).toEqual([[idOf(2), 'z']]);
    expect([...after.freedSince(held)]).toEqual([idOf(1)]);
    expect(held.size).toBe(4);
  });

  test('is the same where what is told is so already', () => {
    const known: [string, string | undefined][] = [
      [idOf(1), 'x'],
      [idOf(9), undefined],
    ];
    expect(held.with(known)).toBe(held);
  });

  test('leaves the others free, who are looked for once for as long as nothing differs beside them', () => {
    const [first = expect.unreachable('there is no part')] = instances.tallies();
    const free = held.free(first.waiting);
    expect(free).toEqual(first.waiting.filter((_, n) => ![1, 2, 4].includes(n)));
    expect(held.with([[idOf(71), 'x']]).free(first.waiting)).toBe(free);
    expect(held.with([[idOf(5), 'x']]).free(first.waiting)).toHaveLength(free.length - 1);
    expect(held.free([])).toEqual([]);
    expect(new Held(instances.places).free(first.waiting)).toBe(first.waiting);
  });
});
