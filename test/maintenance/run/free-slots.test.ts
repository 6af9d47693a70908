import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chooseStarts } from '../../../functions/maintenance/run/choose-starts.ts';
import { nothingHeld } from '../../../functions/maintenance/run/in-hand.ts';
import { standingOf } from '../../../functions/maintenance/run/standing.ts';
import type { RegionState, RunState, Tracked } from '../../../functions/maintenance/run/state.ts';
import { instanceIdOf } from '../../../functions/minicloud/dcs/instance-seed.ts';
import { fleetOf, runNight, startAt } from './night.ts';
import { ended, openedAt, second, seen, stateOf, tracked, watching } from './tracked-fixture.ts';

const regionNames = ['beijing', 'shanghai', 'guangzhou'] as const;
type RegionName = (typeof regionNames)[number];

/** Some instances of a region: how many were sent, could not be seen to come back, or wait; and of which group. */
type Some = {
  readonly sent?: number;
  readonly stuck?: number;
  readonly waits?: number;
  readonly group?: string | undefined;
};

function members(region: RegionName, { sent = 0, stuck = 0, waits = 0, group }: Some): Tracked[] {
  const several = (count: number, kind: string, of: (id: string) => Tracked) =>
    Array.from({ length: count }, (_, place) => of(`${region}-${kind}-${group ?? ''}${place}`));
  return [
    ...several(sent, 'sent', (id) => tracked(id, watching())),
    ...several(stuck, 'stuck', (id) => ended(id, 'failed', { seen: seen({ status: 'RESTARTING' }) })),
    ...several(waits, 'waits', (id) => tracked(id, { kind: 'waiting', notBefore: openedAt })),
  ].map((one) => {
    const groups = group === undefined ? [] : [group];
    return { ...one, planned: { ...one.planned, region, groups } };
  });
}

function stateIn(
  instances: readonly Tracked[],
  concurrency: number,
  parts: Partial<Record<RegionName, Partial<RegionState>>>,
): RunState {
  const state = stateOf(instances, { rules: { concurrency } });
  const plain = state.regions.get('beijing') as RegionState;
  const regions = regionNames.map((name): [string, RegionState] => {
    const ids = instances.flatMap(({ planned: { id, region } }) => (region === name ? [id] : []));
    return [name, { ...plain, ids, ...parts[name] }];
  });
  return { ...state, regions: new Map(regions) };
}

/** How many of each region may be sent now. */
function starting(
  instances: readonly Tracked[],
  concurrency: number,
  parts: Parameters<typeof stateIn>[2],
): Readonly<Record<string, number>> {
  const state = stateIn(instances, concurrency, parts);
  const starts = chooseStarts(state, standingOf(state, second(5)), second(5));
  return Object.fromEntries([...starts].map(([region, ids]) => [region, ids.length]));
}

describe('instances that nobody has touched yet', () => {
  const waits = { kind: 'waiting', notBefore: openedAt } as const;
  const fresh = ['new-0', 'new-1'].map((id) => tracked(id, waits, { attempts: 0 }));
  const again = (id: string, notBefore = openedAt) =>
    tracked(id, { kind: 'waiting', notBefore }, { attempts: 1, failedTries: 1 });
  const startedOf = (instances: readonly Tracked[]) => {
    const state = stateOf(instances, { rules: { concurrency: 3, allowedFailures: 1 } });
    return [...chooseStarts(state, standingOf(state, second(5)), second(5)).values()].flat();
  };

  test.each<[string, readonly Tracked[]]>([
    ['two rest after a failed try', [again('old-0', second(30)), again('old-1', second(30))]],
    [
      'one has failed, and one rests after a failed try',
      [ended('old-0', 'failed'), again('old-1', second(30))],
    ],
    [
      'the next try of two is under way',
      ['old-0', 'old-1'].map((id) => tracked(id, watching(), { attempts: 2, failedTries: 1 })),
    ],
  ])(
    'wait where more would fail than maxFailures allows, were those to fail whose try did: %s',
    (_, doubtful) => {
      expect(startedOf([...doubtful, ...fresh])).toEqual([]);
    },
  );

  test('let those be tried again meanwhile', () => {
    expect(startedOf([again('old-0'), again('old-1'), ...fresh])).toEqual(['old-0', 'old-1']);
  });

  test('start while no more can have failed than maxFailures allows', () => {
    expect(startedOf([again('old-0', second(30)), ...fresh])).toEqual(['new-0', 'new-1']);
  });
});

