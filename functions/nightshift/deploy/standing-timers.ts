import type { ActualFunction, ActualTrigger } from './function/actual.ts';
import type { Goal } from './function/goal.ts';
import { triggersAfter } from './plan-timers.ts';
import type { Timer } from './serverless/deployment.ts';
import { standInName, writeTimer } from './sort-triggers.ts';
import type { Step } from './step.ts';

type Wanted = Pick<Goal, 'name' | 'timers'>;

/** The timers that are to come, and of which none does: neither they, before or after a change, nor their stand-ins. */
function silentTimers(now: ActualFunction | undefined, { timers = [] }: Wanted): readonly Timer[] {
  const names = new Set((now?.triggers ?? []).filter(comes).map(({ name }) => name));
  return timers.filter(
    ({ status, name }) => status === 'ACTIVE' && !names.has(name) && !names.has(standInName(name)),
  );
}

/** The timers that came when a deploy began, and do not any more. */
function lostTimers(
  first: ActualFunction | undefined,
  now: ActualFunction | undefined,
): readonly ActualTrigger[] {
  const left = new Set((now?.triggers ?? []).filter(comes).map(({ name }) => name));
  return (first?.triggers ?? []).filter((trigger) => comes(trigger) && !left.has(trigger.name));
}

/** What stands in for a timer, and comes beside it. */
function doubledTimers(now: ActualFunction | undefined, { timers = [] }: Wanted): readonly ActualTrigger[] {
  const on = (now?.triggers ?? []).filter(comes);
  const names = new Set(on.map(({ name }) => name));
  const wanted = new Set(timers.map(({ name }) => name));
  const ends = new Set(
    timers
      .map(({ name }) => name)
      .filter((name) => names.has(name))
      .map(standInName),
  );
  return on.filter(({ name }) => ends.has(name) && !wanted.has(name));
}

/**
 * Whether deploy has taken a timer away of which nothing has come into its place yet, or both come: so it must not stay,
 * whoever interrupts and whatever is refused.
 */
export function isHalfChanged(
  first: ActualFunction | undefined,
  now: ActualFunction | undefined,
  wanted: Wanted,
): boolean {
  const isSilent = lostTimers(first, now).length > 0 && silentTimers(now, wanted).length > 0;
  return isSilent || doubledTimers(now, wanted).length > 0;
}

/**
 * What lets jobs run again where a timer cannot be made anew, the first that goes: what is there already and only turned
 * off, and else what was there before.
 */
export function mendingSteps(
  first: ActualFunction | undefined,
  now: ActualFunction | undefined,
  wanted: Wanted,
): readonly Step[] {
  const there = now?.triggers ?? [];
  const doubled = doubledTimers(now, wanted).flatMap(({ id, timer }): readonly Step[] =>
    timer ? [{ kind: 'delete-timer', id, timer, because: 'surplus' }] : [],
  );
  const turned = silentTimers(now, wanted).flatMap(({ name }): readonly Step[] => {
    const names = [name, standInName(name)];
    const ready = there.filter((each) => each.timer && names.includes(each.name));
    const [one] = ready.toSorted((a, b) => names.indexOf(a.name) - names.indexOf(b.name));
    return one?.timer ? [{ kind: 'turn-timer', id: one.id, timer: { ...one.timer, status: 'ACTIVE' } }] : [];
  });
  const again = lostTimers(first, now).flatMap(({ name, timer }): readonly Step[] => {
    const left = there.find((each) => each.timer && each.name === name);
    if (!timer) return [];
    return [left ? { kind: 'turn-timer', id: left.id, timer } : { kind: 'create-timer', timer }];
  });
  return [...doubled, ...turned, ...again];
}

/**
 * What it means that a deploy has ended where it did, and what is to be done; `undefined` where it has taken nothing away
 * and some timer comes, and once. `unseen` is a step after which nothing could be read back.
 */
export function silenceText(
  first: ActualFunction | undefined,
  read: ActualFunction | undefined,
  wanted: Wanted,
  unseen?: Step,
): string | undefined {
  const isTimers = unseen && 'timer' in unseen;
  const now = read && isTimers ? { ...read, triggers: triggersAfter(read.triggers, unseen) } : read;
  if (now === undefined || read === undefined) return undefined;
  const [doubled] = [...doubledTimers(now, wanted), ...(unseen ? doubledTimers(read, wanted) : [])];
  const silent = [...new Set([...silentTimers(now, wanted), ...(unseen ? silentTimers(read, wanted) : [])])];
  if (silent.length === 0)
    return (
      doubled &&
      `TWO TIMERS: ${doubled.name} is active beside the timer that it stands in for. To fix it: deploy again`
    );
  const isWell = (at: ActualFunction) => lostTimers(first, at).length === 0 && at.triggers.some(comes);
  if (isWell(now) && isWell(read)) return undefined;
  const one = silent.length === 1;
  const which = `timer${one ? '' : 's'} ${silent.map(({ name }) => name).join(', ')}`;
  const only = one ? 'it comes' : 'they come';
  const none = [now, read].every(({ triggers }) => triggers.some(comes))
    ? `what only ${only} for does not run`
    : `no job of ${wanted.name} runs`;
  const found = unseen
    ? `It is not known whether ${which} ${one ? 'is' : 'are'} there, as nothing could be read back; if not, ${none}`
    : `NO TIMER: ${which} ${one ? 'is' : 'are'} not there, or turned off: ${none} until that is fixed`;
  const byHand = silent
    .map((timer) => `${timer.name}, ${timer.scheduleType}, ${writeTimer(timer)}`)
    .join('; ');
  return `${found}. To fix it: deploy again; or in the console, under Configuration > Triggers, a TIMER that is on: ${byHand}`;
}

function comes({ timer }: ActualTrigger): boolean {
  return timer?.status === 'ACTIVE';
}
