import { causeIn } from '../foundation/call-cause.ts';
import type { Clock } from '../foundation/clock.ts';
import { groupBy } from '../foundation/group-by.ts';
import { mayStartFrom } from '../plan/gates.ts';
import { type Instance, unreadStatus } from '../plan/instance.ts';
import type { Action } from '../schedule/schema.ts';
import { CallError, type CallFailure } from './call-failure.ts';
import type { BackupSight, RunEvent, Sighting } from './event.ts';
import type { Backups, Fleet, Measurements, Wanted, WantedFigures } from './fleet.ts';
import { busyStatus } from './instance-changes.ts';
import { lookAlone, type Shown } from './look-alone.ts';
import { seesWaiting } from './readiness.ts';
import { sightOf } from './securing.ts';
import type { RunState, Tracked } from './state.ts';

/** Looks at what of a region's instances is in flight; a list that cannot be had is an event too. */
export async function look(fleet: Fleet, state: RunState, region: string, clock: Clock): Promise<RunEvent> {
  try {
    const waiting = seesWaiting(state, region, clock.now());
    const instances = await fleet.list(region, wantedOf(state, region, waiting));
    const changes = whatChanged(state, region, instances, waiting);
    return { type: 'observed', at: clock.now(), region, changes };
  } catch (error) {
    return { type: 'look-failed', at: clock.now(), region, failure: failureOf(error) };
  }
}

/** What a look is for: what was sent, is in the way, or was lost sight of; and all that waits, where it is for that too. */
function watchedIn({ rules, instances }: RunState, region: string, waits: boolean): readonly Tracked[] {
  const watched: Tracked[] = [];
  for (const { restless, waiting, lingering } of instances.talliesIn(region)) {
    for (const one of [...restless, ...lingering])
      if (isWatched(one, rules.action) && !(waits && one.phase.kind === 'waiting')) watched.push(one);
    if (waits) watched.push(...waiting);
  }
  return watched;
}

function wantedOf(state: RunState, region: string, waits: boolean): Wanted {
  const { action, narrowing } = state.rules;
  const watched = watchedIn(state, region, waits);
  const status = busyStatus[action];
  const busy = watched.filter((one) => one.seen?.status === status || isToBecomeBusy(one));
  const idsOf = (those: readonly Tracked[]) => those.map(({ planned }) => planned.id);
  return { narrowing, ids: idsOf(watched), busy: { status, ids: idsOf(busy) } };
}

/** DCS took the action, and no look has shown yet what it does. */
function isToBecomeBusy({ phase }: Tracked): boolean {
  return phase.kind === 'watching' && phase.certainty === 'accepted' && phase.leftAt === undefined;
}

/** Asked of whoever does more than rest, and of those that DCS may not be done with: only what was sent is among these. */
function isWatched({ phase, seen, sent }: Tracked, action: Action): boolean {
  switch (phase.kind) {
    case 'announced':
    case 'watching':
      return true;
    case 'waiting':
      // Whoever is next is looked at alone before anything is sent.
      return sent !== undefined || (seen !== undefined && !(mayStartFrom(seen.status, action) && seen.idle));
    case 'done':
      return phase.outOfSight || seen?.status === busyStatus[action];
    case 'securing':
    case 'failed-try':
      return false;
    default:
      return phase satisfies never;
  }
}

/** Looks at instances one by one. */
export async function inspect(
  fleet: Fleet,
  region: string,
  ids: readonly string[],
  clock: Clock,
  known?: RunState,
): Promise<RunEvent> {
  try {
    const shown = await lookAlone(fleet, region, ids, clock, known);
    const at = clock.now();
    const sightings = shown.map(({ id, found, readAt }) => ({
      id,
      ...sightOfOne(found, known),
      ...(at - readAt >= 1_000 && { age: at - readAt }),
    }));
    return { type: 'inspected', at, region, sightings };
  } catch (error) {
    return { type: 'look-failed', at: clock.now(), region, failure: failureOf(error) };
  }
}

function sightOfOne(found: Shown['found'], known: RunState | undefined): Omit<Sighting, 'id'> {
  const none = { idle: false, updatedAt: undefined };
  if ('failure' in found) return { status: unreadStatus, ...none, cause: causeIn(found.failure) };
  if ('none' in found) return { status: found.unsaid ? unreadStatus : 'GONE', ...none, cause: found.none };
  const { status, idle, updatedAt } = found;
  return { status, idle, updatedAt, ...newWindow(found, known) };
}

/** Which figures of instances are used: how many keys it has says nothing of one that may lose them in a restart. */
export function figuresFor({ rules, instances }: RunState, ids: readonly string[]): WantedFigures {
  const keys = rules.action === 'flush' || ids.some((id) => instances.get(id)?.planned.losesData === false);
  return { ids, keys };
}

