import type { Performed } from './perform-task.ts';
import type { Task } from './task.ts';

/** The runs that ended, in the order of their tasks, and the bugs that kept others from ending. */
export type PerformedTasks = { readonly ended: readonly Performed[]; readonly errors: readonly unknown[] };

/**
 * Performs the tasks of different jobs side by side and those of one job one after another: two runs of a job are
 * on the same instances. A bug in one task leaves the others alone.
 */
export async function performSideBySide(
  tasks: readonly Task[],
  perform: (task: Task) => Promise<Performed | undefined>,
): Promise<PerformedTasks> {
  const byJob = new Map<string, Task[]>();
  for (const task of tasks) byJob.set(task.job.name, [...(byJob.get(task.job.name) ?? []), task]);
  const lanes = await Promise.all([...byJob.values()].map((lane) => performInTurn(lane, perform)));
  const results = lanes.flat();
  return {
    ended: results.flatMap((result) => ('performed' in result && result.performed ? [result.performed] : [])),
    errors: results.flatMap((result) => ('error' in result ? [result.error] : [])),
  };
}

type Result = { readonly performed: Performed | undefined } | { readonly error: unknown };

async function performInTurn(
  lane: readonly Task[],
  perform: (task: Task) => Promise<Performed | undefined>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (const task of lane) {
    try {
      results.push({ performed: await perform(task) });
    } catch (error) {
      results.push({ error });
    }
  }
  return results;
}
