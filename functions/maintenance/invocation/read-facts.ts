import { type CallCause, causeIn } from '../foundation/call-cause.ts';
import type { Instance, InstanceFacts, UnreadFacts } from '../plan/instance.ts';
import { CallError } from '../run/call-failure.ts';
import type { Fleet } from '../run/fleet.ts';

/** After so many failures one after another a region is given up: a thousand timeouts would outlast the night. */
const failuresInARow = 8;

type Named = Pick<Instance, 'id' | 'region'>;

/**
 * The facts of instances by id, or why they could not be read; the rest of a region that was given up shares the last
 * cause. Left out is what is gone. Regions are read side by side, `atOnce` instances of each at a time.
 */
export async function readFacts(
  instances: readonly Named[],
  fleet: Pick<Fleet, 'facts'>,
  { atOnce = 8 }: { readonly atOnce?: number } = {},
): Promise<ReadonlyMap<string, InstanceFacts | UnreadFacts>> {
  const regions = new Map<string, Named[]>();
  for (const instance of instances) {
    const members = regions.get(instance.region);
    if (members) members.push(instance);
    else regions.set(instance.region, [instance]);
  }
  const found = new Map<string, InstanceFacts | UnreadFacts>();
  await Promise.all([...regions.values()].map((members) => readRegion(members, fleet, atOnce, found)));
  return found;
}

async function readRegion(
  members: readonly Named[],
  fleet: Pick<Fleet, 'facts'>,
  atOnce: number,
  found: Map<string, InstanceFacts | UnreadFacts>,
): Promise<void> {
  const waiting = members.values();
  let failures = 0;
  let last: CallCause | undefined;
  // All lanes take from one iterator, so that a slow instance holds up only its own lane.
  const lane = async () => {
    for (const { region, id } of waiting) {
      if (last && failures >= failuresInARow) {
        found.set(id, { unreadable: last });
        continue;
      }
      try {
        const facts = await fleet.facts(region, id);
        if (facts) found.set(id, facts);
        failures = 0;
      } catch (error) {
        if (!(error instanceof CallError)) throw error;
        failures += 1;
        last = causeIn(error.failure);
        found.set(id, { unreadable: last });
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
}
