import type { ZoneOffset } from '../foundation/time/zone.ts';
import type { Problem } from '../plan/plan.ts';
import { isoWriter } from '../report/iso-in-zone.ts';
import { type RunEnd, rowsOf, summarize } from '../report/summarize.ts';
import type { Summary } from '../report/summary.ts';
import type { RunState } from '../run/state.ts';
import type { Task } from './task.ts';
import { build } from './version.ts';

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

/** The summary of a task that is not to run, and why. */
export function skippedSummary(
  { run, job, scheduledFor, notes }: Task,
  skipped: NonNullable<Task['skipped']>,
  now: number,
  zoneOffset: ZoneOffset,
): Summary {
  return summarize({ ...nothingDone({ run, job }, now, zoneOffset), scheduledFor, notes, skipped });
}

/** The summary of a run of which nothing is known but that it cannot go on. */
export function failedSummary(
  which: Pick<Task, 'run' | 'job'>,
  problem: Problem,
  now: number,
  zoneOffset: ZoneOffset,
): Summary {
  return summarize({ ...nothingDone(which, now, zoneOffset), problems: [problem] });
}

/** A run that touched no instance, as of now. */
function nothingDone({ run, job }: Pick<Task, 'run' | 'job'>, now: number, zoneOffset: ZoneOffset): RunEnd {
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
