import type { Tracked, Watching } from './state.ts';

/** Every key of a type, also those that may be left out. */
type Whole<Of> = { readonly [Key in keyof Required<Of>]: Of[Key] };

/**
 * An instance of which something is another. Each step of a run makes some of these, and a fold of its journal all of
 * them: key by key, so that all are laid out alike in memory, which spreading one into another leaves to what was
 * spread before and takes four times as long.
 */
export function changed(one: Tracked, change: Partial<Tracked>): Tracked {
  const copy: Whole<Tracked> = {
    planned: one.planned,
    phase: one.phase,
    cohort: one.cohort,
    sent: one.sent,
    trouble: one.trouble,
    seen: one.seen,
    inspectedAt: one.inspectedAt,
    maintenance: one.maintenance,
    judged: one.judged,
    heldSince: one.heldSince,
    secured: one.secured,
    doneAt: one.doneAt,
    attempts: one.attempts,
    failedTries: one.failedTries,
    outageMs: one.outageMs,
    outageWithinMs: one.outageWithinMs,
    figuresUnread: one.figuresUnread,
    keysBefore: one.keysBefore,
    keys: one.keys,
    figuresAt: one.figuresAt,
    nodesBefore: one.nodesBefore,
    nodes: one.nodes,
  };
  return Object.assign(copy, change);
}

/** How an instance is watched, of which something is another: the same for its phase, which changes with every look. */
export function watchedOn(phase: Watching, change: Partial<Watching>): Watching {
  const copy: Whole<Watching> = {
    kind: phase.kind,
    since: phase.since,
    certainty: phase.certainty,
    answer: phase.answer,
    apart: phase.apart,
    fewestKeys: phase.fewestKeys,
    before: phase.before,
    lookedAt: phase.lookedAt,
    blindMs: phase.blindMs,
    leftAt: phase.leftAt,
    leftWithinMs: phase.leftWithinMs,
    others: phase.others,
    backAt: phase.backAt,
    confirmedAt: phase.confirmedAt,
    measuredAt: phase.measuredAt,
  };
  return Object.assign(copy, change);
}
