import type { Answer } from './answer.ts';
import type { Invocation } from './invocation.ts';
import type { Task } from './task.ts';
import { tickWork } from './tick-work.ts';

/** A tick with a durable journal: what is due since the last one, and what others have left. */
export async function answerTick(eventTime: number, invocation: Invocation): Promise<Answer> {
  const { tasks, openRuns, note } = await tickWork(eventTime, invocation);
  if (tasks.length === 0 && openRuns.length === 0) return { summaries: [] };
  const { carryOutRuns } = await import('./carry-out-runs.ts');
  const { resumeRun } = await import('./resume-run.ts');
  const { carryOutTask } = await import('./carry-out-task.ts');
  let inHand = 0;
  const carryOutAndCount = async (task: Task) => {
    const done = await carryOutTask(task, invocation);
    if (done.kind === 'told' || done.left !== undefined) inHand += 1;
    return done;
  };
  const work = [
    ...openRuns.map((entry) => ({ run: entry.run, carryOut: () => resumeRun(entry, invocation) })),
    ...tasks.map((task) => ({ run: task.run, carryOut: () => carryOutAndCount(task) })),
  ];
  const answer = await carryOutRuns(work, invocation);
  // Of what waits, or was begun by others, nobody may have written what it was to tell.
  if (inHand === tasks.length) await note?.();
  return answer;
}
