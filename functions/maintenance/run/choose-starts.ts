import { mayStartFrom } from '../plan/gates.ts';
import type { PlannedInstance } from '../plan/plan.ts';
import { placeToTry, triesAlone } from './failing-calls.ts';
import { mostIdsPerCall } from './fleet.ts';
import { type Held, nothingHeld } from './in-hand.ts';
import type { Standing, Unfinished } from './standing.ts';
import type { RegionState, RunState, Tracked } from './state.ts';

/**
 * Which waiting instances may be sent now, by region. Keeps what must always hold: never more in flight than
 * the concurrency, never two of one group, the canary alone, a region's waves in order, and instances whose
 * call failed as a whole apart from the other parts of it.
 */
export function chooseStarts(
  state: RunState,
  { unfinished, byRegion, inFlight, lingering }: Standing,
  now: number,
  held: Held = nothingHeld,
): ReadonlyMap<string, readonly string[]> {
  let room = state.rules.concurrency - inFlight.length - lingering.length;
  const starts = new Map<string, string[]>();
  if (room <= 0 || inFlight.some((one) => isOutOfSight(one, state, now))) return starts;
  const busyGroups = new Set(inFlight.flatMap(({ planned }) => planned.groups));
  const canaryFirst = unfinished.some(({ one }) => one.planned.wave === 0);
  const tier = lowest(unfinished, ({ tier }) => tier);
  for (const region of fewestInFlightFirst(state, inFlight)) {
    const its = byRegion.get(region) ?? [];
    const wave = canaryFirst ? 0 : lowest(its, ({ wave }) => wave ?? 0);
    if (now < nextWaveAt(state, region, wave)) continue;
    const due = its
      .map(({ one }) => one)
      .filter(({ planned }) => planned.wave === wave && planned.tier === tier)
      .filter((one) => isDue(one, state, now) && !held.has(one.planned.id))
      .sort(securedFirst);
    const known = state.regions.get(region);
    const { first, most } = known && triesAlone(known) ? oneToTry(due, known) : firstOf(due);
    const ids: string[] = [];
    for (const { planned, cohort } of first === undefined ? [] : [first, ...due]) {
      if (room <= 0 || ids.length === most) break;
      if (cohort !== first?.cohort || ids.includes(planned.id)) continue;
      if (planned.groups.some((group) => busyGroups.has(group))) continue;
      ids.push(planned.id);
      for (const group of planned.groups) busyGroups.add(group);
      room--;
    }
    if (ids.length > 0) starts.set(region, ids);
  }
  return starts;
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
function nextWaveAt({ instances, rules }: RunState, region: string, wave: number): number {
  let at = Number.NEGATIVE_INFINITY;
  if (rules.pauseBetween === 0) return at;
  for (const { planned, doneAt } of instances.values()) {
    const before = planned.wave === 0 || planned.region === region;
    if (doneAt !== undefined && planned.wave !== null && planned.wave < wave && before)
      at = Math.max(at, doneAt + rules.pauseBetween);
  }
  return at;
}

/** Its pause is over and, as far as was last seen, DCS would take the action. */
function isDue({ phase, seen }: Tracked, state: RunState, now: number): boolean {
  if (phase.kind !== 'waiting' || phase.notBefore > now) return false;
  return seen === undefined || (mayStartFrom(seen.status, state.rules.action) && seen.idle);
}

/** The wave or tier that instances are at. */
function lowest(unfinished: readonly Unfinished[], rank: (planned: PlannedInstance) => number): number {
  return unfinished.reduce((least, { one }) => Math.min(least, rank(one.planned)), Number.POSITIVE_INFINITY);
}

/** A region with much going on must not take the room that another has none of. */
function fewestInFlightFirst(state: RunState, inFlight: readonly Tracked[]): readonly string[] {
  const counts = new Map([...state.regions.keys()].map((region) => [region, 0]));
  for (const { planned } of inFlight) counts.set(planned.region, (counts.get(planned.region) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => a - b).map(([region]) => region);
}
