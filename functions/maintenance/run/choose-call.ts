import { wasThrottled } from './after-call.ts';
import type { Command } from './command.ts';
import { needsJudging, nextJudgingAt } from './conditions-of-turn.ts';
import { mostIdsPerCall } from './fleet.ts';
import { nextOpeningIn, readinessOf, seesWaiting, type Waits } from './readiness.ts';
import type { Unfinished } from './standing.ts';
import type { RegionState, RunState, Tracked, Watching } from './state.ts';

/**
 * The one call a region needs most for its instances that do more than rest, and for `ids`, which may be sent now; or
 * until when it needs none. With as few calls as possible: one list watches all that are away, single looks only confirm,
 * and figures are taken once for all that wait for them.
 */
export function chooseCall(
  state: RunState,
  region: string,
  its: readonly Unfinished[],
  ids: readonly string[],
  now: number,
): readonly Command[] {
  const known = state.regions.get(region);
  if (!known || (its.length === 0 && !someRestIn(state, region))) return [];
  if (now < known.pausedUntil) return [{ do: 'wait', until: known.pausedUntil }];
  const watched = its.filter((each) => each.kind === 'watching');
  const missing = its.filter(({ kind, one }) => kind === 'waiting' && one.seen?.status === 'MISSING');
  const doubtful = watched.filter(({ verdict }) => verdict.verdict === 'inspect');
  const inspect = [...doubtful, ...missing].map(({ one }) => one.planned.id);
  if (inspect.length > 0) return [{ do: 'inspect', region, ids: inspect }];
  const { poll } = state.rules.settle;
  const measure = watched.filter(({ verdict }) => verdict.verdict === 'measure');
  const others = watched.length - measure.length;
  if (measure.some(({ phase }) => measureDue(phase, known, now, others > 0 ? poll : 0)))
    return [{ do: 'measure', region, ids: [] }];
  const before = figuresBefore(state, region, ids, now);
  // Alone, because only a single look sees a running backup, which a restart would kill.
  const sure = ids.filter((id) => isSure(state.instances.get(id), now));
  const unsure = ids.filter((id) => !sure.includes(id));
  if (before) {
    return unsure.length > 0
      ? [{ do: 'inspect', region, ids: unsure, figuresOf: before }]
      : [{ do: 'measure', region, ids: before }];
  }
  // Those first, or where every look is throttled they would be old again before the last one has been had.
  const ready = sure.filter((id) => !needsJudging(state.instances.get(id), state.rules, now));
  if (ready.length > 0) return [{ do: 'submit', region, ids: ready }];
  if (unsure.length > 0) return [{ do: 'inspect', region, ids: unsure }];
  const securing = backupCall(region, its);
  if (securing && securing.do !== 'wait') return [securing];
  const doubted = watched.some(({ phase }) => phase.certainty !== 'accepted');
  const nextLook = known.lookedAt + (doubted ? Math.min(poll, doubtedPollMs) : poll);
  const fresh = now < nextLook;
  const waits = its.flatMap((each) => waitOf(each, state, now));
  if (watched.length > 0 || waits.some(({ why }) => why === 'state'))
    return fresh ? [{ do: 'wait', until: nextLook }] : [{ do: 'look', region }];
  if (securing) return [securing];
  const opening = nextOpeningIn(state, region, now);
  if (opening !== undefined && seesWaiting(state, region, now)) return [{ do: 'look', region }];
  const judging = nextJudgingAt(
    its.map(({ one }) => one),
    now,
  );
  const next = [...waits.map(({ until }) => until), opening, judging].filter((at) => at !== undefined);
  return [{ do: 'wait', until: Math.min(now + poll, ...next) }];
}

function someRestIn({ instances }: RunState, region: string): boolean {
  for (const { left, restless } of instances.talliesIn(region)) if (left > restless.length) return true;
  return false;
}

/**
 * Whose figures are to be had before anything is sent: the first ones are of all, for which none is named. `undefined`
 * where there are enough.
 */
function figuresBefore(
  { rules, instances, regions }: RunState,
  region: string,
  ids: readonly string[],
  now: number,
): readonly string[] | undefined {
  if (ids.length === 0) return undefined;
  if (!regions.get(region)?.baseline) return [];
  // What is left of its keys shows later whether a flush was carried out, whatever DCS answers.
  if (rules.action === 'flush') {
    const uncounted = ids.filter((id) => !isCounted(instances.get(id), now));
    return uncounted.length > 0 ? uncounted : undefined;
  }
  if (ids.every((id) => isMeasured(instances.get(id), now))) return undefined;
  // One list tells of those too whose turn is next.
  const next = new Set(ids);
  for (const { waiting } of instances.talliesIn(region))
    for (const one of waiting.slice(0, mostIdsPerCall))
      if (next.size < mostIdsPerCall && !isMeasured(one, now)) next.add(one.planned.id);
  return [...next];
}

/** How often an action is looked for that may have been accepted: the shortest restart must not pass unseen. Milliseconds. */
export const doubtedPollMs = 5_000;

/** How old a single look may be when the action goes out; looks at fifty instances take their time. Milliseconds. */
const sureForMs = 30_000;

/** How old a count of keys may be when a flush goes out. Milliseconds. */
const countedForMs = 120_000;

/**
 * How old the figures may be that tell what a restart cost: another run may have mended what was ill, or broken it.
 * Milliseconds.
 */
const measuredForMs = 600_000;

function isMeasured(one: Tracked | undefined, now: number): boolean {
  return one?.figuresAt !== undefined && now - one.figuresAt < measuredForMs;
}

/** What was counted before a call that came too often says nothing of what that did; it was not watched. */
function isCounted(one: Tracked | undefined, now: number): boolean {
  if (one?.figuresAt === undefined || now - one.figuresAt >= countedForMs) return false;
  return !(one.sent && wasThrottled(one.sent)) || one.figuresAt > one.sent.since;
}

/** Whether an action may go out for an instance by what the last single look at it showed. */
export function isSure(one: Tracked | undefined, now: number): boolean {
  // What a single look held back, a list cannot let go.
  if (one?.inspectedAt === undefined || one.heldSince !== undefined) return false;
  return now - one.inspectedAt < sureForMs;
}

/** What backups need next: lists are had together, backups are asked for one by one. */
function backupCall(region: string, its: readonly Unfinished[]): Command | undefined {
  const verdicts = its.flatMap((each) =>
    each.kind === 'securing' ? [{ id: each.one.planned.id, ...each.verdict }] : [],
  );
  const make = verdicts.find(({ verdict }) => verdict === 'make');
  if (make) return { do: 'back-up', region, id: make.id };
  const ids = verdicts.filter(({ verdict }) => verdict === 'find').map(({ id }) => id);
  if (ids.length > 0) return { do: 'find-backups', region, ids };
  const waits = verdicts.flatMap((verdict) => (verdict.verdict === 'wait' ? [verdict.until] : []));
  return waits.length > 0 ? { do: 'wait', until: Math.min(...waits) } : undefined;
}

/**
 * Figures that are older than the last look are taken again; the first ones wait up to a poll for others that
 * may come back with the next look.
 */
function measureDue(phase: Watching, { lookedAt }: RegionState, now: number, patience: number): boolean {
  if (phase.measuredAt !== undefined) return phase.measuredAt < lookedAt;
  return now >= (phase.confirmedAt ?? lookedAt) + patience;
}

function waitOf({ kind, one }: Unfinished, state: RunState, now: number): readonly Waits[] {
  const readiness = kind === 'waiting' ? readinessOf(one, state, now) : undefined;
  return readiness?.kind === 'waits' ? [readiness] : [];
}