describe('free slots', () => {
  const halves = { beijing: { share: 5 }, shanghai: { share: 5 } };

  test('go to each region up to its share', () => {
    const both = [...members('beijing', { waits: 20 }), ...members('shanghai', { waits: 20 })];
    expect(starting(both, 10, halves)).toEqual({ beijing: 5, shanghai: 5 });
    const uneven = { beijing: { share: 9 }, shanghai: { share: 1 } };
    expect(starting(both, 10, uneven)).toEqual({ beijing: 9, shanghai: 1 });
  });

  test('are kept for whoever waits out a pause', () => {
    const paused = members('beijing', { waits: 4 }).map(
      (one): Tracked => ({ ...one, phase: { kind: 'waiting', notBefore: second(60) } }),
    );
    expect(starting([...paused, ...members('shanghai', { waits: 20 })], 10, halves)).toEqual({ shanghai: 6 });
  });

  test('are no longer kept for a region that has not so many left', () => {
    const few = [
      ...members('beijing', { sent: 1, waits: 1 }),
      ...members('shanghai', { sent: 5, waits: 20 }),
    ];
    expect(starting(few, 10, halves)).toEqual({ beijing: 1, shanghai: 3 });
    expect(starting(members('shanghai', { sent: 5, waits: 20 }), 10, halves)).toEqual({ shanghai: 5 });
  });

  test('are not kept for those who could not run beside those that are under way', () => {
    const grouped = members('beijing', { sent: 1, waits: 9, group: 'shop' });
    const others = members('shanghai', { sent: 5, waits: 20 });
    expect(starting([...grouped, ...others], 10, halves)).toEqual({ shanghai: 4 });
    const two = members('beijing', { waits: 9, group: 'blog' });
    expect(starting([...grouped, ...two, ...others], 10, halves)).toEqual({ beijing: 1, shanghai: 3 });
  });

  test('are not kept for what another run has in hand, or a state that DCS starts nothing from', () => {
    const busy = members('beijing', { waits: 9 }).map((one) => ({ ...one, seen: seen({ idle: false }) }));
    const both = [...busy, ...members('shanghai', { waits: 20 })];
    expect(starting(both, 10, halves)).toEqual({ shanghai: 10 });
    const state = stateIn([...members('beijing', { waits: 9 }), ...both.slice(9)], 10, halves);
    const held = nothingHeld.with(busy.map(({ planned }) => [planned.id, 'another']));
    const starts = chooseStarts(state, standingOf(state, second(5)), second(5), held);
    expect([...starts].map(([region, ids]) => [region, ids.length])).toEqual([['shanghai', 10]]);
  });

  test('of nobody are no region’s that is not asked just now', () => {
    const both = [...members('beijing', { waits: 20 }), ...members('shanghai', { sent: 3, waits: 20 })];
    const parts = { beijing: { share: 2, pausedUntil: second(60) }, shanghai: { share: 3 } };
    expect(starting(both, 10, parts)).toEqual({ beijing: 2, shanghai: 5 });
  });

  test('are one for each region where there are not enough for all shares', () => {
    const all = regionNames.flatMap((region) => members(region, { waits: 9 }));
    const parts = { beijing: { share: 3 }, shanghai: { share: 1 }, guangzhou: { share: 1 } };
    expect(starting(all, 3, parts)).toEqual({ beijing: 1, shanghai: 1, guangzhou: 1 });
  });

  test('are fewer by what was never seen to come back, in the region where that is', () => {
    const both = [...members('beijing', { stuck: 5, waits: 9 }), ...members('shanghai', { waits: 9 })];
    expect(starting(both, 10, halves)).toEqual({ shanghai: 5 });
  });
});

