import type { Problem, Rules } from '../plan/plan.ts';
import { type Outcome, outcomes } from '../run/outcome.ts';
import type { RunState, Tracked } from '../run/state.ts';
import type { Action } from '../schedule/schema.ts';
import { byNeed } from './by-need.ts';
import { plainText } from './plain-text.ts';
import type { Summary, SummaryInstance } from './summary.ts';

/** What a summary is made of. Instants in milliseconds since 1970. */
export type RunEnd = {
  readonly run: string;
  readonly job: string;
  readonly action: Action;
  readonly scheduledFor: number;
  readonly startedAt: number;
  readonly finishedAt: number;
  /** Writes an instant in the schedule's zone; a function, because the offset can change during a run. */
  readonly iso: (instant: number) => string;
  /** One for every selected instance, with texts that were made plain. */
  readonly rows: readonly SummaryInstance[];
  readonly notes: readonly string[];
  readonly problems: readonly Problem[];
  /** Why the fire was not meant to run, where it was not. */
  readonly skipped?: { readonly code: string; readonly reason: string };
  /** What sums it up, where that is known. */
  readonly build?: string | undefined;
};

/** Sums a run up: counts, one status for the whole, and what needs a person first. */
export function summarize(end: RunEnd): Summary {
  const { run, job, action, iso, skipped, build } = end;
  const counts = countOutcomes(end.rows);
  return {
    run,
    job,
    action,
    status: statusOf(end, counts),
    scheduledFor: iso(end.scheduledFor),
    startedAt: iso(end.startedAt),
    finishedAt: iso(end.finishedAt),
    counts,
    instances: [...end.rows].sort(byNeed),
    notes: [...end.notes],
    problems: [...(skipped ? [{ ...skipped, region: null }] : []), ...end.problems],
    ...(build !== undefined && { build }),
  };
}

function countOutcomes(rows: readonly SummaryInstance[]): Summary['counts'] {
  const counts = { selected: rows.length, ...zeros() };
  for (const { outcome } of rows) counts[outcome] += 1;
  return counts;
}

function zeros(): Record<Outcome, number> {
  return Object.fromEntries(outcomes.map((outcome) => [outcome, 0])) as Record<Outcome, number>;
}

/** See the rules at `summarySchema`. */
function statusOf({ skipped, problems }: RunEnd, counts: Summary['counts']): Summary['status'] {
  if (counts.selected === 0) {
    if (skipped) return 'skipped';
    // A region that could not be read selects nothing either, and is no quiet night.
    return problems.every(({ code }) => code === 'nothing-selected') ? 'empty' : 'failed';
  }
  if (counts.skipped === counts.selected && problems.length === 0) return 'skipped';
  if (counts.succeeded === 0) return 'failed';
  return counts.succeeded === counts.selected && problems.length === 0 ? 'succeeded' : 'partial';
}

/** One row per selected instance of a run. What has no outcome yet is `unknown`, never left out. */
export function rowsOf(state: RunState, iso: (instant: number) => string): SummaryInstance[] {
  return [...state.instances.values()].map((one) => rowOf(one, state.rules, iso));
}

function rowOf(
  { planned, phase, attempts, outageMs, outageWithinMs = 0, secured }: Tracked,
  { settle }: Rules,
  iso: (instant: number) => string,
): SummaryInstance {
  const { id, name, region } = planned;
  const end =
    phase.kind === 'done'
      ? phase.conclusion
      : ({ outcome: 'unknown', code: 'unfinished', reason: 'the run was left before it ended' } as const);
  return {
    id,
    name: plainText(name),
    region,
    outcome: end.outcome,
    code: end.code,
    reason: plainText(secured?.note ? `${end.reason}; ${secured.note}` : end.reason),
    attempts,
    backup: secured?.backup ? { ...secured.backup, createdAt: iso(secured.backup.createdAt) } : null,
    outageSeconds: outageMs === undefined ? null : Math.round(outageMs / 1_000),
    // A look or two is what every outage is measured with.
    ...(outageWithinMs > 2 * settle.poll && { outageWithinSeconds: Math.round(outageWithinMs / 1_000) }),
  };
}
