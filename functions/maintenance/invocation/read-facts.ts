import { type CallCause, causeIn } from '../foundation/call-cause.ts';
import type { Clock } from '../foundation/clock.ts';
import { groupBy } from '../foundation/group-by.ts';
import { formatDuration } from '../foundation/time/duration.ts';
import type { Instance, InstanceFacts, UnreadFacts } from '../plan/instance.ts';
import { CallError } from '../run/call-failure.ts';
import type { Fleet, NoSuchInstance } from '../run/fleet.ts';

/** After so many failures one after another a region is given up: a thousand timeouts would outlast the night. */
const failuresInARow = 8;

/** Of one region: two calls each, about as many as an adapter lets go side by side. */
const factsAtOnce = 40;

/** How long reading may take: what is not there by then may not hold up a run. */
export type Within = { readonly clock: Pick<Clock, 'wait'>; readonly ms: number };

type Named = Pick<Instance, 'id' | 'region'>;

/** How instances are read one by one. */
type How = { readonly atOnce?: number; readonly within?: Within | undefined };

/** The facts of instances by id, or why they could not be read. */
export async function readFacts(
  instances: readonly Named[],
  fleet: Pick<Fleet, 'facts'>,
  how?: How,
): Promise<ReadonlyMap<string, InstanceFacts | UnreadFacts>> {
  return readEach(instances, (region, id) => fleet.facts(region, id), how);
}

/** The instances with the cache mode that a look at each tells, or why it could not be had. */
export async function readCacheModes(
  instances: readonly Instance[],
  fleet: Pick<Fleet, 'show'>,
  how?: How,
): Promise<readonly Instance[]> {
  const shown = await readEach(instances, (region, id) => fleet.show(region, id), how);
  return instances.map((instance) => {
    const found = shown.get(instance.id);
    if (!found) return instance;
    if ('unreadable' in found) return { ...instance, cacheModeUnread: found.unreadable };
    return { ...instance, cacheMode: found.cacheMode };
  });
}

/** What there is to be read of an instance, or that there is no such instance any more. */
type Read<Known> = (region: string, id: string) => Promise<Known | NoSuchInstance>;

/**
 * What is known of instances by id, or why that could not be read; the rest of a region that was given up shares the
 * last cause. Regions are read side by side, `atOnce` instances of each at a time.
 */
async function readEach<Known extends object>(
  instances: readonly Named[],
  read: Read<Known>,
  { atOnce = factsAtOnce, within }: How = {},
): Promise<ReadonlyMap<string, Known | UnreadFacts>> {
  const regions = groupBy(instances, ({ region }) => region);
  const found = new Map<string, Known | UnreadFacts>();
  const answered = new Set<string>();
  const timer = new AbortController();
  const { signal } = timer;
  const reading = [...regions.values()].map((members) =>
    readRegion(members, read, atOnce, { found, answered, over: signal }),
  );
  if (!within) {
    await Promise.all(reading);
    return found;
  }
  try {
    await Promise.race([Promise.all(reading), within.clock.wait(within.ms, signal)]);
    const told = new Map(found);
    for (const { id } of instances) if (!answered.has(id)) told.set(id, { unreadable: notInTime(within.ms) });
    return told;
  } finally {
    timer.abort('no longer waited for');
  }
}

function notInTime(ms: number): CallCause {
  const message = `no answer within ${formatDuration(ms)}, and the run waits no longer`;
  return { code: 'TIMEOUT', message, ending: 'no-answer' };
}

/** What is known so far, of whom an answer was had, and whether it is enough. */
type Reading<Known> = {
  readonly found: Map<string, Known | UnreadFacts>;
  readonly answered: Set<string>;
  readonly over: AbortSignal;
};

async function readRegion<Known extends object>(
  members: readonly Named[],
  read: Read<Known>,
  atOnce: number,
  { found, answered, over }: Reading<Known>,
): Promise<void> {
  const waiting = members.values();
  let failures = 0;
  let last: CallCause | undefined;
  // All lanes take from one iterator, so that a slow instance holds up only its own lane.
  const lane = async () => {
    for (const { region, id } of waiting) {
      if (over.aborted) return;
      if (last && failures >= failuresInARow) {
        found.set(id, { unreadable: last });
        answered.add(id);
        continue;
      }
      try {
        const known = await read(region, id);
        found.set(id, 'none' in known ? { unreadable: known.none } : known);
        failures = 0;
      } catch (error) {
        if (!(error instanceof CallError)) throw error;
        failures += 1;
        last = causeIn(error.failure);
        found.set(id, { unreadable: last });
      }
      answered.add(id);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
}
