import { inBatches } from '../foundation/in-batches.ts';
import { once } from '../foundation/once.ts';
import { dayMs, minuteMs } from '../foundation/time/duration.ts';
import { noteClock } from '../http/clocks.ts';
import type { EndedRun, OpenEntry, Register } from '../run/journal.ts';
import { JournalError, ToldBefore, UnreadableRecord } from '../run/journal-error.ts';
import { scheduledFires, tickSpan } from '../schedule/fires/scheduled-fires.ts';
import type { Span } from '../schedule/fires/wall-hours.ts';
import type { Job } from '../schedule/schedule.ts';
import type { Answer } from './answer.ts';
import type { Invocation } from './invocation.ts';
import { type DueFire, gatherMissed, missedIfLate } from './missed-fires.ts';
import { jobOfRun, type ScheduleInUse, type Task, taskOfFire } from './task.ts';
import { leaveAt, waitingMs } from './time-budget.ts';

/**
 * Answers a tick: what is due, and with a durable journal what others have left. Throws `JournalError` when the journal
 * does not work, and `ToldBefore` where people know of that.
 */
export async function answerTick(eventTime: number, invocation: Invocation): Promise<Answer> {
  const { clock } = invocation;
  const own = ownSpan(eventTime, invocation);
  // One that comes in time shows that FunctionGraph's clock is as ours, should another one differ.
  if (Math.abs(eventTime - clock.now()) < punctualMs)
    noteClock('the timer of FunctionGraph', new Date(eventTime).toISOString());
  try {
    return await answerDue(own, invocation);
  } catch (error) {
    if (!(error instanceof JournalError)) throw error;
    const { saidBefore } = await import('./said-before.ts');
    throw (await saidBefore(error, own, invocation)) ? new ToldBefore(error) : error;
  }
}

const punctualMs = 2 * minuteMs;

async function answerDue(own: Span, invocation: Invocation): Promise<Answer> {
  const leaveAt = leavingAt(invocation);
  const {
    tasks,
    openRuns,
    unread = new Set(),
    missed,
    note,
  }: TickWork = invocation.schedule.journal
    ? await tickWork(own, invocation)
    : { tasks: await ownTasks(own, invocation), openRuns: [] };
  if (tasks.length === 0 && openRuns.length === 0 && !missed) return { summaries: [] };
  const { carryOutSideBySide } = await import('./answer-runs.ts');
  const { carryOutLeftBehind } = await import('./left-behind-run.ts');
  const { beginRun } = await import('./begin-run.ts');
  const { seeRuns } = await import('./overlap.ts');
  const { fleetOfTick } = await import('./fleet-of-tick.ts');
  const { createTurns } = await import('./turns.ts');
  // Once for all that begin: of a thousand, each would list a thousand.
  const seen = once(() => seeRuns(invocation.register));
  const { fleet, clock, schedule } = invocation;
  const jobs = jobsToBegin(tasks, openRuns, schedule);
  const plannedBy = fleetOfTick(fleet, jobs, { clock, tickMs: schedule.tickMs });
  const together = { seen, plannedBy, leaveAt, turn: createTurns(mostBeginning, longestBeginningMs, clock) };
  let inHand = 0;
  const beginAndCount = async (task: Task) => {
    const done = await beginRun(task, invocation, { ...together, wasUnread: unread.has(task.run) });
    if (done.kind === 'told' || done.left !== undefined) inHand += 1;
    return done;
  };
  const work = [
    ...openRuns.map((entry) => ({
      run: entry.run,
      carryOut: () => carryOutLeftBehind(entry, invocation, together),
    })),
    ...tasks.map((task) => ({ run: task.run, carryOut: () => beginAndCount(task) })),
  ];
  const carriedOut = carryOutSideBySide(work, invocation, leaveAt);
  // Beside the runs, which wait for nobody: they are on their way, and may take all the time there is.
  const told = missed?.().catch((error: unknown) =>
    invocation.log.write('error', 'telling of missed fires fails', { error }),
  );
  const answer = await carriedOut;
  await told;
  // Of what waits, or was begun by others, nobody may have written what it was to tell.
  if (inHand === tasks.length) await note?.();
  return answer;
}

