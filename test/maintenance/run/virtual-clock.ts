import type { Clock } from '../../../functions/maintenance/foundation/clock.ts';
import { createHandClock, type HandClock } from '../../../functions/minicloud/wire/cloud-clock.ts';

/** The cloud's clock and the run's, which are one; both move only when everybody waits. */
export type VirtualTime = { readonly cloud: HandClock; readonly clock: Clock };

/**
 * Time that jumps to the next instant anybody waits for, once nothing else is left to do: hours pass in
 * milliseconds, and always in the same order.
 */
export function createVirtualTime(startAt: number): VirtualTime {
  const cloud = createHandClock(startAt);
  const sleepers = new Set<{ readonly until: number; readonly wake: () => void }>();
  const step = () => {
    const [next] = [...sleepers].sort((a, b) => a.until - b.until);
    if (!next) return;
    sleepers.delete(next);
    if (next.until > cloud.now()) cloud.set(next.until);
    next.wake();
  };
  return {
    cloud,
    clock: {
      now: () => cloud.now(),
      wait: (ms, signal) =>
        new Promise((resolve) => {
          if (signal?.aborted) return resolve();
          const sleeper = { until: cloud.now() + ms, wake: resolve };
          sleepers.add(sleeper);
          signal?.addEventListener('abort', () => {
            sleepers.delete(sleeper);
            resolve();
          });
          // After everything that is ready now: answers of the in-memory cloud come before any waiting ends.
          setImmediate(step);
        }),
    },
  };
}
