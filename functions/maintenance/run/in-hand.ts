import { Held } from './held.ts';
import { isOutsideWindow, readinessOf } from './readiness.ts';
import { commonIds } from './roster.ts';
import type { RunState, Tracked } from './state.ts';

/** Nothing that others have in hand. */
export const nothingHeld = new Held(new Map());

/** What others had in hand of a run, and the states by which they had. */
export type LookedAt = { readonly held: Held; readonly own: RunState; readonly others: readonly RunState[] };

/** Which of a run's instances other runs have in hand, and which run each. */
export function heldBy(own: RunState, others: Iterable<RunState>, now: number): Held {
  return lookBeside(own, others, now).held;
}

/**
 * The same, where only those are gone through in whose parts something has changed since the look before. What another run
 * only waits for, for hours perhaps, it keeps from nobody: it looks again, as all do, once it has announced what it does.
 */
export function lookBeside(own: RunState, all: Iterable<RunState>, now: number, before?: LookedAt): LookedAt {
  const others = [...all].filter((other) => other.finishedAt === undefined && other.run !== own.run);
  const isHeldBy = (id: string, other: RunState): boolean => {
    const [theirs, ours] = [other.instances.get(id), own.instances.get(id)];
    if (!theirs || !ours) return false;
    return blocks(theirs, ours, isBefore(other, own)) && !waitsForWindow(theirs, other, now);
  };
  if (!before || !isOfTheSame(own, others, before)) {
    const held = new Map<string, string>();
    for (const other of others)
      for (const id of commonIds(own.instances, other.instances))
        if (isHeldBy(id, other)) held.set(id, other.run);
    return { held: new Held(own.instances.places).with(held), own, others };
  }
  const ids = new Set<string>();
  for (const { planned } of own.instances.changedSince(before.own.instances)) ids.add(planned.id);
  for (const [at, other] of others.entries()) {
    // What such a run waits for goes by the clock as well.
    const since = other.rules.inMaintenanceWindow ? undefined : before.others[at]?.instances;
    for (const id of commonIds(own.instances, other.instances, since)) ids.add(id);
  }
  const holderOf = (id: string) => others.findLast((other) => isHeldBy(id, other))?.run;
  return { held: before.held.with([...ids].map((id) => [id, holderOf(id)])), own, others };
}

function isOfTheSame(own: RunState, others: readonly RunState[], before: LookedAt): boolean {
  return (
    own.instances.places === before.own.instances.places &&
    others.length === before.others.length &&
    others.every(({ run }, at) => run === before.others[at]?.run)
  );
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