/**
 * So many begin at once: what another run has in hand must be asked of the journal until that run is opened, and a hundred
 * that begin together ask for each other. One that waits for a region holds up the others no longer than this.
 */
const mostBeginning = 10;
const longestBeginningMs = 10_000;

/** The jobs of all that is planned at a tick: what is due, and what an earlier one did not come to begin. */
function jobsToBegin(
  tasks: readonly Task[],
  openRuns: readonly OpenEntry[],
  { jobs }: Invocation['schedule'],
): readonly Job[] {
  const unbegun = new Set(openRuns.flatMap(({ run, unbegun }) => (unbegun ? [jobOfRun(run)] : [])));
  return [...tasks.map(({ job }) => job), ...jobs.filter(({ name }) => unbegun.has(name))];
}

/**
 * When a tick leaves what it has in hand, and begins nothing more: the next one does. It is the same instant for all, however
 * late they begin, or the last ones would leave when the time is all but over.
 */
function leavingAt({ schedule, clock, remainingMs }: Invocation): number | undefined {
  return schedule.journal && leaveAt(clock.now(), remainingMs());
}

/** What a tick finds to do. */
type TickWork = {
  readonly tasks: readonly Task[];
  /** Runs that another invocation left, or did not come to open. */
  readonly openRuns: readonly OpenEntry[];
  /** Runs whose record could not be read before. */
  readonly unread?: ReadonlySet<string>;
  /** Tells of the fires that were missed, and notes the tick where nothing else was to be told before. */
  readonly missed?: () => Promise<void>;
  /** Notes the tick, to be called when the tasks were begun or told: what is lost before is found again by the next. */
  readonly note?: () => Promise<void>;
};

/** How far back fires are looked for that no tick came to: after a longer outage nobody wants them any more. */
const longestLookBackMs = 7 * dayMs;

/** What a version before this one noted of a tick further ahead than this would keep every fire from running until then. */
const aheadMs = 10 * minuteMs;

/** A run may have been told to be skipped somewhat before its start. */
const earlyMs = 10 * minuteMs;

/**
 * What is due since the last tick that came, however long ago: fires that no tick came to are run where they are
 * still in time and told as missed where not. All that is to run is in the register before anything is done. Only of
 * what stands there as open the journals are read, side by side: every run was in the register before it had one.
 */
