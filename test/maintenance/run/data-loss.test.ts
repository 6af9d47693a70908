import { describe, expect, test } from 'vitest';
import type { InstanceSeed } from '../../../functions/minicloud/dcs/instance-seed.ts';
import { runNight } from './night.ts';

const instances: readonly InstanceSeed[] = [
  { name: 'a-single', cacheMode: 'single' },
  { name: 'b-kept' },
  { name: 'c-volatile', appendOnly: false },
  { name: 'd-lone-shards', cacheMode: 'cluster', replicas: 1 },
  { name: 'e-cluster', cacheMode: 'cluster' },
  { name: 'f-memcached', engine: 'Memcached', cacheMode: 'single' },
];

describe('a restart that would clear data', () => {
  test('is refused for those instances without the acknowledgement, and the others go on', async () => {
    const night = await runNight({ instances });
    expect([...night.rows.values()].map(({ name, outcome, code }) => `${name} ${outcome} ${code}`)).toEqual([
      'a-single refused acknowledgement',
      'b-kept succeeded returned',
      'c-volatile refused acknowledgement',
      'd-lone-shards refused acknowledgement',
      'e-cluster succeeded returned',
      'f-memcached refused acknowledgement',
    ]);
    expect(night.rows.get('c-volatile')?.reason).toContain('clears its data (appendonly is off');
  });

  test('is said by name before anything is sent', async () => {
    const night = await runNight({ instances });
    expect(night.state.notes).toEqual([
      'a restart clears the data of 4 of 6 instances: a-single, c-volatile, d-lone-shards, f-memcached',
      'exclude: { names: ["a-single", "c-volatile", "d-lone-shards", "f-memcached"] } in the targets leaves out what is refused for its data',
    ]);
  });

  test('is done where it is acknowledged', async () => {
    const night = await runNight({ instances, job: { destroysData: 'acknowledged' } });
    expect([...night.rows.values()].every(({ outcome }) => outcome === 'succeeded')).toBe(true);
  });

  test('is what a configuration that cannot be read counts as', async () => {
    const night = await runNight({
      instances: [{ name: 'a' }, { name: 'b' }],
      faults: [{ operation: 'ListConfigurations', times: 1, effect: { kind: 'forbidden' } }],
    });
    const refused = [...night.rows.values()].filter(({ outcome }) => outcome === 'refused');
    expect(refused).toHaveLength(1);
    expect(refused[0]?.reason).toContain('could not be read');
  });
});

describe('a restart that should have kept the data', () => {
  test('is failed when the keys are gone afterwards', async () => {
    const night = await runNight({
      instances: [{ name: 'a' }],
      prepare: () => {},
      job: { settle: { timeout: '5m' } },
      faults: [{ operation: 'RestartOrFlushInstances', effect: { kind: 'data-lost' } }],
    });
    expect(night.rows.get('a')).toMatchObject({ outcome: 'failed', code: 'data-lost' });
  });
});
