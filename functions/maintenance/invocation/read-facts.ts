import { type CallCause, causeIn } from '../foundation/call-cause.ts';
import type { Clock } from '../foundation/clock.ts';
import { groupBy } from '../foundation/group-by.ts';
import { formatDuration } from '../foundation/time/duration.ts';
import type { Instance, InstanceFacts, UnreadFacts } from '../plan/instance.ts';
import { CallError } from '../run/call-failure.ts';
import type { Fleet } from '../run/fleet.ts';

/** After so many failures one after another a region is given up: a thousand timeouts would outlast the night. */
const failuresInARow = 8;

/** Of one region: two calls each, about as many as an adapter lets go side by side. */
const factsAtOnce = 40;

/** How long reading may take: what is not there by then may not hold up a run. */
export type Within = { readonly clock: Pick<Clock, 'wait'>; readonly ms: number };

type Named = Pick<Instance, 'id' | 'region'>;

/**
 * The facts of instances by id, or why they could not be read; the rest of a region that was given up shares the last
 * cause. Regions are read side by side, `atOnce` instances of each at a time.
 */
export async function readFacts(
  instances: readonly Named[],
  fleet: Pick<Fleet, 'facts'>,
  { atOnce = factsAtOnce, within }: { readonly atOnce?: number; readonly within?: Within | undefined } = {},
): Promise<ReadonlyMap<string, InstanceFacts | UnreadFacts>> {
  const regions = groupBy(instances, ({ region }) => region);
  const found = new Map<string, InstanceFacts | UnreadFacts>();
  const answered = new Set<string>();
  const timer = new AbortController();
  const { signal } = timer;
  const reading = [...regions.values()].map((members) =>
    readRegion(members, fleet, atOnce, { found, answered, over: signal }),
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
type Reading = {
  readonly found: Map<string, InstanceFacts | UnreadFacts>;
  readonly answered: Set<string>;
  readonly over: AbortSignal;
};

async function readRegion(
  members: readonly Named[],
  fleet: Pick<Fleet, 'facts'>,
  atOnce: number,
  { found, answered, over }: Reading,
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
        const facts = await fleet.facts(region, id);
        found.set(id, 'none' in facts ? { unreadable: facts.none } : facts);
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