async function tickWork(
  own: Span,
  invocation: Pick<
    Invocation,
    | 'schedule'
    | 'zoneOffset'
    | 'calendars'
    | 'register'
    | 'journal'
    | 'clock'
    | 'log'
    | 'channels'
    | 'remainingMs'
  >,
): Promise<TickWork> {
  const { schedule, zoneOffset, calendars, register, journal, clock, log } = invocation;
  const { runs, lastTick: noted } = await register.open();
  const lastTick = noted !== undefined && noted > clock.now() + aheadMs + schedule.tickMs ? undefined : noted;
  if (noted !== lastTick)
    log.write('warn', 'the mark of the last tick is ahead of the clock and does not count', { mark: noted });
  const after = Math.max(lastTick ?? own.after, own.upTo - longestLookBackMs);
  if (after >= own.upTo) return { tasks: [], openRuns: runs };
  if (after < own.after) log.write('warn', 'ticks have not come', { since: new Date(after).toISOString() });
  const now = clock.now();
  const fires = scheduledFires(schedule, { after, upTo: own.upTo }, zoneOffset, await calendars());
  // A journal is new but once: were this tick to end before its fires are entered, nobody would know that it came.
  if (noted === undefined && fires.length > 0) await register.enter({ kind: 'tick', at: own.after });
  const known = new Set(runs.map(({ run }) => run));
  const unbegun = new Set(runs.flatMap((entry) => (entry.unbegun ? [entry.run] : [])));
  // By who entered it, or by a timer that named its job.
  const begun = new Set<string>();
  const entered = fires.filter(({ id }) => known.has(id) && !unbegun.has(id));
  await inBatches(entered, async ({ id }) => (await isOpened(id, journal)) && begun.add(id));
  // By a timer that named its job while no tick came; asked after what is open, as what ends goes from there to here.
  const late = fires.some(({ startsAt }) => startsAt <= own.after);
  const ended = late ? await endedSince(after - earlyMs, register) : [];
  const over = new Set(ended.map(({ run }) => run));
  const due = fires.flatMap((fire): DueFire[] => {
    const isEntered = known.has(fire.id);
    if (begun.has(fire.id) || (over.has(fire.id) && !isEntered)) return [];
    if (fire.startsAt > own.after) return [{ task: taskOfFire(fire, now), late: false }];
    const task = missedIfLate(fire, now);
    // What stands in the register is told on its own, or it would stand there for ever.
    return isEntered && task.skipped ? [] : [{ task, late: !isEntered }];
  });
  const { tasks, missed } = gatherMissed(due);
  const entering = tasks.flatMap(({ run }) => (known.has(run) ? [] : [run]));
  // Since when it stands there decides who gives way to whom, so not the instant that the tick began at.
  if (entering.length > 0) await register.enter({ kind: 'due', runs: entering, at: clock.now() });
  const note = () => register.enter({ kind: 'tick', at: own.upTo });
  const carried = tasks.length + missed.length < due.length;
  const anew = new Set(tasks.map(({ run }) => run));
  const unread = new Set(runs.flatMap(({ run, unreadAt }) => (unreadAt ? [run] : [])));
  const found = { tasks, openRuns: runs.filter(({ run }) => !anew.has(run)), unread };
  if (missed.length === 0) {
    // Missed fires that are told with another one stand nowhere yet.
    if (carried) return { ...found, note };
    await note();
    return found;
  }
  const tell = async () => {
    const { tellMissed } = await import('./tell-missed.ts');
    await tellMissed(missed, { since: after, until: own.after }, invocation);
    if (!carried) await note();
  };
  return carried ? { ...found, missed: tell, note } : { ...found, missed: tell };
}

/**
 * A journal that cannot be understood is one all the same: its run was begun. Of a run that somebody entered, one read
 * that finds none does not say that it was not: it could be told as missed.
 */
async function isOpened(run: string, journal: Invocation['journal']): Promise<boolean> {
  const isThere = async () => (await journal.read(run)).position > 0;
  try {
    return (await isThere()) || (await isThere());
  } catch (error) {
    if (error instanceof UnreadableRecord) return true;
    throw error;
  }
}

/** The runs that ended at an instant or later, and perhaps some before it. */
async function endedSince(instant: number, register: Register): Promise<readonly EndedRun[]> {
  for (let limit = 200; ; limit *= 5) {
    const ended = await register.ended(limit);
    if (ended.length < limit || (ended.at(-1)?.endedAt ?? 0) < instant) return ended;
  }
}

/** The time that a tick answers for; without a journal, the fires that it cannot wait for are the next one's. */
export function ownSpan(
  eventTime: number,
  { schedule, remainingMs }: Pick<Invocation, 'schedule' | 'remainingMs'>,
): Span {
  return tickSpan(eventTime, schedule.tickMs, schedule.journal ? undefined : waitingMs(remainingMs()));
}

/** What a tick owns by its own time, where no journal tells of others. */
export async function ownTasks(
  own: Span,
  { schedule, calendars, zoneOffset, clock }: ScheduleInUse & Pick<Invocation, 'clock'>,
): Promise<readonly Task[]> {
  const fires = scheduledFires(schedule, own, zoneOffset, await calendars());
  return fires.map((fire) => taskOfFire(fire, clock.now()));
}
