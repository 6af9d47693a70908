import type { Clock } from '../../maintenance/foundation/clock.ts';
import { writePolicyBody } from './account/async-policy-body.ts';
import type { FunctionAccount } from './account/function-account.ts';
import { codeBody, configBody, timerBody } from './account/function-body.ts';
import type { ActualFunction } from './function/actual.ts';
import type { Goal } from './function/goal.ts';
import { othersWrote, sentBy } from './others-wrote.ts';
import type { Zip } from './pack/pack-function.ts';
import { type DeployPlan, sha256 } from './plan-deploy.ts';
import { planSteps } from './plan-steps.ts';
import type { Attended, Outcome } from './progress.ts';
import { isHalfChanged, mendingSteps, silenceText } from './standing-timers.ts';
import { type Step, tellStep } from './step.ts';
import { takeSteps } from './take-steps.ts';

/** What steps are taken with, besides the account. */
type Attendance = {
  readonly clock: Clock;
  readonly say: (line: string) => void;
  readonly attended: Attended;
};

/**
 * Takes the steps to the goal of a function, as long as nobody else writes to it. Where a timer that was taken away cannot
 * be made anew, what is there in its place lets jobs run, or it is made as it was.
 */
export function deployFunction(
  { account, actual, goal, zip }: DeployPlan,
  { clock, say, attended }: Attendance,
): Promise<Outcome> {
  const { name, mark } = goal;
  return takeSteps<ActualFunction | undefined, Step>(
    {
      read: () => account.read(),
      plan: (state) => planSteps(state, goal, sha256),
      take: (step) => carryOut(step, account, { goal, zip }),
      tell: tellStep,
      say,
      clock,
      attended,
      intrusion: (before, now, step) => othersWrote({ name, before, step: step && sentBy(step), mark }, now),
      claims: actual !== undefined,
      isHalfChanged: (state) => isHalfChanged(actual, state, goal),
      mend: (state) => mendingSteps(actual, state, goal),
      meaning: (state, unseen) => silenceText(actual, state, goal, unseen),
    },
    actual,
  );
}

/** The goal of the steps, and the zip with its code. */
type Means = { readonly goal: Goal; readonly zip: Zip };

/** Makes the call of a step. */
export function carryOut(step: Step, account: FunctionAccount, { goal, zip }: Means): Promise<void> {
  switch (step.kind) {
    case 'create-function':
      return account.act('createFunction', {
        body: {
          ...configBody(goal, step.record),
          package: goal.packageName,
          type: 'v2',
          ...codeBody(zip),
        },
      });
    case 'update-config':
      return account.act('updateFunctionConfig', { body: configBody(goal, step.record) });
    case 'update-code':
      return account.act('updateFunctionCode', { body: codeBody(zip) });
    case 'limit-instances':
      return account.act('updateFunctionMaxInstanceConfig', { body: { max_instance_num: step.most } });
    case 'set-policy':
      return account.act('updateFunctionAsyncInvokeConfig', { body: writePolicyBody(step.policy) });
    case 'drop-policy':
      return account.act('deleteFunctionAsyncInvokeConfig');
    case 'create-timer':
      return account.act('createFunctionTrigger', { body: timerBody(step.timer) });
    case 'turn-timer':
      return account.act('updateTrigger', {
        trigger_type_code: 'TIMER',
        trigger_id: step.id,
        body: { trigger_status: step.timer.status },
      });
    case 'delete-timer':
      return account.act('deleteFunctionTrigger', { trigger_type_code: 'TIMER', trigger_id: step.id });
    case 'delete-version':
      return account.act('deleteFunction', {}, step.version);
    case 'publish':
      return account.act('createFunctionVersion', {
        body: { version: step.version, description: 'published by nightshift deploy' },
      });
    default:
      return step satisfies never;
  }
}
