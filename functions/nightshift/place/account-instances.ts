import type { CallCause } from '../../maintenance/foundation/call-cause.ts';
import { causeIn } from '../../maintenance/foundation/call-cause.ts';
import type { Clock } from '../../maintenance/foundation/clock.ts';
import { noTimeFrame } from '../../maintenance/foundation/time-frame.ts';
import type { Credentials } from '../../maintenance/huawei/credentials.ts';
import { readInstancePage } from '../../maintenance/huawei/dcs/dcs-instance.ts';
import { largestPage, readAllPages } from '../../maintenance/huawei/dcs/dcs-pages.ts';
import { type DcsRegion, dcsClientsOf } from '../../maintenance/huawei/dcs/dcs-region-clients.ts';
import { factsOver } from '../../maintenance/huawei/dcs/facts-over-clients.ts';
import { patienceWith, retryRead } from '../../maintenance/huawei/dcs/retry-read.ts';
import { permissions } from '../../maintenance/huawei/permissions.ts';
import { readFacts } from '../../maintenance/invocation/read-facts.ts';
import type { Instance, InstanceFacts, UnreadFacts } from '../../maintenance/plan/instance.ts';
import type { RegionInventory } from '../../maintenance/plan/select-instances.ts';
import { CallError } from '../../maintenance/run/call-failure.ts';

/** What the account holds, as far as it could be read. */
export type AccountInstances = {
  readonly inventory: readonly RegionInventory[];
  /** By id; of an instance without an entry nothing was asked. */
  readonly facts: ReadonlyMap<string, InstanceFacts | UnreadFacts>;
};

/** What is asked, of whom. */
type Asking = {
  readonly regions: Readonly<Record<string, DcsRegion>>;
  readonly credentials: Credentials;
  readonly clock: Clock;
  /** Which of them are asked how they keep their data: two or three calls each. */
  readonly factsOf: (all: readonly Instance[]) => readonly Instance[];
  /** Told how many instances there are, and of how many of them the facts are known by now. */
  readonly progress: (known: number, all: number) => void;
};

/** Lists the instances of an account, region by region side by side; changes nothing. */
export async function listAccount({
  regions,
  credentials,
  clock,
  factsOf,
  progress,
}: Asking): Promise<AccountInstances> {
  const clientOf = dcsClientsOf({ regions, credentials, clock });
  const patience = { clock, ...noTimeFrame };
  const inventory = await Promise.all(
    Object.keys(regions).map(async (region): Promise<RegionInventory> => {
      const client = clientOf(region);
      const readPage = (offset: number) =>
        retryRead(patienceWith(client, patience), permissions.listInstances, async () =>
          readInstancePage(region, await client.listInstances({ offset, limit: largestPage })),
        );
      try {
        return { region, instances: await readAllPages(readPage) };
      } catch (error) {
        return { region, unread: causeOf(error) };
      }
    }),
  );
  const all = inventory.flatMap((region) => ('instances' in region ? region.instances : []));
  const asked = factsOf(all).filter(hasId);
  const read = factsOver(clientOf, patience);
  let known = 0;
  const counted = {
    facts: async (region: string, id: string) => {
      progress(known, asked.length);
      return read(region, id).finally(() => {
        known += 1;
      });
    },
  };
  return { inventory, facts: await readFacts(asked, counted) };
}

/** One whose id cannot be read has something in its place that no path may hold. */
function hasId({ unread = [] }: Instance): boolean {
  return !unread.includes('id');
}

function causeOf(error: unknown): CallCause {
  if (error instanceof CallError) return causeIn(error.failure);
  throw error;
}
