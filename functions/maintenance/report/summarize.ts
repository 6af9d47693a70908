import { isoWriter } from '../foundation/time/iso-in-zone.ts';
import type { ZoneOffset } from '../foundation/time/zone.ts';
import { build } from '../foundation/version.ts';
import { shownName } from '../plan/instance.ts';
import { wasNotNeeded } from '../plan/metric-conditions.ts';
import type { Problem, Rules } from '../plan/plan.ts';
import type { EndedRun } from '../run/journal.ts';
import { type Conclusion, type Outcome, outcomes } from '../run/outcome.ts';
import type { RunState, Tracked } from '../run/state.ts';
import type { Job } from '../schedule/schedule.ts';
import type { Action } from '../schedule/schema.ts';
import { cleanCause, reasonWith } from './describe-cause.ts';
import { plainText } from './plain-text.ts';
import { byNeed } from './shown-instances.ts';
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
    status: statusOf(end, counts, end.rows.filter(wasNotNeeded).length),
    scheduledFor: iso(end.scheduledFor),
    startedAt: iso(end.startedAt),
    finishedAt: iso(end.finishedAt),
    counts,
    instances: [...end.rows].sort(byNeed),
    notes: [...end.notes],
    problems: [...(skipped ? [{ ...skipped, region: null }] : []), ...end.problems.map(withCause)],
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
function statusOf(
  { skipped, problems }: RunEnd,
  counts: Summary['counts'],
  notNeeded: number,
): Summary['status'] {
  if (counts.selected === 0) {
    if (skipped) return 'skipped';
    // A region that could not be read selects nothing either, and is no quiet night.
    return problems.every(({ code }) => code === 'nothing-selected') ? 'empty' : 'failed';
  }
  if (counts.succeeded + notNeeded === counts.selected && problems.length === 0) return 'succeeded';
  if (counts.skipped === counts.selected && problems.length === 0) return 'skipped';
  return counts.succeeded === 0 ? 'failed' : 'partial';
}

function withCause({ cause, ...problem }: Problem): Summary['problems'][number] {
  return {
    ...problem,
    reason: reasonWith(problem.reason, cause),
    ...(cause && { cause: cleanCause(cause) }),
  };
}

/** One row per selected instance of a run. What has no outcome yet is `unknown`, never left out. */
export function rowsOf(state: RunState, iso: (instant: number) => string): SummaryInstance[] {
  return [...state.instances.values()].map((one) => rowOf(one, state.rules, iso));
}

const leftBefore: Omit<Conclusion, 'id'> = {
  outcome: 'unknown',
  code: 'unfinished',
  reason: 'the run was left before it ended',
};

function rowOf(
  { planned, phase, attempts, outageMs, outageWithinMs = 0, secured, judged }: Tracked,
  { settle }: Rules,
  iso: (instant: number) => string,
): SummaryInstance {
  const { id, name, region } = planned;
  const end = phase.kind === 'done' ? phase.conclusion : leftBefore;
  const isBlind = attempts > 0 && judged?.verdict.kind === 'no-data';
  const cause = end.cause ?? secured?.cause ?? (isBlind ? judged.verdict.cause : undefined);
  const notes = [
    ...(secured?.note ? [secured.note] : []),
    ...(isBlind ? [`acted on without its conditions: ${judged.verdict.reason}`] : []),
  ];
  return {
    id,
    name: plainText(shownName({ id, name })),
    region,
    outcome: end.outcome,
    code: end.code,
    reason: reasonWith([end.reason, ...notes].join('; '), cause),
    ...(cause && { cause: cleanCause(cause) }),
    attempts,
    backup: secured?.backup ? { ...secured.backup, createdAt: iso(secured.backup.createdAt) } : null,
    outageSeconds: outageMs === undefined ? null : Math.round(outageMs / 1_000),
    // A look or two is what every outage is measured with.
    ...(outageWithinMs > 2 * settle.poll && { outageWithinSeconds: Math.round(outageWithinMs / 1_000) }),
  };
}

/** The summary of a run that has ended, by nothing but its journal. */
export function summaryOf(state: RunState, finishedAt: number, zoneOffset: ZoneOffset): Summary {
  const { run, job, rules, about, scheduledFor, openedAt, notes, problems } = state;
  const iso = isoWriter(about.timezone, zoneOffset);
  return summarize({
    run,
    job,
    action: rules.action,
    iso,
    scheduledFor,
    startedAt: openedAt,
    finishedAt: state.finishedAt ?? finishedAt,
    rows: rowsOf(state, iso),
    notes: [...about.notes, ...notes],
    problems,
    build,
    ...(about.skipped && { skipped: about.skipped }),
  });
}

/** What is known of a run that did nothing. */
type Undone = { readonly run: string; readonly job: Pick<Job, 'name' | 'action' | 'timezone'> };

/** The summary of a task that is not to run, and why. */
export function skippedSummary(
  { run, job, scheduledFor, notes }: Undone & Pick<RunEnd, 'scheduledFor' | 'notes'>,
  skipped: NonNullable<RunEnd['skipped']>,
  now: number,
  zoneOffset: ZoneOffset,
): Summary {
  return summarize({ ...nothingDone({ run, job }, now, zoneOffset), scheduledFor, notes, skipped });
}

/** The summary of a run of which nothing is known but that it cannot go on. */
export function failedSummary(which: Undone, problem: Problem, now: number, zoneOffset: ZoneOffset): Summary {
  return summarize({ ...nothingDone(which, now, zoneOffset), problems: [problem] });
}

/** A run that touched no instance, as of now. */
function nothingDone({ run, job }: Undone, now: number, zoneOffset: ZoneOffset): RunEnd {
  return {
    run,
    job: job.name,
    action: job.action,
    iso: isoWriter(job.timezone, zoneOffset),
    scheduledFor: now,
    startedAt: now,
    finishedAt: now,
    rows: [],
    notes: [],
    problems: [],
    build,
  };
}

/** What the register keeps of a summary. */
export function endedRunOf({ run, job, status, counts }: Summary, endedAt: number): EndedRun {
  const { selected: _, ...outcomes } = counts;
  return { run, job, status, endedAt, outcomes };
}
