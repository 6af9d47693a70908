import { describe, expect, test } from 'vitest';
import { parseCron } from '../../../functions/maintenance/schedule/cron/parse-cron.ts';
import { instanceIdOf } from '../../../functions/minicloud/dcs/instance-seed.ts';
import { repeatedActions } from '../../minicloud/gateway/audit-invariants.ts';
import { fleetOf, runNight } from './night.ts';
import { setStage } from './stage.ts';

// Measured in comparable tools, each as a case that passes here; those of time are in test/maintenance/schedule/measured-faults.test.ts.

describe('a batch of which one fails', () => {
  test('is finished for all the others, and the one is told apart with its reason', async () => {
    const night = await runNight({
      instances: fleetOf(8),
      job: { retry: { attempts: 1 } },
      faults: [
        {
          operation: 'RestartOrFlushInstances',
          matches: { instance: instanceIdOf('cache-3') },
          effect: { kind: 'item-failed' },
        },
      ],
    });
    const failed = [...night.rows.values()].filter(({ outcome }) => outcome !== 'succeeded');
    expect(failed.map(({ name, outcome, code }) => [name, outcome, code])).toEqual([
      ['cache-3', 'failed', 'rejected'],
    ]);
    expect(night.rows.size).toBe(8);
  });
});

describe('an event that the platform delivers twice', () => {
  test('is one run: nothing is restarted twice', async () => {
    const stage = setStage({ instances: fleetOf(4) });
    const first = await stage.perform();
    const second = await stage.perform();
    expect(first?.end).toBe('finished');
    expect(second?.open.state.finishedAt).toBe(first?.open.state.finishedAt);
    expect(repeatedActions(stage.dcs.log.entries())).toEqual([]);
    expect(stage.dcs.log.entries().filter(({ kind }) => kind === 'accepted')).toHaveLength(4);
  });
});

describe('five fields where six are read, and the other way about', () => {
  test('an expression with seconds is refused with what it is in five fields', () => {
    expect(parseCron('0 30 3 * * *')).toMatchObject({
      ok: false,
      found: expect.stringContaining('has 6 fields'),
      expected: expect.stringContaining('30 3 * * *'),
    });
  });
});
