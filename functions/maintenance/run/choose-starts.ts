import { placeToTry, triesAlone } from './failing-calls.ts';
import { mostIdsPerCall } from './fleet.ts';
import type { Held } from './held.ts';
import { nothingHeld } from './in-hand.ts';
import { keepsSlot, readinessOf } from './readiness.ts';
import type { Standing } from './standing.ts';
import type { RegionState, RunState, Tally, Tracked } from './state.ts';

/**
 * Which waiting instances may be sent now, by region. Keeps what must always hold: never more in flight than the
 * concurrency, never two of one group, the canary alone, tiers in their order over all regions, a region's waves in
 * theirs, and instances whose call failed as a whole apart from the other parts of it. Within that, whoever is next
 * takes the next slot that is free.
 */
export function chooseStarts(
  state: RunState,
  standing: Standing,
  now: number,
  held: Held = nothingHeld,
): ReadonlyMap<string, readonly string[]> {
  const { inFlight, lingering } = standing;
  const starts = new Map<string, string[]>();
  let room = state.rules.concurrency - inFlight.length - lingering.length;
  if (room <= 0 || inFlight.some((one) => isOutOfSight(one, state, now))) return starts;
  const taken: Taken = { groups: new Set(inFlight.flatMap(({ planned }) => planned.groups)), by: new Set() };
  const onlyAgain = mayExceed(state, standing);
  const lanes = lanesOf(state, standing, now, { held, room, groups: taken.groups, onlyAgain });
  for (; room > 0; room--) {
    // What is kept for whom is counted anew each time: whoever is sent may be of the group of others.
    const lane = nextLane(lanes, taken, false) ?? nextLane(lanes, taken, freeOf(room, lanes, taken) > 0);
    const one = lane?.queue[lane.next];
    if (!lane || !one) break;
    lane.taken++;
    lane.next++;
    taken.by.add(one);
    for (const group of one.planned.groups) taken.groups.add(group);
    const ids = starts.get(lane.region) ?? [];
    starts.set(lane.region, ids);
    if (ids.push(one.planned.id) === lane.most) lane.next = lane.queue.length;
  }
  return starts;
}

/** The groups that are under way, and who has been chosen. */
type Taken = { readonly groups: Set<string>; readonly by: Set<Tracked> };

/** A region whose turn it is. */
type Lane = {
  readonly region: string;
  /** How many of the slots are its own. */
  readonly share: number;
  /** How many it has. */
  taken: number;
  /** It is not asked just now, so it gets no slots of others. */
  readonly paused: boolean;
  /** Who of it waits for a slot, at least when his pause is over. */
  readonly ready: readonly Tracked[];
  /** Who of them may be sent in one call, in order, and the place of the next one. */
  readonly queue: readonly Tracked[];
  next: number;
  /** How many that call can name. */
  readonly most: number;
};

/** What others have in hand, how many slots are free, and the groups that are under way; and whether nobody new may start. */
type Beside = {
  readonly held: Held;
  readonly room: number;
  readonly groups: ReadonlySet<string>;
  readonly onlyAgain: boolean;
};

/**
 * Whether more would fail than `maxFailures` allows, were those to fail in the end whose try failed: nobody new is touched
 * until their next try has shown it.
 */
function mayExceed({ rules }: RunState, { failed, restless }: Standing): boolean {
  const doubtful = restless.filter(({ kind, one }) => kind === 'failed-try' || one.failedTries > 0);
  return failed.length + doubtful.length > rules.allowedFailures;
}

function lanesOf(
  state: RunState,
  { inFlight, lingering }: Standing,
  now: number,
  beside: Beside,
): readonly Lane[] {
  const all = state.instances.tallies();
  const tier = Math.min(...all.map((tally) => tally.tier));
  const canaryFirst = all.some((tally) => tally.wave === 0);
  const canaryDoneAt = Math.max(...all.map(({ doneIn }) => doneIn.get(0) ?? Number.NEGATIVE_INFINITY));
  const taken = new Map<string, number>();
  for (const { planned } of [...inFlight, ...lingering])
    taken.set(planned.region, (taken.get(planned.region) ?? 0) + 1);
  return [...state.regions].flatMap(([region, known]) => {
    const its = [...state.instances.talliesIn(region)];
    const wave = canaryFirst ? 0 : Math.min(...its.map((tally) => tally.wave));
    if (now < nextWaveAt(its, wave, canaryDoneAt, state.rules.pauseBetween)) return [];
    const ready = readyIn(its, { tier, wave }, state, now, beside);
    // Whoever goes first decides who goes with him: never one who cannot go.
    const due = ready
      .filter((one) => isReady(one, state, now) && !isBlocked(one, beside.groups))
      .sort(securedFirst);
    const { first, most } = triesAlone(known) ? oneToTry(due, known) : firstOf(due);
    const queue = first ? [first, ...due.filter((one) => one !== first && one.cohort === first.cohort)] : [];
    const paused = now < known.pausedUntil;
    return { region, share: known.share, taken: taken.get(region) ?? 0, paused, ready, queue, next: 0, most };
  });
}

/**
 * Those of a region whose turn it is and that wait for a slot, at least when their pause is over: in their order, and of
 * those that rest no more than slots may be filled with, or every slot would cost the more the larger the run is.
 */
