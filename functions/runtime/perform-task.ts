import type { Channel, Delivery } from '../notify/channel.ts';
import { redactSummary } from '../notify/redact-summary.ts';
import { tellAll } from '../notify/tell-all.ts';
import type { Plan } from '../plan/plan.ts';
import { isoInZone } from '../report/iso-in-zone.ts';
import { rowsOf } from '../report/run-rows.ts';
import { summarize } from '../report/summarize.ts';
import type { Summary } from '../report/summary.ts';
import type { Limits } from '../run/command.ts';
import { drive, type Ports } from '../run/driver.ts';
import { openRun } from '../run/open-run.ts';
import type { RunState } from '../run/state.ts';
import type { ZoneOffset } from '../schedule/zone.ts';
import type { Log } from './log.ts';
import type { RunEnds } from './run-ends.ts';
import type { Task } from './task.ts';

/** What performing a task needs besides the run's own ports. */
export type Stage = Ports & {
  readonly log: Log;
  readonly runEnds: RunEnds;
  readonly zoneOffset: ZoneOffset;
  /** Asked only when the run is not open yet. */
  readonly plan: (task: Task) => Promise<Plan>;
  /** How long this invocation may act, asked when the task starts. */
  readonly limits: (task: Task) => Limits;
  /** Until when people may be told, in milliseconds since 1970, asked when there is something to tell. */
  readonly tellUntil: () => number;
  readonly channelsOf: (task: Task) => Promise<readonly Channel[]>;
};

/** A summary, and how telling people of it ended; a run that had ended before is not told again. */
export type Performed = { readonly summary: Summary; readonly deliveries: readonly Delivery[] };

/**
 * Plans, carries out and tells one task; `undefined` when another invocation is carrying the same run out, since
 * then that one tells. Failed instances are results; only a bug throws.
 */
export async function performTask(task: Task, stage: Stage): Promise<Performed | undefined> {
  const { clock, log } = stage;
  const early = task.skipped ?? (await waitForStart(task, stage));
  if (early) return tell(task, stage, skippedSummary({ ...task, skipped: early }, stage));
  const { run, scheduledFor } = task;
  const overlap = await overlapOf(task, stage);
  if (overlap) return tell(task, stage, skippedSummary({ ...task, skipped: overlap }, stage));
  const opened = await openRun({ run, scheduledFor, plan: () => stage.plan(task) }, stage);
  if (opened?.state.finishedAt !== undefined) {
    log.write('info', 'run already finished', { run });
    return { summary: redactSummary(summaryOf(task, stage, opened.state), log.redact), deliveries: [] };
  }
  const driven = opened && (await drive(opened, stage.limits(task), stage));
  if (!driven || driven.end === 'lost') {
    log.write('warn', 'run is carried out by another invocation', { run });
    return undefined;
  }
  log.write('info', 'run finished', { run, tookMs: clock.now() - driven.state.openedAt });
  const summary = summaryOf(task, stage, driven.state);
  stage.runEnds.note({ run, job: task.job.name, at: clock.now(), status: summary.status });
  return tell(task, stage, summary);
}

/** A fire that came due while the job's run before it was going is no new run, unless the job queues them. */
async function overlapOf(
  { run, job, scheduledFor }: Task,
  { journal, runEnds }: Stage,
): Promise<Task['skipped']> {
  const end = runEnds.of(job.name);
  if (job.overlap === 'queue' || end === undefined || scheduledFor >= end) return undefined;
  const { events } = await journal.read(run);
  if (events.length > 0) return undefined;
  return { code: 'overlap', reason: 'an earlier run of the job was still going when it came due' };
}

/**
 * A timer that names its job comes at the nominal time, and the fire may start later: by a jitter, which is waited
 * for, or by an override or a calendar that puts it off for longer than this invocation lives.
 */
async function waitForStart(task: Task, stage: Stage): Promise<Task['skipped']> {
  const { clock } = stage;
  const wait = task.startsAt - clock.now();
  if (wait <= 0) return undefined;
  if (clock.now() + wait < stage.limits(task).startUntil) {
    await clock.wait(wait);
    return undefined;
  }
  const start = heading(task, stage).iso(task.startsAt);
  return {
    code: 'early',
    reason: `starts at ${start}, and the timer that names the job came before that - let the tick run it`,
  };
}

function summaryOf(task: Task, stage: Stage, state: RunState): Summary {
  const about = heading(task, stage);
  return summarize({
    ...about,
    // Not the task's: a request by hand that is delivered again comes later, and is the same run.
    scheduledFor: state.scheduledFor,
    startedAt: state.openedAt,
    finishedAt: state.finishedAt ?? stage.clock.now(),
    rows: rowsOf(state, about.iso),
    notes: [...task.notes, ...state.notes],
    problems: state.problems,
  });
}

function skippedSummary(task: Task, stage: Stage): Summary {
  const now = stage.clock.now();
  const { skipped } = task;
  return summarize({
    ...heading(task, stage),
    startedAt: now,
    finishedAt: now,
    rows: [],
    notes: task.notes,
    problems: [],
    ...(skipped ? { skipped } : {}),
  });
}

function heading({ run, job, scheduledFor }: Task, { zoneOffset }: Stage) {
  const iso = (instant: number) => isoInZone(instant, zoneOffset(job.timezone, instant) ?? 0);
  return { run, job: job.name, action: job.action, scheduledFor, iso };
}

/** The log gets the whole summary before anybody is told: whatever happens to the channels, it is written down. */
async function tell(task: Task, stage: Stage, frank: Summary): Promise<Performed> {
  const { log } = stage;
  const summary = redactSummary(frank, log.redact);
  const level = summary.status === 'succeeded' || summary.status === 'skipped' ? 'info' : 'warn';
  log.write(level, 'summary', { summary });
  const channels = await stage.channelsOf(task);
  const notice = { type: 'nightshift.run.finished', id: summary.run, summary } as const;
  const deliveries = await tellAll(channels, notice, stage.tellUntil());
  for (const delivery of deliveries)
    log.write(delivery.status === 'delivered' ? 'info' : 'error', 'channel told', {
      run: summary.run,
      ...delivery,
    });
  return { summary, deliveries };
}
