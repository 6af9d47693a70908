import type { ActualFunction, ActualTrigger, DeployRecord } from './function/actual.ts';
import type { Difference } from './function/difference.ts';
import type { Goal } from './function/goal.ts';
import type { Timer } from './serverless/deployment.ts';

/** A function's triggers sorted by what is to become of each. */
type SortedTriggers = {
  /** Wanted, and not there. */
  readonly absent: readonly Timer[];
  /** There with another schedule or event. FunctionGraph changes neither in place. */
  readonly other: readonly { readonly trigger: ActualTrigger; readonly timer: Timer }[];
  /** There and the same but for their status. */
  readonly turned: readonly { readonly trigger: ActualTrigger; readonly timer: Timer }[];
  /** Ours and wanted no more, or one of ours that is there twice. */
  readonly surplus: readonly ActualTrigger[];
  /** What stands in for a timer of ours while that is made anew, or was left over. */
  readonly standIns: readonly { readonly trigger: ActualTrigger; readonly of: string }[];
  /** Not made by deploy. */
  readonly foreign: readonly ActualTrigger[];
};

/** A function as far as its triggers go. */
export type Triggered = Pick<ActualFunction, 'triggers'> & {
  readonly record: Pick<DeployRecord, 'timers'> | undefined;
};

/** FunctionGraph takes no longer name of a trigger. */
const longestName = 64;
const standInEnd = '-stand-in';

/** What the timer is called that is there in case another one, which has to be taken away, cannot be made anew. */
export function standInName(name: string): string {
  return name.slice(0, longestName - standInEnd.length) + standInEnd;
}

/**
 * Sorts a function's triggers. A TIMER trigger is ours when the record names it, or the one that it stands in for;
 * `adopts` takes namesakes over.
 */
export function sortTriggers(
  actual: Triggered | undefined,
  wanted: readonly Timer[],
  { adopts }: { readonly adopts: boolean },
): SortedTriggers {
  const { record, triggers = [] } = actual ?? {};
  const names = new Set([...(record?.timers ?? []), ...(adopts ? wanted.map(({ name }) => name) : [])]);
  const isOurs = ({ timer }: ActualTrigger) => timer !== undefined && names.has(timer.name);
  const ours = triggers.filter(isOurs);
  const standsFor = new Map([...names].map((name) => [standInName(name), name]));
  const standIns = triggers.flatMap((trigger) => {
    const of = isOurs(trigger) || !trigger.timer ? undefined : standsFor.get(trigger.name);
    return of === undefined ? [] : [{ trigger, of }];
  });
  const isStandIn = (trigger: ActualTrigger) => standIns.some((each) => each.trigger === trigger);
  const claimed = new Set<ActualTrigger>();
  const absent: Timer[] = [];
  const other: { trigger: ActualTrigger; timer: Timer }[] = [];
  const turned: { trigger: ActualTrigger; timer: Timer }[] = [];
  for (const timer of wanted) {
    const named = ours.filter(({ name }) => name === timer.name);
    const trigger = named.find((each) => each.timer && sameSchedule(each.timer, timer)) ?? named[0];
    if (!trigger?.timer) {
      absent.push(timer);
      continue;
    }
    claimed.add(trigger);
    if (!sameSchedule(trigger.timer, timer)) other.push({ trigger, timer });
    else if (trigger.timer.status !== timer.status) turned.push({ trigger, timer });
  }
  return {
    absent,
    other,
    turned,
    surplus: ours.filter((trigger) => !claimed.has(trigger)),
    standIns,
    foreign: triggers.filter((trigger) => !isOurs(trigger) && !isStandIn(trigger)),
  };
}

/** Whether deploy made a trigger: a timer that it has written down, or what stands in for one. */
export function isOwnTimer(
  { timer, name }: ActualTrigger,
  { timers }: Pick<DeployRecord, 'timers'>,
): boolean {
  return timer !== undefined && timers.some((own) => own === name || standInName(own) === name);
}

/** Which triggers are not as they are wanted, and which are somebody else's. */
export function timerDifferences(actual: ActualFunction | undefined, goal: Goal): readonly Difference[] {
  if (goal.timers === undefined) return [];
  const { absent, other, turned, surplus, standIns, foreign } = sortTriggers(actual, goal.timers, goal);
  return [
    ...absent.map((timer) => ({ sign: '+' as const, what: `timer ${timer.name}`, to: writeTimer(timer) })),
    ...other.map(({ trigger, timer }) => ({
      sign: '~' as const,
      what: `timer ${timer.name}`,
      from: trigger.timer ? writeTimer(trigger.timer) : '',
      to: writeTimer(timer),
      note: 'deleted and created again: FunctionGraph cannot change the schedule of a timer',
    })),
    ...turned.map(({ trigger, timer }) => ({
      sign: '~' as const,
      what: `timer ${timer.name}`,
      from: trigger.timer?.status ?? '',
      to: timer.status,
    })),
    ...surplus.map((trigger) => ({
      sign: '-' as const,
      what: `timer ${trigger.name}`,
      from: trigger.timer ? writeTimer(trigger.timer) : '',
    })),
    ...standIns.map(({ trigger, of }) => ({
      sign: '-' as const,
      what: `timer ${trigger.name}`,
      from: trigger.timer ? writeTimer(trigger.timer) : '',
      note: `stood in for ${of} while that was created again`,
    })),
    ...foreign.map(({ type, name, id }) => ({
      sign: '=' as const,
      what: `${type} trigger ${name === '' ? id : name}`,
      note: 'not made by deploy, left alone',
    })),
  ];
}

/** Whether two timers come at the same times with the same. */
export function sameSchedule(one: Timer, other: Timer): boolean {
  return (
    one.scheduleType === other.scheduleType &&
    one.schedule === other.schedule &&
    one.userEvent === other.userEvent
  );
}

/** A timer in a line. */
export function writeTimer({ status, schedule, userEvent }: Timer): string {
  const event = userEvent === '' ? '' : ` with ${userEvent}`;
  return `${schedule}${event}${status === 'ACTIVE' ? '' : `, ${status}`}`;
}
