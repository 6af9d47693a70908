import type { Clock } from '../foundation/clock.ts';
import type { Instance } from '../plan/instance.ts';
import type { Narrowing } from '../plan/narrowing.ts';
import type { Fleet } from '../run/fleet.ts';
import type { Job } from '../schedule/schedule.ts';

/** Where more jobs than these are to be planned in a region, one list of all of it costs less than a list for each. */
const fewJobs = 10;

/** When a list was asked for, and what comes of it. */
type Shared = { readonly at: number; readonly list: Promise<readonly Instance[]> };

/**
 * The fleet as jobs are planned by that begin at one tick: a region in which many do is listed once for all of them, which
 * holds for as long as to the next tick. What a list no longer shows, the look at each instance before it is sent does.
 */
export function fleetOfTick(
  fleet: Fleet,
  jobs: readonly Pick<Job, 'targets'>[],
  { clock, tickMs }: { readonly clock: Pick<Clock, 'now'>; readonly tickMs: number },
): Fleet {
  const planned = new Map<string, number>();
  for (const { targets } of jobs)
    for (const region of [targets.region].flat()) planned.set(region, (planned.get(region) ?? 0) + 1);
  const lists = new Map<string, Shared>();
  const listAll = (region: string): Promise<readonly Instance[]> => {
    const known = lists.get(region);
    const at = clock.now();
    if (known && at - known.at < tickMs) return known.list;
    const shared = { at, list: fleet.list(region) };
    lists.set(region, shared);
    // Who asks after a failure asks anew.
    shared.list.catch(() => lists.get(region) === shared && lists.delete(region));
    return shared.list;
  };
  return {
    ...fleet,
    async list(region, wanted = {}) {
      if (wanted.ids || (planned.get(region) ?? 0) <= fewJobs) return fleet.list(region, wanted);
      const { narrowing } = wanted;
      const all = await listAll(region);
      return narrowing ? all.filter((instance) => isWithin(instance, narrowing)) : all;
    },
  };
}

/** Also what cannot be read may be wanted. */
function isWithin({ id, name, tags, status, unread }: Instance, narrowing: Narrowing): boolean {
  if (unread) return true;
  const { ids, name: wanted, tags: pairs = {} } = narrowing;
  if (narrowing.status !== undefined && narrowing.status !== status) return false;
  if (ids && !ids.includes(id)) return false;
  if (wanted && !(wanted.whole ? name === wanted.text : name.includes(wanted.text))) return false;
  return Object.entries(pairs).every(([key, value]) => tags[key] === value);
}
