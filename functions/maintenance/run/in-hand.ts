import type { RunState, Tracked } from './state.ts';

/** The instances of a run that other runs have in hand now, and which run each. */
export type Held = ReadonlyMap<string, string>;

/** Nothing that others have in hand. */
export const nothingHeld: Held = new Map();

/** Which of a run's instances other runs have in hand, and which run each. */
export function heldBy(own: RunState, others: Iterable<RunState>): Held {
  const held = new Map<string, string>();
  for (const other of others) {
    if (other.finishedAt !== undefined || other.run === own.run) continue;
    for (const [id, theirs] of other.instances) {
      const ours = own.instances.get(id);
      if (ours && blocks(theirs, ours, isBefore(other, own))) held.set(id, other.run);
    }
  }
  return held;
}

function blocks(theirs: Tracked, ours: Tracked, before: boolean): boolean {
  switch (gripOf(theirs)) {
    case 'sent':
      return ours.phase.kind !== 'done';
    case 'prepared':
      // Two that prepared it at once must not wait for each other.
      return ours.phase.kind !== 'done' && (before || gripOf(ours) === 'none');
    default:
      return false;
  }
}

/** Whether a run has an instance in hand. */
export function isInHand(one: Tracked): boolean {
  return gripOf(one) !== 'none';
}

/** How far a run has an instance in hand: it was sent, or is backed up or to be sent again, or only waits its turn. */
function gripOf({ phase, attempts }: Tracked): 'sent' | 'prepared' | 'none' {
  switch (phase.kind) {
    case 'announced':
    case 'watching':
    case 'failed-try':
      return 'sent';
    case 'securing':
      return 'prepared';
    case 'waiting':
      return attempts > 0 ? 'prepared' : 'none';
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
