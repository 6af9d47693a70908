import { createDcsBackups } from '../huawei/dcs/backups-over-clients.ts';
import type { DcsSettings } from '../huawei/dcs/dcs-region-clients.ts';
import { createDcsFleet } from '../huawei/dcs/fleet-over-clients.ts';
import type { Ports } from '../run/ports.ts';

/** Opens the two ports to DCS, over the same clients. */
export function openDcs(settings: DcsSettings): Pick<Ports, 'fleet' | 'backups'> {
  const fleet = createDcsFleet(settings);
  return {
    fleet: {
      ...fleet,
      async list(...call) {
        const listed = await fleet.list(...call);
        if (listed.length >= manyInstances) await keepMemoryModest();
        return listed;
      },
      async submit(...call) {
        const answer = await fleet.submit(...call);
        await keepMemoryModest();
        return answer;
      },
    },
    backups: createDcsBackups(settings),
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

/** What comes of fewer is small before the first of them is sent, and for most people there are fewer. */
const manyInstances = 100;

/**
 * Keeps the process small from now on. To be called when there is much to keep or something was sent, and not before:
 * with other flags V8 compiles Node's own modules anew, which it has ready-made, and loading `node:v8` takes its time.
 * `--max-semi-space-size` would say the first more plainly, but V8 reads that only when it starts.
 */
async function keepMemoryModest(): Promise<void> {
  const { setFlagsFromString } = await import('node:v8');
  for (const flag of thriftyFlags) setFlagsFromString(flag);
}
