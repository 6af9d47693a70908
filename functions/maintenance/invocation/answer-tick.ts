import type { Answer } from './answer.ts';
import type { Desk } from './desk.ts';
import type { Stage } from './stage.ts';
import type { Almanac, Task } from './task.ts';
import { tickWork } from './tick-work.ts';

/** A tick with a durable journal: what is due since the last one, and what others have left. */
export async function answerTick(eventTime: number, almanac: Almanac, desk: Desk): Promise<Answer> {
  const { journal, register } = await desk.records();
  const { tasks, entered, note } = await tickWork(eventTime, almanac, { ...desk, journal, register });
  if (tasks.length === 0 && entered.length === 0) return { summaries: [] };
  const { performWork } = await import('./perform-work.ts');
  const { performEntered } = await import('./entered-run.ts');
  const { performTask } = await import('./perform-task.ts');
  let inHand = 0;
  const performAndCount = async (task: Task, stage: Stage) => {
    const performed = await performTask(task, stage);
    if (performed.kind === 'told' || performed.left !== undefined) inHand += 1;
    return performed;
  };
  const work = async (stage: Stage) => [
    ...entered.map((entry) => ({
      run: entry.run,
      perform: () => performEntered(entry, almanac, stage),
    })),
    ...tasks.map((task) => ({ run: task.run, perform: () => performAndCount(task, stage) })),
  ];
  const answer = await performWork(desk, work, { patient: false });
  // Of what waits, or was begun by others, nobody may have written what it was to tell.
  if (inHand === tasks.length) await note?.();
  return answer;
}
