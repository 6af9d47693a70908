import { CodedError } from '../foundation/coded-error.ts';
import { type Answer, unknownRun } from './answer.ts';
import { answerTick } from './answer-tick.ts';
import type { Invocation } from './invocation.ts';
import { type Request, understoodEvents } from './request.ts';
import type { Task } from './task.ts';
import type { Runnable } from './tasks-of-request.ts';

/** What can be answered once the schedule is loaded. */
export type Answerable = Exclude<Request, { kind: 'not-understood' }>;

/**
 * Does what a request asks for. Tasks of one request go side by side. Throws `CodedError` when nothing of it can
 * be carried out: no credentials, or a timer that names no job of the schedule (nobody reads a timer's answer).
 * What an idle tick, which most are, has no use for is loaded where it is used.
 */
export async function answerRequest(request: Answerable, invocation: Invocation): Promise<Answer> {
  if (request.kind === 'continue') return continueAsked(request.run, invocation);
  if (request.kind === 'tick') return answerTick(request.at, invocation);
  if (request.kind === 'command' || request.kind === 'cancel') {
    const { answerCommand } = await import('./answer-command.ts');
    return answerCommand(request, invocation);
  }
  const { tasksOf } = await import('./tasks-of-request.ts');
  const found = await tasksOf(request, invocation);
  if ('refusal' in found) {
    if (request.kind === 'timer-jobs')
      throw new CodedError('job.unknown', `the timer's user_event: ${found.refusal}`);
    return { started: false, reason: found.refusal, understood: understoodEvents };
  }
  return answerTasks(request, found.tasks, invocation);
}

async function answerTasks(
  request: Runnable,
  tasks: readonly Task[],
  invocation: Invocation,
): Promise<Answer> {
  if (request.dryRun) {
    const { showPlans } = await import('./run-by-hand.ts');
    return showPlans(tasks, invocation);
  }
  const { beginRuns } = await import('./begin-run.ts');
  const [byHand] = tasks;
  if (byHand && request.kind !== 'timer-jobs') {
    const { runByHand } = await import('./run-by-hand.ts');
    // A plan that was made already is carried out as it is: a second look might find another world.
    return runByHand(byHand, request.confirm, invocation, (planned) =>
      beginRuns([byHand], invocation, planned),
    );
  }
  return beginRuns(tasks, invocation);
}

async function continueAsked(run: string, invocation: Invocation): Promise<Answer> {
  const { carryOutSideBySide } = await import('./answer-runs.ts');
  const { continueRun } = await import('./carry-out-run.ts');
  const answer = await carryOutSideBySide(
    [{ run, carryOut: () => continueRun(run, invocation, { patient: true }) }],
    invocation,
  );
  const found = 'summaries' in answer && (answer.summaries.length > 0 || answer.unfinished !== undefined);
  return found ? answer : { started: false, reason: unknownRun(run) };
}
