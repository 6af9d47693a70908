import { describe, expect, test } from 'vitest';
import type { Verdict } from '../../functions/minicloud/gateway/interceptor.ts';
import { brokenPromises } from './broken-promises.ts';
import { withDurable } from './durable-night.ts';

const regions = ['cn-north-4', 'cn-east-3', 'cn-south-1', 'cn-southwest-2'];
const fleet = Array.from({ length: 1_000 }, (_, index) => ({
  name: `cache-${index}`,
  region: regions[index % regions.length] ?? '',
  tags: { app: `app-${index % 400}` },
  restartSeconds: 20 + (index % 5) * 10,
}));

const jobs = `
  nightly:
    action: soft_restart
    cron: "30 3 * * *"
    targets: { region: [beijing, shanghai, guangzhou, guiyang], names: ["*"] }
    rollout: { concurrency: 80, spreadBy: "tag:app", maxFailures: 200 }
    notify: [ops]
`;
const promises = { selected: fleet, concurrency: 80, spreadBy: 'app', maxFailures: 200 };

/** Which of the calls that restart are the last of their process. */
const lastCalls = new Map<number, Verdict>([
  [20, 'kill-after'],
  [40, 'kill-before'],
]);

describe('a run of a thousand instances in four regions', () => {
  test('keeps every promise over several invocations of 256 MB, two of them killed', async () => {
    const options = {
      jobs,
      instances: fleet,
      timeLimitSeconds: 240,
      memoryMb: 256,
      tickMinutes: 1,
    };
    await withDurable(options, async (night) => {
      let calls = 0;
      night.cloud.interceptor = ({ method, target }) => {
        if (method !== 'PUT' || !target.endsWith('/instances/status')) return 'pass';
        calls += 1;
        return lastCalls.get(calls) ?? 'pass';
      };
      await night.tick();
      await night.tickUntilOver();

      expect(brokenPromises(night, promises)).toEqual([]);
      const [summary] = night.summaries();
      expect(summary?.counts.selected).toBe(1_000);
      // Nobody saw what became of those whose call was the last of its process, and of no others.
      expect(summary?.counts.succeeded).toBeGreaterThanOrEqual(1_000 - 2 * promises.concurrency);
      const ends = night.ends();
      expect(ends.filter(({ end }) => end === 'crashed')).toHaveLength(2);
      expect(ends.filter(({ end }) => end === 'answered').length).toBeGreaterThan(1);
      expect(ends.map(({ end }) => end)).not.toContain('killed');
      const peak = Math.max(...ends.map(({ peakMemoryBytes }) => peakMemoryBytes ?? 0));
      expect(peak).toBeGreaterThan(0);
      expect(peak).toBeLessThan(256 * 2 ** 20);
    });
  });
});
