import type { ActualFunction, DeployRecord } from './function/actual.ts';
import type { Goal } from './function/goal.ts';
import { samePolicy, settingDifferences, variableDifferences } from './function-differences.ts';
import { sortTriggers } from './sort-triggers.ts';
import type { Step } from './step.ts';
import { dueVersion, fingerprintOf, type Hash } from './version-names.ts';

/**
 * The steps from what is there to the goal. Timers come after all that they would fire into; what is written down
 * about them comes before they are made and is struck out after they are gone, so that wherever the steps end, nothing
 * of deploy's is taken for somebody else's.
 */
export function planSteps(actual: ActualFunction | undefined, goal: Goal, hash: Hash): readonly Step[] {
  return [
    ...planFunction(actual, goal),
    ...planPolicy(actual, goal),
    ...planTimers(actual, goal),
    ...planLast(actual, goal, hash),
  ];
}

function planFunction(actual: ActualFunction | undefined, goal: Goal): readonly Step[] {
  if (!actual) {
    const record = recordOf(undefined, goal);
    return [{ kind: 'create-function', record }, ...limitInstances(undefined, goal)];
  }
  const record = recordOf(actual, goal);
  const because = configDifferences(actual, goal);
  if (because.length === 0 && !sameRecord(actual.record, record)) because.push("deploy's notes");
  return [
    ...(because.length > 0 ? [{ kind: 'update-config', record, because } as const] : []),
    ...(actual.digest === goal.code.digest ? [] : [{ kind: 'update-code' } as const]),
    ...limitInstances(actual, goal),
  ];
}

const withOwnStep = ['most instances', 'asynchronous invocations', 'runtime'];

function configDifferences(actual: ActualFunction, goal: Goal): string[] {
  return [...settingDifferences(actual, goal), ...variableDifferences(actual, goal)]
    .map(({ what }) => what)
    .filter((what) => !withOwnStep.includes(what));
}

function limitInstances(actual: ActualFunction | undefined, { maxInstanceNum: most }: Goal): readonly Step[] {
  return most === undefined || most === actual?.maxInstanceNum ? [] : [{ kind: 'limit-instances', most }];
}

function planPolicy(actual: ActualFunction | undefined, { asyncPolicy: policy }: Goal): readonly Step[] {
  if (policy === 'as it is') return [];
  const present = actual?.asyncPolicy;
  if (policy === undefined) return present && actual?.record?.async ? [{ kind: 'drop-policy' }] : [];
  return present && samePolicy(present, policy) ? [] : [{ kind: 'set-policy', policy }];
}

/** Never two of a changed timer, and none of it only between two calls. */
function planTimers(actual: ActualFunction | undefined, goal: Goal): readonly Step[] {
  if (goal.timers === undefined) return [];
  const { absent, other, turned, surplus } = sortTriggers(actual, goal.timers, goal);
  return [
    ...surplus.flatMap(({ id, timer }): Step[] =>
      timer ? [{ kind: 'delete-timer', id, timer, because: 'surplus' }] : [],
    ),
    ...absent.map((timer): Step => ({ kind: 'create-timer', timer })),
    ...turned.map(({ trigger, timer }): Step => ({ kind: 'turn-timer', id: trigger.id, timer })),
    ...other.flatMap(({ trigger, timer }): Step[] => [
      { kind: 'delete-timer', id: trigger.id, timer: trigger.timer ?? timer, because: 'changed' },
      { kind: 'create-timer', timer },
    ]),
  ];
}

function planLast(actual: ActualFunction | undefined, goal: Goal, hash: Hash): readonly Step[] {
  const record = finalRecord(actual, goal);
  const tidy: readonly Step[] =
    actual?.record && !sameRecord(recordOf(actual, goal), record)
      ? [{ kind: 'update-config', record, because: ["deploy's notes"] }]
      : [];
  const due = dueVersion(actual?.versions ?? [], fingerprintOf(configOf(actual, goal, record), hash));
  return [
    ...tidy,
    ...(due?.remove ?? []).map((version): Step => ({ kind: 'delete-version', version })),
    ...(due ? [{ kind: 'publish', version: due.publish } as const] : []),
  ];
}

/** What a function will be configured with once the goal is reached. */
function configOf(actual: ActualFunction | undefined, goal: Goal, record: DeployRecord) {
  const { runtime, handler, memorySize, timeout, description, variables, code } = goal;
  return {
    ...{ runtime, handler, memorySize, timeout, description, variables, record },
    digest: code.digest,
    codeSize: code.bytes,
    xrole: goal.xrole ?? actual?.xrole ?? '',
    appXrole: goal.appXrole ?? actual?.appXrole ?? '',
    maxInstanceNum: undefined,
    enableLtsLog: undefined,
    logGroupId: undefined,
    logStreamId: undefined,
  };
}

/** What is to be written down while the steps go on: all that is deploy's, and all that will be. */
function recordOf(actual: ActualFunction | undefined, goal: Goal): DeployRecord {
  const final = finalRecord(actual, goal);
  const there = new Set((actual?.triggers ?? []).map(({ name }) => name));
  const still = (actual?.record?.timers ?? []).filter((name) => there.has(name));
  return {
    ...final,
    timers: [...new Set([...final.timers, ...still])],
    async: final.async || (actual?.record?.async === true && actual.asyncPolicy !== undefined),
  };
}

function finalRecord(actual: ActualFunction | undefined, goal: Goal): DeployRecord {
  const { record } = actual ?? {};
  return {
    made: actual === undefined || record?.made === true,
    timers: goal.timers === undefined ? (record?.timers ?? []) : goal.timers.map(({ name }) => name),
    async: goal.asyncPolicy === 'as it is' ? record?.async === true : goal.asyncPolicy !== undefined,
    secrets: goal.secrets,
  };
}

function sameRecord(one: DeployRecord | undefined, other: DeployRecord): boolean {
  const written = (record: DeployRecord) =>
    JSON.stringify([record.made, record.timers.toSorted(), record.async, record.secrets]);
  return one !== undefined && written(one) === written(other);
}
