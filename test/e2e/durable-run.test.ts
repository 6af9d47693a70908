import { describe, expect, test } from 'vitest';
import { repeatedActions } from '../minicloud/gateway/audit-invariants.ts';
import { withDurable } from './durable-night.ts';

const nightly = `
  nightly:
    action: soft_restart
    cron: "30 3 * * *"
    targets: { region: beijing, names: ["*"] }
    rollout: { concurrency: 2 }
    notify: [ops]
`;
const six = Array.from({ length: 6 }, (_, index) => ({ name: `cache-${index}` }));

describe('a run that is longer than an invocation', () => {
  test('goes on in fresh invocations, and is told once', async () => {
    await withDurable({ jobs: nightly, instances: six, timeLimitSeconds: 90 }, async (night) => {
      await night.tick();
      await night.tickUntilOver();
      const [summary, ...more] = night.summaries();
      expect(more).toEqual([]);
      expect(summary).toMatchObject({ status: 'succeeded', counts: { selected: 6, succeeded: 6 } });
      expect(night.ends().length).toBeGreaterThan(2);
      expect(night.ends().map(({ end }) => end)).not.toContain('killed');
      expect(repeatedActions(night.cloud.audit())).toEqual([]);
    });
  });
});
