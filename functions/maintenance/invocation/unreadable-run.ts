import { minuteMs } from '../foundation/time/duration.ts';
import { isoWriter } from '../foundation/time/iso-in-zone.ts';
import { endedRunOf, failedSummary, summaryOf } from '../report/summarize.ts';
import type { Summary } from '../report/summary.ts';
import { fold } from '../run/fold.ts';
import { recentlyEnded } from '../run/journal.ts';
import { JournalError, type UnreadableRecord } from '../run/journal-error.ts';
import { isHeldByOther } from '../run/lease.ts';
import type { OpenRun } from '../run/open-run.ts';
import type { Conclusion } from '../run/outcome.ts';
import type { RunState, Tracked } from '../run/state.ts';
import { deadlineOf } from '../schedule/fires/deadline.ts';
import type { Job } from '../schedule/schedule.ts';
import { endRun } from './end-run.ts';
import { decideEnding, endingThatStands } from './ending.ts';
import { endNameless } from './gone-names.ts';
import type { Invocation } from './invocation.ts';
import { jobOfRun } from './task.ts';
import { type CarriedOut, type Told, tellRun } from './tell-run.ts';
import { tellUntilOf } from './time-budget.ts';

/** So often, so far apart and for so long a record must have been unreadable before anything is concluded from it. */
const leastReads = 3;
const apartMs = 2 * minuteMs;
const leastMs = 10 * minuteMs;
/** People wait no longer for what a long window would still allow. */
const mostMs = 60 * minuteMs;

/**
 * What becomes of a run whose record cannot be read now. It stays open, and is looked at again by the next tick: what
 * is read badly once is mostly whole the next time. Where it stays unreadable until nothing of it may start any more,
 * people are told, with what the readable part shows was sent, and the run is closed; nothing is done to its instances.
 */
export async function leaveUnreadable(
  run: string,
  error: UnreadableRecord,
  invocation: Invocation,
): Promise<CarriedOut | undefined> {
  const { register, clock, log, schedule, by } = invocation;
  const now = clock.now();
  const entry = (await register.open()).runs.find((open) => open.run === run);
  const state = error.readable.length > 0 ? fold(error.readable) : undefined;
  const held = isHeldByOther(state?.lease, by, now);
  const reads = [...(entry?.unreadAt ?? []), now];
  const job = schedule.jobs.find(({ name }) => name === jobOfRun(run));
  const [first = now] = reads;
  log.write('warn', 'the journal of a run cannot be read now', { run, reads: reads.length, error });
  if (!entry) {
    // People were told of it before; or it never came into the register, which does not work either.
    if ((await recentlyEnded(register)).some((ended) => ended.run === run)) return undefined;
    throw error;
  }
  if (held) return { kind: 'unfinished', run, left: undefined, continues: 'holder' };
  if (timesApart(reads) < leastReads || now < givenUpAt(run, first, job)) {
    await register.enter({ kind: 'unread', run, at: now });
    return { kind: 'unfinished', run, left: undefined, continues: 'tick' };
  }
  const summary = summaryOfReadable(run, { error, state, job, reads, now }, invocation);
  if (!summary) {
    const reason = `cannot be continued: ${error.message} - look at the instances that the job was for`;
    await endNameless(run, { code: error.code, reason }, invocation);
    return undefined;
  }
  const notify = job?.notify ?? state?.about.notify ?? [];
  const counts = await decided(run, summary, givenUpAt(run, first, job), invocation);
  if (!counts) return { kind: 'unfinished', run, left: undefined, continues: 'tick' };
  const told = await tellRun(counts, notify, tellUntilOf(invocation), invocation);
  await register.enter({ kind: 'ended', ended: endedRunOf(told.summary, now) });
  return { kind: 'told', ...told };
}

/**
 * What people are told of a run that is given up: what somebody wrote down first, whether he could read it or not.
 * `undefined` while it may be told by its record, or it cannot be known whether it is.
 */
async function decided(
  run: string,
  summary: Summary,
  since: number,
  invocation: Invocation,
): Promise<Summary | undefined> {
  const { clock, log } = invocation;
  try {
    const ending = await decideEnding(run, 'given-up', summary, invocation);
    if (ending.kind === 'given-up') return ending.summary;
    // Who wrote that was about to tell, and may have died before or after.
    return clock.now() - ending.at < leastMs ? undefined : (ending.summary ?? summary);
  } catch (error) {
    if (!(error instanceof JournalError)) throw error;
    log.write('warn', 'how the end of a run is told cannot be written down now', { run, error });
    return clock.now() - since < leastMs ? undefined : summary;
  }
}

/**
 * A run whose record can be read again, and of which people were told that nothing more is done for it, or were about to
 * be, by somebody who died before it was off the register: it stays so, as they may have done by hand what was left.
 * `undefined` when it was not given up.
 */
