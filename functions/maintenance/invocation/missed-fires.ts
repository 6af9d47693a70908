import { groupBy } from '../foundation/group-by.ts';
import type { ScheduledFire } from '../schedule/fires/fire.ts';
import { byRun, type Task, taskOfFire } from './task.ts';

/** The task of a fire that no tick came for: run where it is still in time, and missed where not. */
export function missedIfLate(fire: ScheduledFire, now: number): Task {
  const task = taskOfFire(fire, now);
  if (task.skipped?.code !== 'late') return task;
  return { ...task, skipped: { code: 'missed', reason: `no tick came for it: ${task.skipped.reason}` } };
}

/** A fire, and whether its own tick did not come, nor another that put it into the register. */
export type DueFire = { readonly task: Task; readonly late: boolean };

/** What is done for fires: tasks to be begun or told one by one, and those that are told together. */
type Gathered = { readonly tasks: readonly Task[]; readonly missed: readonly Task[] };

/**
 * After hours without ticks nobody wants a message for each fire of them. Of a job's late fires the last that is in
 * time begins, and all with `overlap: queue`; the others are told in its summary, or where there is none, with those of
 * all other jobs. Is it but one job, its last fire tells of the others.
 */
export function gatherMissed(due: readonly DueFire[]): Gathered {
  const jobs = groupBy(due, ({ task }) => task.job.name);
  const leftOf = new Map<string, readonly Task[]>();
  const begun = new Set<Task>();
  for (const [name, fires] of jobs) {
    const able = fires.filter(({ task }) => !task.skipped);
    const last = able.at(-1);
    const own = fires.filter((each) => begins(each, last));
    for (const { task } of own) begun.add(task);
    const left = fires.filter((each) => !own.includes(each)).map(({ task }) => task);
    if (left.length > 0) leftOf.set(name, left);
  }
  const carriers = new Map<Task, readonly Task[]>();
  const alone: (readonly Task[])[] = [];
  for (const [name, left] of leftOf) {
    const carrier = jobs.get(name)?.findLast(({ task }) => begun.has(task))?.task;
    if (carrier) carriers.set(carrier, left);
    else alone.push(left);
  }
  const [only] = alone;
  const last = alone.length === 1 ? only?.at(-1) : undefined;
  if (only && last) {
    begun.add(last);
    carriers.set(last, only.slice(0, -1));
  }
  const tasks = due.flatMap(({ task }) =>
    begun.has(task) ? [withMissed(task, carriers.get(task) ?? [])] : [],
  );
  return { tasks, missed: last ? [] : alone.flat() };
}

function begins({ task, late }: DueFire, last: DueFire | undefined): boolean {
  if (!late) return true;
  if (task.skipped) return false;
  return task === last?.task || task.job.overlap === 'queue';
}

function withMissed(task: Task, late: readonly Task[]): Task {
  const missed = late.filter(({ skipped }) => skipped === undefined || skipped.code === 'missed');
  const others = late.filter((each) => !missed.includes(each));
  const reason = others.at(-1)?.skipped?.reason;
  return {
    ...task,
    notes: [
      ...task.notes,
      ...(missed.length > 0 ? [`missed, as no tick came in time: ${named(missed)}`] : []),
      ...(others.length > 0 ? [`to be skipped, and no tick came for it: ${named(others)} (${reason})`] : []),
    ],
  };
}

function named(fires: readonly Task[]): string {
  const ids = [...fires].sort(byRun).map(({ run }) => run);
  return ids.length <= 3 ? ids.join(', ') : `${ids.length} fires from ${ids[0]} to ${ids.at(-1)}`;
}
