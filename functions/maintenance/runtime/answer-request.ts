import { CodedError } from '../foundation/coded-error.ts';
import type { Answer } from '../invocation/answer.ts';
import type { Desk } from '../invocation/desk.ts';
import { type Request, understoodEvents } from '../invocation/request.ts';
import type { Almanac, Task } from '../invocation/task.ts';
import { type Tasks, tasksOf } from '../invocation/tasks-of-request.ts';
import type { Plan } from '../plan/plan.ts';

/** What can be answered once the schedule is loaded. */
export type Answerable = Exclude<Request, { kind: 'not-understood' }>;

/**
 * Does what a request asks for. Tasks of one request go side by side. Throws `CodedError` when nothing of it can
 * be carried out: no credentials, or a timer that names no job of the schedule (nobody reads a timer's answer).
 */
export async function answerRequest(request: Answerable, desk: Desk): Promise<Answer> {
  if (request.kind === 'command' || request.kind === 'cancel') {
    const { answerCommand } = await import('./answer-command.ts');
    return answerCommand(request, desk);
  }
  if (request.kind === 'continue') {
    return continueAsked(request.run, desk);
  }
  const { schedule } = desk;
  const almanac: Almanac = { schedule, zoneOffset: desk.zoneOffset, calendars: await desk.calendars() };
  if (request.kind === 'tick' && schedule.journal) {
    const { answerTick } = await import('../invocation/answer-tick.ts');
    return answerTick(request.at, almanac, desk);
  }
  const found = await findTasks(request, desk, almanac);
  if ('refusal' in found) {
    if (request.kind === 'timer-jobs')
      throw new CodedError('job.unknown', `the timer's user_event: ${found.refusal}`);
    return { started: false, reason: found.refusal, understood: understoodEvents };
  }
  const { tasks } = found;
  if (tasks.length === 0) return { summaries: [] };
  if ('dryRun' in request && request.dryRun) {
    const { showPlans } = await import('../invocation/run-by-hand.ts');
    return { plans: await showPlans(tasks, desk) };
  }
  const [byHand] = tasks;
  if (byHand && (request.kind === 'job' || request.kind === 'instances' || request.kind === 'retry-failed')) {
    const { runByHand } = await import('../invocation/run-by-hand.ts');
    return runByHand(byHand, request.confirm, desk, (planned) => perform([byHand], desk, planned));
  }
  return perform(tasks, desk);
}

async function continueAsked(run: string, desk: Desk): Promise<Answer> {
  const { performWork } = await import('../invocation/perform-work.ts');
  const { continueRun } = await import('../invocation/perform-task.ts');
  const answer = await performWork(desk, async (stage) => [{ run, perform: () => continueRun(run, stage) }]);
  const found = 'summaries' in answer && (answer.summaries.length > 0 || answer.unfinished !== undefined);
  if (found) return answer;
  return {
    started: false,
    reason: `nothing is known here of a run "${run}" - expected one that status shows`,
  };
}

async function findTasks(
  request: Exclude<Answerable, { kind: 'command' | 'cancel' | 'continue' }>,
  { clock, invocation, records }: Desk,
  almanac: Almanac,
): Promise<Tasks> {
  const origin = { requestId: invocation.requestId, now: clock.now() };
  if (request.kind !== 'retry-failed') return tasksOf(request, almanac, origin);
  const { retryTask } = await import('../invocation/retry-task.ts');
  return retryTask(request, (await records()).journal, almanac, origin);
}

/** A plan that was made already is carried out as it is: a second look might find another world. */
async function perform(tasks: readonly Task[], desk: Desk, planned?: Plan): Promise<Answer> {
  // An idle tick, which most are, loads neither.
  const { performWork } = await import('../invocation/perform-work.ts');
  const { performTask } = await import('../invocation/perform-task.ts');
  return performWork(
    desk,
    async (stage) => tasks.map((task) => ({ run: task.run, perform: () => performTask(task, stage) })),
    { planned },
  );
}
