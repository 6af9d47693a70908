import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Instance } from '../../../functions/maintenance/plan/instance.ts';
import { assignWaves, groupsOf, tiersOf, type WaveRules } from '../../../functions/maintenance/plan/waves.ts';
import { instance } from './instance-fixture.ts';

describe('for every fleet and every rule', () => {
  const share = fc.oneof(
    fc.record({ count: fc.integer({ min: 1, max: 12 }) }),
    fc.record({ percent: fc.integer({ min: 1, max: 100 }) }),
  );
  const rules = fc.record({
    canary: fc.option(share, { nil: undefined }),
    concurrency: fc.integer({ min: 1, max: 12 }),
    ramp: fc.boolean(),
    pauses: fc.constant(true),
    order: fc.constantFrom(undefined, 'tag:tier'),
    spreadBy: fc.constantFrom(undefined, 'tag:app', 'az', 'name-prefix'),
  });
  const member = fc.record({
    region: fc.constantFrom('beijing', 'shanghai', 'guangzhou'),
    app: fc.constantFrom('shop', 'blog', undefined),
    tier: fc.constantFrom('1', '2', undefined),
    zones: fc.subarray(['az1', 'az2', 'az3']),
    prefix: fc.constantFrom('a', 'b', 'c'),
  });
  const fleet = fc.array(member, { maxLength: 40 }).map((members) =>
    members.map(({ region, app, tier, zones, prefix }, index) => {
      const tags = { ...(app === undefined ? {} : { app }), ...(tier === undefined ? {} : { tier }) };
      return instance(`${prefix}-${index}`, { region, zones, tags });
    }),
  );
  const check = (
    property: (instances: Instance[], rules: WaveRules, waves: ReadonlyMap<string, number>) => void,
  ) =>
    fc.assert(
      fc.property(fleet, rules, (instances, { order, ...rest }) => {
        const given = { ...rest, tiers: tiersOf(instances, order) };
        property(instances, given, assignWaves(instances, given));
      }),
      { seed: 20_261_123, numRuns: 500 },
    );

  test('every instance has exactly one wave', () => {
    check((instances, _, waves) => {
      expect([...waves.keys()].sort()).toEqual(instances.map(({ id }) => id).sort());
    });
  });

  test('no wave of a region holds two of one group, the canary aside', () => {
    check((instances, { spreadBy }, waves) => {
      const taken = new Set<string>();
      for (const one of instances) {
        const wave = waves.get(one.id);
        if (wave === 0) continue;
        for (const group of groupsOf(one, spreadBy)) {
          const place = `${one.region} ${wave} ${group}`;
          expect(taken).not.toContain(place);
          taken.add(place);
        }
      }
    });
  });

  test('no wave of a region is larger than the concurrency, and none before the last is empty', () => {
    check((instances, { concurrency }, waves) => {
      for (const region of new Set(instances.map((one) => one.region))) {
        const its = instances.filter((one) => one.region === region).map(({ id }) => waves.get(id) ?? -1);
        const sizes = new Map<number, number>();
        for (const wave of its) if (wave !== 0) sizes.set(wave, (sizes.get(wave) ?? 0) + 1);
        expect(Math.max(0, ...sizes.values())).toBeLessThanOrEqual(concurrency);
        expect([...sizes.keys()].sort((a, b) => a - b)).toEqual([...sizes].map((_, index) => index + 1));
      }
    });
  });

  test('everybody is in the first wave of his tier that had room, and nobody of his groups', () => {
    check((instances, { spreadBy, ramp, concurrency, tiers }, waves) => {
      const waveOf = ({ id }: Instance) => waves.get(id) ?? 0;
      const after = instances.filter((one) => waveOf(one) > 0);
      const earlier = new Map<string, Instance[]>();
      for (const one of after) {
        const its = after.filter(({ region }) => region === one.region);
        const size = Math.ceil((concurrency * its.length) / after.length);
        const own = its.filter(({ id }) => tiers.get(id) === tiers.get(one.id)).map(waveOf);
        for (let wave = Math.min(...own); wave < waveOf(one); wave++) {
          const inIt = earlier.get(`${one.region} ${wave}`) ?? [];
          const taken = inIt.flatMap((each) => groupsOf(each, spreadBy));
          const isFull = inIt.length >= (ramp ? Math.min(size, 2 ** (wave - 1)) : size);
          expect(isFull || groupsOf(one, spreadBy).some((group) => taken.includes(group))).toBe(true);
        }
        const place = `${one.region} ${waveOf(one)}`;
        earlier.set(place, [...(earlier.get(place) ?? []), one]);
      }
    });
  });
});
