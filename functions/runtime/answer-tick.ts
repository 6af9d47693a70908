import type { Answer } from './answer.ts';
import type { Desk } from './desk.ts';
import { performWork } from './perform-work.ts';
import type { Stage } from './stage.ts';
import type { Almanac } from './task.ts';
import { tickWork } from './tick-work.ts';

/** A tick with a durable journal: what is due since the last one, and what others have left. */
export async function answerTick(eventTime: number, almanac: Almanac, desk: Desk): Promise<Answer> {
  const { journal, register } = await desk.records();
  const { tasks, entered, note } = await tickWork(eventTime, almanac, { ...desk, journal, register });
  if (tasks.length === 0 && entered.length === 0) return { summaries: [] };
  const { performEntered } = await import('./entered-run.ts');
  const { performTask } = await import('./perform-task.ts');
  const work = async (stage: Stage) => [
    ...entered.map((entry) => ({
      run: entry.run,
      perform: () => performEntered(entry, almanac, stage),
    })),
    ...tasks.map((task) => ({ run: task.run, perform: () => performTask(task, stage) })),
  ];
  const answer = await performWork(desk, work, { patient: false });
  await note?.();
  return answer;
}
