import { inBatches } from '../foundation/in-batches.ts';
import { dayMs, minuteMs } from '../foundation/time/duration.ts';
import { UnreadableRecord } from '../journal/journal-error.ts';
import { type OpenEntry, recentlyEnded } from '../run/journal.ts';
import { scheduledFires, tickSpan } from '../schedule/fires/scheduled-fires.ts';
import type { Answer } from './answer.ts';
import type { Invocation } from './invocation.ts';
import { gatherMissed, missedIfLate } from './missed-fires.ts';
import { type ScheduleInUse, type Task, taskOfFire } from './task.ts';
import { waitingMs } from './time-budget.ts';

/** Answers a tick: what is due, and with a durable journal what others have left. */
export async function answerTick(eventTime: number, invocation: Invocation): Promise<Answer> {
  const { tasks, openRuns, note }: TickWork = invocation.schedule.journal
    ? await tickWork(eventTime, invocation)
    : { tasks: await ownTasks(eventTime, invocation), openRuns: [] };
  if (tasks.length === 0 && openRuns.length === 0) return { summaries: [] };
  const { carryOutSideBySide } = await import('./answer-runs.ts');
  const { carryOutLeftBehind } = await import('./left-behind-run.ts');
  const { beginRun } = await import('./begin-run.ts');
  let inHand = 0;
  const beginAndCount = async (task: Task) => {
    const done = await beginRun(task, invocation);
    if (done.kind === 'told' || done.left !== undefined) inHand += 1;
    return done;
  };
  const work = [
    ...openRuns.map((entry) => ({ run: entry.run, carryOut: () => carryOutLeftBehind(entry, invocation) })),
    ...tasks.map((task) => ({ run: task.run, carryOut: () => beginAndCount(task) })),
  ];
  const answer = await carryOutSideBySide(work, invocation);
  // Of what waits, or was begun by others, nobody may have written what it was to tell.
  if (inHand === tasks.length) await note?.();
  return answer;
}

/** What a tick finds to do. */
type TickWork = {
  readonly tasks: readonly Task[];
  /** Runs that another invocation left, or did not come to open. */
  readonly openRuns: readonly OpenEntry[];
  /** Notes the tick, to be called when the tasks were begun or told: what is lost before is found again by the next. */
  readonly note?: () => Promise<void>;
};

/** How far back fires are looked for that no tick came to: after a longer outage nobody wants them any more. */
const longestLookBackMs = 7 * dayMs;

/** What a version before this one noted of a tick further ahead than this would keep every fire from running until then. */
const aheadMs = 10 * minuteMs;

/**
 * What is due since the last tick that came, however long ago: fires that no tick came to are run where they are
 * still in time and told as missed where not. All of it is in the register before anything is done.
 */
async function tickWork(
  eventTime: number,
  {
    schedule,
    zoneOffset,
    calendars,
    register,
    journal,
    clock,
    log,
  }: Pick<Invocation, 'schedule' | 'zoneOffset' | 'calendars' | 'register' | 'journal' | 'clock' | 'log'>,
): Promise<TickWork> {
  const { runs, lastTick: noted } = await register.open();
  const own = tickSpan(eventTime, schedule.tickMs);
  const lastTick = noted !== undefined && noted > clock.now() + aheadMs + schedule.tickMs ? undefined : noted;
  if (noted !== lastTick)
    log.write('warn', 'the mark of the last tick is ahead of the clock and does not count', { mark: noted });
  const after = Math.max(lastTick ?? own.after, own.upTo - longestLookBackMs);
  if (after >= own.upTo) return { tasks: [], openRuns: runs };
  if (after < own.after) log.write('warn', 'ticks have not come', { since: new Date(after).toISOString() });
  const now = clock.now();
  const fires = scheduledFires(schedule, { after, upTo: own.upTo }, zoneOffset, await calendars());
  const known = new Set(runs.map(({ run }) => run));
  // By a timer that named its job while no tick came.
  const over = new Set(after < own.after ? (await recentlyEnded(register)).map(({ run }) => run) : []);
  const tasks: Task[] = [];
  for (const fire of fires) {
    const late = fire.startsAt <= own.after;
    if (over.has(fire.id) && !known.has(fire.id)) continue;
    // Begun by who entered it, or by such a timer.
    if ((late || known.has(fire.id)) && (await isOpened(fire.id, journal, known.has(fire.id)))) continue;
    tasks.push(late ? missedIfLate(fire, now) : taskOfFire(fire, now));
  }
  const wanted = gatherMissed(tasks);
  await inBatches(wanted, ({ run }) => register.enter({ kind: 'begins', run, at: now }));
  const note = () => register.enter({ kind: 'tick', at: own.upTo });
  const anew = new Set(wanted.map(({ run }) => run));
  const openRuns = runs.filter(({ run }) => !anew.has(run));
  // Missed fires that are told with another one stand nowhere yet.
  if (wanted.length < tasks.length) return { tasks: wanted, openRuns, note };
  await note();
  return { tasks: wanted, openRuns };
}

/**
 * A journal that cannot be understood is one all the same: its run was begun. Of a run that somebody entered, one read
 * that finds none does not say that it was not: it could be told as missed.
 */
async function isOpened(run: string, journal: Invocation['journal'], entered: boolean): Promise<boolean> {
  const isThere = async () => (await journal.read(run)).position > 0;
  try {
    return (await isThere()) || (entered && (await isThere()));
  } catch (error) {
    if (error instanceof UnreadableRecord) return true;
    throw error;
  }
}

/** What a tick owns by its own time, where no journal tells of others; what it cannot wait for is the next one's. */
export async function ownTasks(
  eventTime: number,
  {
    schedule,
    calendars,
    zoneOffset,
    clock,
    remainingMs,
  }: ScheduleInUse & Pick<Invocation, 'clock' | 'remainingMs'>,
): Promise<readonly Task[]> {
  const span = tickSpan(eventTime, schedule.tickMs, waitingMs(remainingMs()));
  const fires = scheduledFires(schedule, span, zoneOffset, await calendars());
  return fires.map((fire) => taskOfFire(fire, clock.now()));
}
