import type { ScheduledFire } from '../schedule/fires/fire.ts';
import { type Task, taskOfFire } from './task.ts';

/** The task of a fire that no tick came for: run where it is still in time, and missed where not. */
export function missedIfLate(fire: ScheduledFire, now: number): Task {
  const task = taskOfFire(fire, now);
  if (task.skipped?.code !== 'late') return task;
  return { ...task, skipped: { code: 'missed', reason: `no tick came for it: ${task.skipped.reason}` } };
}

/**
 * Missed fires of a job are told together, in the next summary of the job: that of the run which begins now, or of
 * the latest missed fire. After a day without ticks nobody wants a message for each hour of it.
 */
export function gatherMissed(tasks: readonly Task[]): readonly Task[] {
  const missedOf = new Map<string, Task[]>();
  const carrierOf = new Map<string, Task>();
  for (const task of tasks) {
    const { name } = task.job;
    if (task.skipped?.code === 'missed') missedOf.set(name, [...(missedOf.get(name) ?? []), task]);
    if (task.skipped?.code !== 'missed' || isMissed(carrierOf.get(name))) carrierOf.set(name, task);
  }
  return tasks.flatMap((task) => {
    const { name } = task.job;
    if (task !== carrierOf.get(name)) return task.skipped?.code === 'missed' ? [] : [task];
    const others = (missedOf.get(name) ?? []).filter((missed) => missed !== task);
    return others.length === 0 ? [task] : [{ ...task, notes: [...task.notes, missedNote(others)] }];
  });
}

function isMissed(task: Task | undefined): boolean {
  return task === undefined || task.skipped?.code === 'missed';
}

function missedNote(missed: readonly Task[]): string {
  const ids = missed.map(({ run }) => run);
  const [first, last] = [ids[0], ids.at(-1)];
  return ids.length <= 3
    ? `missed, as no tick came in time: ${ids.join(', ')}`
    : `missed, as no tick came in time: ${ids.length} fires from ${first} to ${last}`;
}