/** Whose figures are kept: those of all at first, later of those that wait for theirs. */
export function figuresWanted(
  state: RunState,
  region: string,
  asked: readonly string[],
): (id: string) => boolean {
  const first = state.regions.get(region)?.baseline !== true;
  const wanted = new Set(asked);
  return (id) => {
    const one = state.instances.get(id);
    if (one?.planned.region !== region) return false;
    return (first && one.phase.kind !== 'done') || wanted.has(id) || one.phase.kind === 'watching';
  };
}

/** Keeps of a region's figures those of the run's instances that are wanted. */
export function measured(
  state: RunState,
  region: string,
  { keys, nodes, asked, ...unread }: Measurements & { readonly asked: readonly string[] },
  at: number,
): RunEvent {
  const isWanted = figuresWanted(state, region, asked);
  const its = ([id]: readonly [string, unknown]) => isWanted(id);
  return {
    type: 'measured',
    at,
    region,
    keys: [...keys].filter(its),
    nodes: [...nodes].filter(its),
    ...(asked.length > 0 && { asked }),
    ...unread,
  };
}

/** What an adapter throws is a `CallError`; anything else is a bug and must not look like the cloud's doing. */
function failureOf(error: unknown): CallFailure {
  if (error instanceof CallError) return error.failure;
  throw error;
}

/**
 * Lists the backups of instances, and keeps what matters of them. What of them cannot be listed, for want of a permission
 * or otherwise, says nothing of the others.
 */
export async function findBackups(
  backups: Backups,
  state: RunState,
  region: string,
  ids: readonly string[],
  clock: Clock,
): Promise<readonly RunEvent[]> {
  const denied: RunEvent[] = [];
  const failed: { readonly id: string; readonly failure: CallFailure }[] = [];
  const seen = await Promise.all(
    ids.map(async (id): Promise<readonly BackupSight[]> => {
      const phase = state.instances.get(id)?.phase;
      const stage = phase?.kind === 'securing' ? phase.stage : ({ step: 'none' } as const);
      try {
        return [sightOf(id, await backups.list(region, id), stage)];
      } catch (error) {
        if (!(error instanceof CallError)) throw error;
        const { failure } = error;
        if (failure.permission === undefined) failed.push({ id, failure });
        else denied.push({ type: 'look-failed', at: clock.now(), region, failure, backupsOf: [id] });
        return [];
      }
    }),
  );
  const at = clock.now();
  const unlisted = [...groupBy(failed, ({ failure }) => failure.code).values()].flatMap((its): RunEvent[] => {
    const [first] = its;
    const backupsOf = its.map(({ id }) => id);
    return first ? [{ type: 'look-failed', at, region, failure: first.failure, backupsOf }] : [];
  });
  const events = [...denied, ...unlisted];
  if (failed.length > 0 && failed.length + denied.length === ids.length) return events;
  return [...events, { type: 'backups-seen', at, region, seen: seen.flat() }];
}

/**
 * What a look at a region shows differently from what the run last saw; the journal keeps only that. One that was not
 * looked for is not missing.
 */
export function whatChanged(
  state: RunState,
  region: string,
  listed: readonly Instance[],
  waits = false,
): readonly Sighting[] {
  const found = new Set<string>();
  const changes: Sighting[] = [];
  for (const instance of listed) {
    const { id, status, idle, updatedAt } = instance;
    const one = state.instances.get(id);
    if (one?.planned.region !== region || found.has(id)) continue;
    found.add(id);
    const { seen } = one;
    const moved = newWindow(instance, state);
    if (moved || status !== seen?.status || idle !== seen.idle || updatedAt !== seen.updatedAt)
      changes.push({ id, status, idle, updatedAt, ...moved });
  }
  for (const { planned, seen } of watchedIn(state, region, waits)) {
    // A list cannot see what DCS says is gone for good; a deleted instance stays deleted.
    if (found.has(planned.id) || seen?.status === 'GONE' || seen?.status === 'MISSING') continue;
    changes.push({ id: planned.id, status: 'MISSING', idle: false, updatedAt: undefined });
  }
  return changes;
}

/** Its maintenance window, where that is not what the run knows: people may change it while it is waited for. */
function newWindow(
  { id, maintenance = { untold: true } }: Instance,
  known: RunState | undefined,
): Pick<Sighting, 'maintenance'> | undefined {
  if (!known?.rules.inMaintenanceWindow) return undefined;
  const before = known.instances.get(id)?.maintenance;
  return JSON.stringify(maintenance) === JSON.stringify(before) ? undefined : { maintenance };
}
