import { isOutsideWindow, readinessOf } from './readiness.ts';
import type { RunState, Tracked } from './state.ts';

/** The instances of a run that other runs have in hand now, and which run each. */
export type Held = ReadonlyMap<string, string>;

/** Nothing that others have in hand. */
export const nothingHeld: Held = new Map();

/**
 * Which of a run's instances other runs have in hand, and which run each. What one only waits for, for hours perhaps, it
 * keeps from nobody: it looks again, as all do, once it has announced what it does.
 */
export function heldBy(own: RunState, others: Iterable<RunState>, now: number): Held {
  const held = new Map<string, string>();
  for (const other of others) {
    if (other.finishedAt !== undefined || other.run === own.run) continue;
    const before = isBefore(other, own);
    for (const { waiting, restless } of other.instances.tallies())
      for (const theirs of [waiting, restless].flat()) {
        // Nearly all are that in a large run, and of a later run they block nobody.
        if (!before && gripOf(theirs) === 'queued') continue;
        const { id } = theirs.planned;
        const ours = own.instances.get(id);
        if (ours && blocks(theirs, ours, before) && !waitsForWindow(theirs, other, now))
          held.set(id, other.run);
      }
  }
  return held;
}

function waitsForWindow(one: Tracked, state: RunState, now: number): boolean {
  if (!state.rules.inMaintenanceWindow || gripOf(one) !== 'queued') return false;
  return isOutsideWindow(readinessOf(one, state, now));
}

function blocks(theirs: Tracked, ours: Tracked, before: boolean): boolean {
  const [their, our] = [gripOf(theirs), gripOf(ours)];
  switch (their) {
    case 'sent':
      return our !== 'none';
    case 'prepared':
      // Two that prepared it at once must not wait for each other.
      return our === 'queued' || (our !== 'none' && before);
    case 'queued':
      // Whoever began first comes first: what the other cleared meanwhile, it would take for a loss of its own.
      return our === 'queued' && before;
    case 'none':
      return false;
    default:
      return their satisfies never;
  }
}

/** Whether a run has an instance in hand: it is more than to be done some time. */
export function isInHand(one: Tracked): boolean {
  const grip = gripOf(one);
  return grip === 'sent' || grip === 'prepared';
}

/** How far a run has an instance in hand: it was sent, or is backed up or to be sent again, or waits its turn. */
function gripOf({ phase, attempts }: Tracked): 'sent' | 'prepared' | 'queued' | 'none' {
  switch (phase.kind) {
    case 'announced':
    case 'watching':
    case 'failed-try':
      return 'sent';
    case 'securing':
      return 'prepared';
    case 'waiting':
      return attempts > 0 ? 'prepared' : 'queued';
    case 'done':
      return 'none';
    default:
      return phase satisfies never;
  }
}

function isBefore(one: RunState, other: RunState): boolean {
  return one.openedAt < other.openedAt || (one.openedAt === other.openedAt && one.run < other.run);
}

/** Until when a run waits for what others have in hand, in milliseconds since 1970. */
export function waitsUntil({ rules, about, openedAt }: RunState): number {
  return rules.windowEnd ?? about.waitUntil ?? openedAt + rules.settle.timeout;
}
