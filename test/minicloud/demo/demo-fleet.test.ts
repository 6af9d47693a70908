import { describe, expect, test } from 'vitest';
import { instanceIdOf } from '../../../functions/minicloud/dcs/instance-seed.ts';
import { demoFleet, faultsOf, keptFromDefragment } from '../../../functions/minicloud/demo/demo-fleet.ts';

const namesWhere = (wanted: (seed: (typeof demoFleet)[number]) => boolean) =>
  demoFleet.filter(wanted).map(({ name }) => name);

describe('the demonstration fleet', () => {
  test('has about a dozen instances, each with a name of its own', () => {
    expect(new Set(demoFleet.map(({ name }) => name)).size).toBe(demoFleet.length);
    expect(demoFleet.length).toBeGreaterThanOrEqual(12);
  });

  test('has every kind that DCS sells, an old 3.0, and one in ERROR', () => {
    const modes = new Set(demoFleet.map(({ cacheMode }) => cacheMode));
    expect([...modes].sort()).toEqual(['cluster', 'ha', 'ha_rw_split', 'proxy', 'single']);
    expect(namesWhere(({ engineVersion = '' }) => engineVersion.startsWith('3.'))).toHaveLength(1);
    expect(namesWhere(({ status }) => status === 'ERROR')).toHaveLength(1);
  });

  test('gives the two jobs of the example schedule instances that they do not share', () => {
    const nightly = namesWhere(
      ({ name, tags: { env } = {} }) => env === 'staging' && !name.endsWith('-pinned'),
    );
    const weekly = namesWhere(({ name }) => name.startsWith('session-cache-'));
    expect(nightly).toHaveLength(8);
    expect(weekly).toHaveLength(2);
    expect(nightly.filter((name) => weekly.includes(name))).toEqual([]);
    expect(namesWhere(({ name }) => name.endsWith('-pinned'))).toHaveLength(1);
  });

  test('has ten that a job with conditions is for, of which two are fragmented and cost no data', () => {
    const left = keptFromDefragment.map((pattern) => new RegExp(`^${pattern.replaceAll('*', '.*')}$`));
    const ten = demoFleet.filter(({ name }) => !left.some((pattern) => pattern.test(name)));
    expect(ten).toHaveLength(10);
    expect(ten.filter(({ cacheMode, status }) => cacheMode === 'single' || status === 'ERROR')).toEqual([]);
    const fragmented = ten.filter(({ measured: { fragmentation = 1 } = {} }) => fragmentation > 1.5);
    expect(fragmented.map(({ name }) => name)).toEqual(['session-cache-mobile', 'shop-cart-prod']);
  });

  test('has one that fails twice, as faults of the local cloud', () => {
    expect(faultsOf(demoFleet)).toEqual([
      {
        operation: 'RestartOrFlushInstances',
        matches: { instance: instanceIdOf('billing-queue-staging') },
        times: 2,
        effect: { kind: 'item-failed' },
      },
    ]);
  });
});