describe('whatever the state', () => {
  const some = fc.record({
    region: fc.constantFrom(...regionNames),
    sent: fc.nat({ max: 3 }),
    stuck: fc.constantFrom(0, 0, 0, 1),
    waits: fc.nat({ max: 6 }),
    group: fc.constantFrom(undefined, undefined, 'a', 'b', 'c', 'd'),
  });
  const shares = fc.record({
    beijing: fc.integer({ min: 1, max: 5 }),
    shanghai: fc.integer({ min: 1, max: 5 }),
    guangzhou: fc.integer({ min: 1, max: 5 }),
  });

  test('every slot is filled that somebody may take, and none beyond a share that another lacks', () => {
    fc.assert(
      fc.property(
        fc.array(some, { maxLength: 6 }),
        fc.integer({ min: 1, max: 16 }),
        shares,
        (all, concurrency, share) => {
          const instances = all.flatMap(({ region, ...rest }, place) =>
            members(region, { ...rest, ...(rest.group && { sent: Math.min(1, rest.sent) }) }).map((one) => ({
              ...one,
              planned: { ...one.planned, id: `${place} ${one.planned.id}` },
            })),
          );
          const parts = Object.fromEntries(regionNames.map((name) => [name, { share: share[name] }]));
          const state = stateIn(instances, concurrency, parts);
          const standing = standingOf(state, second(5));
          const starts = chooseStarts(state, standing, second(5));
          const begun = new Set([...starts.values()].flat());
          const away = [...standing.inFlight, ...standing.lingering];
          const free = concurrency - away.length - begun.size;
          if (begun.size > 0) expect(free).toBeGreaterThanOrEqual(0);
          const underWay = [
            ...standing.inFlight,
            ...instances.filter(({ planned }) => begun.has(planned.id)),
          ];
          const busy = new Set(underWay.flatMap(({ planned }) => planned.groups));
          for (const { planned } of instances.filter((one) => begun.has(one.planned.id)))
            for (const group of planned.groups)
              expect(underWay.filter((other) => other.planned.groups.includes(group))).toHaveLength(1);
          const lacking = regionNames.map((name) => {
            const has = [...away, ...underWay.slice(standing.inFlight.length)].filter(
              ({ planned }) => planned.region === name,
            ).length;
            const could = standing.unfinished.filter(
              ({ kind, one: { planned } }) =>
                kind === 'waiting' &&
                planned.region === name &&
                !begun.has(planned.id) &&
                !planned.groups.some((group) => busy.has(group)),
            ).length;
            return {
              could,
              lacks: Math.min(could, Math.max(0, share[name] - has)),
              beyond: has > share[name] && (starts.get(name)?.length ?? 0) > 0,
            };
          });
          // Everything here is due, so what is kept for somebody he has taken.
          if (free > 0) expect(lacking.map(({ could }) => could)).toEqual([0, 0, 0]);
          if (lacking.some(({ beyond }) => beyond))
            expect(lacking.map(({ lacks }) => lacks)).toEqual([0, 0, 0]);
        },
      ),
      { seed: 20_261_130, numRuns: 400 },
    );
  });
});

describe('of two regions', () => {
  const both = { region: ['beijing', 'shanghai'], names: ['*'] };

  test('the quick one is done as if the slow one were not there, which then gets all slots', async () => {
    const slow = fleetOf(12, { restartSeconds: 1_500 }, 'slow');
    const quick = fleetOf(12, { restartSeconds: 60, region: 'cn-east-3' }, 'quick');
    const job = { targets: both, rollout: { concurrency: 4 } };
    const night = await runNight({ instances: [...slow, ...quick], job });
    const alone = await runNight({ instances: quick, job: { ...job, rollout: { concurrency: 2 } } });
    const quickIds = new Set(quick.map(({ name }) => instanceIdOf(name)));
    const doneBy = ({ state }: typeof night) =>
      Math.max(
        ...[...state.instances.values()].map(({ planned, doneAt }) =>
          quickIds.has(planned.id) ? (doneAt ?? 0) : 0,
        ),
      );
    expect(doneBy(night) - startAt).toBeLessThanOrEqual(doneBy(alone) - startAt + 60_000);
    // Two at once for the while that both are at work, and four from then on.
    expect(night.seconds).toBeLessThan(1_500 * 3 + 900);
  });
});
