import type { Job, Schedule } from '../../../maintenance/schedule/schedule.ts';
import { comesByItself, needsTick, type TickReason } from './needs-tick.ts';
import { timerExpression } from './timer-expression.ts';
import { type PlanningTime, tickTrigger, type WantedTrigger } from './wanted-trigger.ts';

/** The triggers that a schedule is to have, and why these. */
export type TriggerPlan = {
  /** `exact`: one for each time of the jobs. `tick`: one that names no job, and asks what is due. `none`: no job comes any more by itself. */
  readonly kind: 'exact' | 'tick' | 'none';
  readonly triggers: readonly WantedTrigger[];
  /** Why a tick where there is one. */
  readonly reasons: readonly TickReason[];
};

/** Of one function, in FunctionGraph. */
const mostTriggers = 10;

/** FunctionGraph's limit is 2 KB. */
const longestUserEvent = 2_047;

/**
 * An exact trigger for every time of the jobs, or one tick where that would be too many or a job needs one. `tick`
 * asks for the tick in any case. Throws a RangeError for an unknown zone.
 */
export function planTriggers(schedule: Schedule, time: PlanningTime, { tick = false } = {}): TriggerPlan {
  const timed = schedule.jobs.filter((job) => comesByItself(job, time));
  if (timed.length === 0 && !schedule.journal) return { kind: 'none', triggers: [], reasons: [] };
  const asked: TickReason = { job: null, code: 'tick.asked', reason: 'a tick was asked for' };
  const reasons = [...(tick ? [asked] : []), ...needsTick(schedule, time)];
  const exact = reasons.length > 0 ? [] : exactTriggers(timed);
  const unfit = reasons.length > 0 ? [] : doNotFit(exact);
  if (reasons.length === 0 && unfit.length === 0) return { kind: 'exact', triggers: exact, reasons: [] };
  const jobs = timed.map(({ name }) => name);
  return {
    kind: 'tick',
    triggers: [{ ...tickTrigger(schedule, time), jobs }],
    reasons: [...reasons, ...unfit],
  };
}

/** The schedule of an exact trigger for a job; `undefined` for one that has no cron or cannot have such a trigger. */
export function exactSchedule({ cron, timezone }: Pick<Job, 'cron' | 'timezone'>): string | undefined {
  const expression = cron && timerExpression(cron);
  return expression?.ok ? `CRON_TZ=${timezone} ${expression.text}` : undefined;
}

function exactTriggers(jobs: readonly Job[]): readonly WantedTrigger[] {
  const bySchedule = new Map<string, string[]>();
  for (const job of jobs) {
    const schedule = exactSchedule(job) ?? '';
    bySchedule.set(schedule, [...(bySchedule.get(schedule) ?? []), job.name]);
  }
  const names = triggerNames([...bySchedule.values()]);
  return [...bySchedule].map(([schedule, named], at) => ({
    name: names[at] ?? '',
    schedule,
    userEvent: userEventOf(named),
    jobs: named,
  }));
}

function doNotFit(triggers: readonly WantedTrigger[]): readonly TickReason[] {
  const long = triggers.find(({ userEvent }) => userEvent.length > longestUserEvent);
  return [
    ...(triggers.length > mostTriggers
      ? [
          reasonOf(
            'triggers.many',
            `the jobs have ${triggers.length} different times, and a function has at most ${mostTriggers} triggers`,
          ),
        ]
      : []),
    ...(long
      ? [
          reasonOf(
            'triggers.names',
            `the names of the ${long.jobs.length} jobs at ${long.schedule} do not fit into the 2 KB of a user_event`,
          ),
        ]
      : []),
  ];
}

function reasonOf(code: TickReason['code'], reason: string): TickReason {
  return { job: null, code, reason };
}

/** FunctionGraph takes a letter first, and then letters, digits, - and _. */
const longestName = 64;

/** A name for each trigger, after the first of its jobs; none twice, and the same for the same jobs. */
function triggerNames(jobsOfTriggers: readonly (readonly string[])[]): readonly string[] {
  const taken = new Set<string>();
  return jobsOfTriggers.map(([first = '', ...others]) => {
    const more = others.length === 0 ? '' : `-and-${others.length}-more`;
    const lettered = /^[A-Za-z]/.test(first) ? first : `job-${first}`;
    const name = firstFree(lettered, more, taken);
    taken.add(name);
    return name;
  });
}

function firstFree(stem: string, end: string, taken: ReadonlySet<string>): string {
  for (let count = 1; ; count += 1) {
    const tail = count === 1 ? end : `${end}-${count}`;
    const name = stem.slice(0, longestName - tail.length) + tail;
    if (!taken.has(name)) return name;
  }
}

/** What a timer carries that names jobs, as `runtime/event-schema.ts` reads it. Names of jobs are ASCII. */
function userEventOf(jobs: readonly string[]): string {
  const [only, ...others] = jobs;
  return JSON.stringify(others.length === 0 ? { job: only } : { jobs });
}
