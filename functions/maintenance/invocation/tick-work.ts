import { inBatches } from '../foundation/in-batches.ts';
import { dayMs } from '../foundation/time/time-units.ts';
import type { OpenEntry } from '../run/register.ts';
import { scheduledFires } from '../schedule/fires/scheduled-fires.ts';
import { tickSpan } from '../schedule/fires/tick-span.ts';
import { gatherMissed, missedIfLate } from './missed-fires.ts';
import type { Stage } from './stage.ts';
import { type Almanac, type Task, taskOfFire } from './task.ts';
import { isUnreadable } from './unreadable-run.ts';

/** How many ended runs are looked through for those that no tick began. */
const recent = 200;

/** What a tick finds to do. */
export type TickWork = {
  readonly tasks: readonly Task[];
  /** Runs that another invocation left, or did not come to open. */
  readonly entered: readonly OpenEntry[];
  /** Notes the tick, to be called when the tasks were begun or told: what is lost before is found again by the next. */
  readonly note?: () => Promise<void>;
};

/** How far back fires are looked for that no tick came to: after a longer outage nobody wants them any more. */
const longestLookBackMs = 7 * dayMs;

/**
 * What is due since the last tick that came, however long ago: fires that no tick came to are run where they are
 * still in time and told as missed where not. All of it is in the register before anything is done.
 */
export async function tickWork(
  eventTime: number,
  almanac: Almanac,
  { register, journal, clock, log }: Pick<Stage, 'register' | 'journal' | 'clock' | 'log'>,
): Promise<TickWork> {
  const { schedule, zoneOffset, calendars } = almanac;
  const { runs, lastTick } = await register.open();
  const own = tickSpan(eventTime, schedule.tickMs);
  const after = Math.max(lastTick ?? own.after, own.upTo - longestLookBackMs);
  if (after >= own.upTo) return { tasks: [], entered: runs };
  if (after < own.after) log.write('warn', 'ticks have not come', { since: new Date(after).toISOString() });
  const now = clock.now();
  const fires = scheduledFires(schedule, { after, upTo: own.upTo }, zoneOffset, calendars);
  const known = new Set(runs.map(({ run }) => run));
  // By a timer that named its job while no tick came.
  const over = new Set(after < own.after ? (await register.ended(recent)).map(({ run }) => run) : []);
  const tasks: Task[] = [];
  for (const fire of fires) {
    const late = fire.startsAt <= own.after;
    if (over.has(fire.id) && !known.has(fire.id)) continue;
    // Begun by who entered it, or by such a timer.
    if ((late || known.has(fire.id)) && (await isOpened(fire.id, journal))) continue;
    tasks.push(late ? missedIfLate(fire, now) : taskOfFire(fire, now));
  }
  const wanted = gatherMissed(tasks);
  await inBatches(wanted, ({ run }) => register.enter({ kind: 'begins', run, at: now }));
  const note = () => register.enter({ kind: 'tick', at: own.upTo });
  const anew = new Set(wanted.map(({ run }) => run));
  const entered = runs.filter(({ run }) => !anew.has(run));
  // Missed fires that are told with another one stand nowhere yet.
  if (wanted.length < tasks.length) return { tasks: wanted, entered, note };
  await note();
  return { tasks: wanted, entered };
}

/** A journal that cannot be understood is one all the same: its run was begun. */
async function isOpened(run: string, journal: Stage['journal']): Promise<boolean> {
  try {
    return (await journal.read(run)).position > 0;
  } catch (error) {
    if (isUnreadable(error)) return true;
    throw error;
  }
}
