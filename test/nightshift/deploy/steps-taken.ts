import type { ActualFunction, DeployRecord } from '../../../functions/nightshift/deploy/function/actual.ts';
import type { Goal } from '../../../functions/nightshift/deploy/function/goal.ts';
import { triggersAfter } from '../../../functions/nightshift/deploy/plan-timers.ts';
import type { Step } from '../../../functions/nightshift/deploy/step.ts';

/** What a function is after a step, as FunctionGraph would have it. */
export function after(
  actual: ActualFunction | undefined,
  step: Step,
  goal: Goal,
  nth: number,
): ActualFunction {
  if (step.kind === 'create-function') return created(goal, step.record);
  if (!actual) throw new Error(`${step.kind} of a function that is not there`);
  switch (step.kind) {
    case 'update-config':
      return { ...actual, ...configured(goal, actual, step.record) };
    case 'update-code':
      return { ...actual, digest: goal.code.digest, codeSize: goal.code.bytes };
    case 'limit-instances':
      return { ...actual, maxInstanceNum: step.most };
    case 'set-policy':
      return { ...actual, asyncPolicy: step.policy };
    case 'drop-policy':
      return { ...actual, asyncPolicy: undefined };
    case 'create-timer':
    case 'turn-timer':
    case 'delete-timer':
      return { ...actual, triggers: triggersAfter(actual.triggers, step, `new-${nth}`) };
    case 'delete-version':
      return { ...actual, versions: actual.versions.filter((version) => version !== step.version) };
    case 'publish':
      return { ...actual, versions: [...actual.versions, step.version] };
    default:
      return step satisfies never;
  }
}

function configured(goal: Goal, actual: ActualFunction, record: DeployRecord) {
  const { handler, memorySize, timeout, description, variables } = goal;
  return {
    ...{ handler, memorySize, timeout, description, variables, record },
    xrole: goal.xrole ?? actual.xrole,
    appXrole: goal.appXrole ?? actual.appXrole,
    enableLtsLog: goal.enableLtsLog ?? actual.enableLtsLog,
  };
}

function created(goal: Goal, record: DeployRecord): ActualFunction {
  const { runtime, handler, memorySize, timeout, description, variables, code } = goal;
  return {
    ...{ runtime, handler, memorySize, timeout, description, variables, record },
    digest: code.digest,
    codeSize: code.bytes,
    xrole: goal.xrole ?? '',
    appXrole: goal.appXrole ?? '',
    maxInstanceNum: 400,
    enableLtsLog: goal.enableLtsLog,
    logGroupId: undefined,
    logStreamId: undefined,
    asyncPolicy: undefined,
    triggers: [],
    versions: [],
  };
}
