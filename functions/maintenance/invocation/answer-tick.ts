import type { Answer } from './answer.ts';
import type { Invocation } from './invocation.ts';
import type { Task } from './task.ts';
import { tickWork } from './tick-work.ts';

/** A tick with a durable journal: what is due since the last one, and what others have left. */
export async function answerTick(eventTime: number, invocation: Invocation): Promise<Answer> {
  const { tasks, openRuns, note } = await tickWork(eventTime, invocation);
  if (tasks.length === 0 && openRuns.length === 0) return { summaries: [] };
  const { carryOutSideBySide } = await import('./side-by-side.ts');
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