export async function closeGivenUp(open: OpenRun, invocation: Invocation): Promise<Told | undefined> {
  const { register, journal, log, zoneOffset } = invocation;
  const { state } = open;
  const ended = (await recentlyEnded(register)).find(({ run }) => run === state.run);
  if (!ended) {
    const ending = await endingThatStands(state.run, journal);
    return ending?.kind === 'given-up' ? endRun(open, tellUntilOf(invocation), invocation) : undefined;
  }
  log.write('warn', 'run was given up while its journal could not be read, and is not gone on with', {
    run: state.run,
  });
  await register.enter({ kind: 'ended', ended });
  return {
    summary: summaryOf(asGivenUp(state, ended.endedAt, zoneOffset), ended.endedAt, zoneOffset),
    deliveries: [],
  };
}

/** Whether a record was looked for so often and for so long that it is gone, and not shown badly. */
export function isLookedForEnough(reads: readonly number[], now: number): boolean {
  return timesApart(reads) >= leastReads && now - (reads[0] ?? now) >= leastMs;
}

function timesApart(reads: readonly number[]): number {
  let count = 0;
  let last = Number.NEGATIVE_INFINITY;
  for (const at of reads)
    if (at - last >= apartMs) {
      count += 1;
      last = at;
    }
  return count;
}

/** Until nothing of it may start any more it could still be gone on with. */
function givenUpAt(run: string, first: number, job: Job | undefined): number {
  const at = Date.parse(run.slice(run.indexOf('@') + 1));
  const begin = Number.isFinite(at) ? at : first;
  const windowEnd = job?.window === undefined ? null : begin + job.window;
  const deadline = job ? deadlineOf(job, { startsAt: begin, windowEnd }) : first;
  return Math.max(first + leastMs, Math.min(deadline, first + mostMs));
}

type Found = {
  readonly error: UnreadableRecord;
  readonly state: RunState | undefined;
  readonly job: Job | undefined;
  /** When it could not be read, this look included, the earliest first. */
  readonly reads: readonly number[];
  readonly now: number;
};

/** `undefined` when neither the record nor the schedule says what the run is of. */
function summaryOfReadable(
  run: string,
  { error, state, job, reads, now }: Found,
  { zoneOffset }: Pick<Invocation, 'zoneOffset'>,
): Summary | undefined {
  const timezone = state?.about.timezone ?? job?.timezone ?? 'UTC';
  const iso = isoWriter(timezone, zoneOffset);
  const what = state ? 'look at the instances that are unknown' : 'look at the instances of the job';
  const reason =
    `${error.message}, as at ${reads.length - 1} looks before, the first at ${iso(reads[0] ?? now)}: nothing more is done for this run - ` +
    `${what}, and run by hand what is left; leave the object where it is: without it the same fire could run again`;
  const problem = { code: error.code, region: null, reason };
  if (!state) return job && failedSummary({ run, job }, problem, now, zoneOffset);
  return summaryOf(
    { ...asGivenUp(state, now, zoneOffset), problems: [...state.problems, problem] },
    now,
    zoneOffset,
  );
}

/** A run of which no more is read than this: what has no outcome gets one that says what the readable part shows. */
export function asGivenUp(state: RunState, at: number, zoneOffset: Invocation['zoneOffset']): RunState {
  const iso = isoWriter(state.about.timezone, zoneOffset);
  const conclusions = [...state.instances.values()].flatMap((one) => conclusionOf(one, state, iso) ?? []);
  return fold([{ type: 'concluded', at, conclusions }], state);
}

/** What the readable part shows of an instance, and no more than that: all that was sent later is in the rest. */
function conclusionOf(
  { planned, phase, attempts }: Tracked,
  { rules }: RunState,
  iso: (at: number) => string,
): Conclusion | undefined {
  const rest = 'what came of it is in the part of the journal that cannot be read - look at the instance';
  const unknown = (reason: string): Conclusion => ({
    id: planned.id,
    outcome: 'unknown',
    code: 'journal-unread',
    reason,
  });
  switch (phase.kind) {
    case 'done':
      return undefined;
    case 'announced':
      return unknown(`the ${rules.action} was about to be sent at ${iso(phase.at)}; ${rest}`);
    case 'watching': {
      const taken = phase.certainty === 'accepted' ? 'sent, and accepted,' : 'sent';
      return unknown(`the ${rules.action} was ${taken} by ${iso(phase.since)}; ${rest}`);
    }
    case 'failed-try':
      return unknown(`the ${rules.action} was sent and failed (${phase.reason}); ${rest}`);
    case 'waiting':
    case 'securing':
      return unknown(
        attempts > 0
          ? `the ${rules.action} was sent ${attempts === 1 ? 'once' : `${attempts} times`}; ${rest}`
          : `the part of the journal that can be read does not show that the ${rules.action} was sent; what follows cannot be read - look at the instance`,
      );
    default:
      return phase satisfies never;
  }
}
