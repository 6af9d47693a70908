import { once } from '../foundation/once.ts';
import { createDcsBackups } from '../huawei/dcs/backups-over-clients.ts';
import type { DcsSettings } from '../huawei/dcs/dcs-region-clients.ts';
import { createDcsFleet } from '../huawei/dcs/fleet-over-clients.ts';
import type { Ports } from '../run/ports.ts';

/** Opens the two ports to DCS, and the one to what is measured of its instances, over the same clients. */
export function openDcs(settings: DcsSettings): Pick<Ports, 'fleet' | 'backups' | 'metrics'> {
  const thrifty = { ...settings, beforeLongReply: keepMemoryModest };
  // Only jobs with conditions ask for it.
  const measured = once(async () => {
    const { createCesMetrics } = await import('../huawei/ces/metrics-over-clients.ts');
    return createCesMetrics(thrifty);
  });
  return {
    fleet: createDcsFleet(thrifty),
    backups: createDcsBackups(thrifty),
    metrics: {
      read: async (...asked) => (await measured()).read(...asked),
      nodes: async (...asked) => (await measured()).nodes(...asked),
    },
  };
}

/**
 * What a run over many instances costs is memory, of which a small function has 128 MB, and not time, which it spends
 * waiting. So V8 is told to leave its young generation as small as it is, rather than double it with every
 * list of a large region, and not to optimize what is run often: the optimizer's own memory is not given back.
 * Measured over 1,000 instances at their peak: 120 MB with neither, 89 with the first, 80 with both; the second makes
 * a run's own computing about a third slower.
 */
const thriftyFlags = ['--semi-space-growth-factor=1', '--no-opt'];

/**
 * Keeps the process small from now on. To be called when a lot comes in and not before: with other flags V8 compiles Node's
 * own modules anew, which it has ready-made, and loading `node:v8` takes its time. A run over a few instances, and an idle
 * tick, need none of it. `--max-semi-space-size` would say the first more plainly, but V8 reads that only when it starts.
 */
async function keepMemoryModest(): Promise<void> {
  const { setFlagsFromString } = await import('node:v8');
  for (const flag of thriftyFlags) setFlagsFromString(flag);
}
