import type { Clock } from '../run/clock.ts';
import type { Performed } from './perform-task.ts';
import type { Task } from './task.ts';

/** The runs that ended, in the order of their tasks, and the bugs that kept others from ending. */
export type PerformedTasks = { readonly ended: readonly Performed[]; readonly errors: readonly unknown[] };

/**
 * Performs the tasks of different jobs side by side and those of one job one after another: two runs of a job are
 * on the same instances. A fire that came due while the one before it was still going is skipped, and said so,
 * unless the job has `overlap: queue`.
 * A bug in one task leaves the others alone.
 */
export async function performSideBySide(
  tasks: readonly Task[],
  clock: Pick<Clock, 'now'>,
  perform: (task: Task) => Promise<Performed | undefined>,
): Promise<PerformedTasks> {
  const byJob = new Map<string, Task[]>();
  for (const task of tasks) byJob.set(task.job.name, [...(byJob.get(task.job.name) ?? []), task]);
  const lanes = await Promise.all([...byJob.values()].map((lane) => performInTurn(lane, clock, perform)));
  const results = lanes.flat();
  return {
    ended: results.flatMap((result) => ('performed' in result && result.performed ? [result.performed] : [])),
    errors: results.flatMap((result) => ('error' in result ? [result.error] : [])),
  };
}

type Result = { readonly performed: Performed | undefined } | { readonly error: unknown };

async function performInTurn(
  lane: readonly Task[],
  clock: Pick<Clock, 'now'>,
  perform: (task: Task) => Promise<Performed | undefined>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  let busyUntil = Number.NEGATIVE_INFINITY;
  for (const task of lane) {
    const overlap = { code: 'overlap', reason: 'an earlier run of the job was still going when it came due' };
    const late = task.job.overlap === 'skip' && task.scheduledFor < busyUntil && task.skipped === undefined;
    try {
      results.push({ performed: await perform(late ? { ...task, skipped: overlap } : task) });
    } catch (error) {
      results.push({ error });
    }
    if (!late && task.skipped === undefined) busyUntil = clock.now();
  }
  return results;
}
