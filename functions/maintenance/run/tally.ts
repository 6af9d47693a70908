import type { EndCode } from '../foundation/codes.ts';
import { dailyWindowOf } from '../plan/maintenance-window.ts';
import { busyStatus } from './instance-changes.ts';
import { type Roster, rosterOf } from './roster.ts';
import type { Tally, Tracked } from './state.ts';

/** The instances of a run that was opened at an instant. */
export function tracking(instances: Iterable<Tracked>, openedAt: number): Roster<Tracked, Tally> {
  return rosterOf(instances, (members) => tallyOf(members, openedAt));
}

function tallyOf(instances: readonly Tracked[], openedAt: number): Tally {
  const restless: Tracked[] = [];
  const waiting: Tracked[] = [];
  const failed: Tracked[] = [];
  const lingering: Tracked[] = [];
  let left = 0;
  let [tier, wave] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  let refusedCanary: Tracked | undefined;
  let shortestOutage: number | undefined;
  const doneIn = new Map<number, number>();
  for (const one of instances) {
    const { phase, outageMs, outageWithinMs = 0, doneAt } = one;
    const { wave: ownWave } = one.planned;
    // Nothing was done to whoever its conditions left alone.
    if (doneAt !== undefined && ownWave !== null && !one.judged?.keeps)
      doneIn.set(ownWave, Math.max(doneIn.get(ownWave) ?? doneAt, doneAt));
    if (outageMs !== undefined)
      shortestOutage = Math.min(shortestOutage ?? outageMs, Math.max(0, outageMs - outageWithinMs));
    if (phase.kind !== 'done') {
      left += 1;
      tier = Math.min(tier, one.planned.tier);
      // Whoever waits for its conditions holds up no wave.
      if (!one.judged?.keeps) wave = Math.min(wave, ownWave ?? wave);
      if (phase.kind === 'waiting') waiting.push(one);
      if (!rests(one, openedAt)) restless.push(one);
      continue;
    }
    const { outcome, code } = phase.conclusion;
    if (outcome === 'failed' || outcome === 'unknown') failed.push(one);
    const isUntouched = outcome === 'refused' || (outcome !== 'failed' && untouchedCodes.has(code));
    if (isUntouched && one.planned.wave === 0) refusedCanary ??= one;
    if (phase.outOfSight || isBusy(one)) lingering.push(one);
  }
  return { left, restless, waiting, tier, wave, failed, lingering, refusedCanary, shortestOutage, doneIn };
}

/** Of one alone: others of its run may go on. */
const untouchedCodes: ReadonlySet<string> = new Set<EndCode>(['in-hand', 'state', 'maintenance-window']);

/**
 * Whether an instance waits for its turn and for nothing else: nothing was done for it or went wrong with it, and nothing that
 * was seen keeps it. Until its turn comes, nothing can be said of it that cannot be said of all that wait.
 */
function rests(one: Tracked, openedAt: number): boolean {
  const { phase, seen } = one;
  return (
    phase.kind === 'waiting' &&
    phase.notBefore <= openedAt &&
    one.cohort === '' &&
    one.sent === undefined &&
    one.failedTries === 0 &&
    one.trouble === undefined &&
    one.heldSince === undefined &&
    (one.judged === undefined || one.judged.verdict.kind === 'met') &&
    one.secured === undefined &&
    (one.maintenance === undefined || 'begin' in dailyWindowOf(one.maintenance)) &&
    (seen === undefined || (seen.status === 'RUNNING' && seen.idle))
  );
}

const busyStatuses: ReadonlySet<string | undefined> = new Set(Object.values(busyStatus));

/** Whether it was last seen to carry out an action, whichever. */
function isBusy({ attempts, seen }: Tracked): boolean {
  return attempts > 0 && busyStatuses.has(seen?.status);
}