function readyIn(
  tallies: readonly Tally[],
  { tier, wave }: { readonly tier: number; readonly wave: number },
  state: RunState,
  now: number,
  { held, room, groups, onlyAgain }: Beside,
): readonly Tracked[] {
  const ready: Tracked[] = [];
  const own = new Set<string>();
  let enough = room;
  for (const { waiting, restless } of tallies)
    for (const one of enough > 0 ? held.free(waiting) : restless) {
      const { planned, phase, cohort, attempts } = one;
      if (phase.kind !== 'waiting' || planned.tier !== tier || planned.wave !== wave) continue;
      if (onlyAgain && attempts === 0) continue;
      if (held.has(planned.id)) continue;
      const readiness = readinessOf(one, state, now);
      if (!keepsSlot(readiness)) continue;
      ready.push(one);
      if (isBlocked(one, groups) || isBlocked(one, own)) continue;
      if (cohort.length > 0 || readiness.kind !== 'ready') continue;
      for (const group of planned.groups) own.add(group);
      enough--;
    }
  return ready;
}

/** How many of the slots are for all: what is a region's own and it will fill, no other may take. */
function freeOf(room: number, lanes: readonly Lane[], taken: Taken): number {
  return room - lanes.reduce((sum, lane) => sum + keptFor(lane, taken), 0);
}

/**
 * How many of its slots a region will fill, now or after a pause: none for whom it has nobody left, or nobody who could
 * run beside those that are under way.
 */
function keptFor({ share, taken: has, ready }: Lane, { groups, by }: Taken): number {
  let kept = 0;
  const own = new Set<string>();
  for (const one of ready) {
    if (has + kept >= share) break;
    if (by.has(one) || isBlocked(one, groups) || isBlocked(one, own)) continue;
    for (const group of one.planned.groups) own.add(group);
    kept++;
  }
  return kept;
}

/**
 * The region that gets the next slot: of those that have not their shares, and of all where a slot is free, the one that
 * has the fewest. So what is slow in one region holds nobody in another.
 */
function nextLane(lanes: readonly Lane[], { groups }: Taken, isFree: boolean): Lane | undefined {
  let best: Lane | undefined;
  for (const lane of lanes) {
    while (isBlocked(lane.queue[lane.next], groups)) lane.next++;
    if (lane.next === lane.queue.length) continue;
    if (lane.taken >= lane.share && (!isFree || lane.paused)) continue;
    if (!best || lane.taken < best.taken) best = lane;
  }
  return best;
}

type Start = { readonly first: Tracked | undefined; readonly most: number };

/**
 * Who goes first, and with him his cohort. Of parts the largest goes first: whether it fails says most of
 * where the culprit is.
 */
function firstOf(due: readonly Tracked[]): Start {
  const [head] = due;
  if (head === undefined || head.cohort === '') return { first: head, most: mostIdsPerCall };
  const peers = due.filter(({ cohort, secured }) => cohort !== '' && securedAs(head, secured));
  const first = peers.reduce((best, one) => (one.cohort.length < best.cohort.length ? one : best), head);
  return { first, most: mostIdsPerCall };
}

function securedAs(head: Tracked, secured: Tracked['secured']): boolean {
  return (head.secured === undefined) === (secured === undefined);
}

/** Where calls fail one after another, instances from all over are tried alone; see `failing-calls.ts`. */
function oneToTry(due: readonly Tracked[], { failing }: RegionState): Start {
  const suspects = due.filter(({ cohort }) => cohort !== '');
  if (suspects.length === 0) return firstOf(due);
  return { first: suspects[placeToTry(failing, suspects.length)], most: 1 };
}

/** How much longer than a poll what is in flight may go unseen while something new starts. Milliseconds. */
const unseenForMs = 60_000;

/**
 * Who takes a run up after others must look before anything new starts: what was in flight may have failed
 * meanwhile. A region that cannot be read, or is not to be asked just now, holds nobody back.
 */
function isOutOfSight({ phase, planned }: Tracked, { regions, rules }: RunState, now: number): boolean {
  const region = regions.get(planned.region);
  if (phase.kind !== 'watching' || !region) return false;
  if (region.blindSince !== undefined || now < region.pausedUntil) return false;
  return now - Math.max(region.lookedAt, phase.since) > rules.settle.poll + unseenForMs;
}

/** A backup that was made for now must not grow old behind those that have none yet. */
function securedFirst(a: Tracked, b: Tracked): number {
  return Number(b.secured !== undefined) - Number(a.secured !== undefined);
}

/** When a region's wave may begin: `pauseBetween` after the last instance of the waves before it, canary included. */
function nextWaveAt(its: readonly Tally[], wave: number, canaryDoneAt: number, pauseBetween: number): number {
  // Without one it has begun.
  if (pauseBetween === 0) return Number.NEGATIVE_INFINITY;
  let at = wave === 0 ? Number.NEGATIVE_INFINITY : canaryDoneAt;
  for (const { doneIn } of its)
    for (const [before, doneAt] of doneIn) if (before < wave) at = Math.max(at, doneAt);
  return at + pauseBetween;
}

/** Whether another of one of its groups is among them. */
function isBlocked(one: Tracked | undefined, groups: ReadonlySet<string>): boolean {
  return one?.planned.groups.some((group) => groups.has(group)) === true;
}

function isReady(one: Tracked, state: RunState, now: number): boolean {
  return readinessOf(one, state, now).kind === 'ready';
}
