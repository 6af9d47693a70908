import type { Alarms } from './alarms.ts';
import type { CloudFunction } from './cloud-function.ts';
import type { TimerTrigger } from './timer-trigger.ts';

/** Lets timer triggers fire by themselves. */
export interface TimerWheel {
  /** Looks at a trigger anew: it is there, has changed, or (with `gone`) is not there any more. */
  turn(fn: CloudFunction, trigger: TimerTrigger, gone?: 'gone'): void;
}

/** A wheel without triggers. Each instant of a trigger's grid fires once, also when this machine comes to it late. */
export function createTimerWheel(
  clock: { now(): number },
  alarms: Alarms,
  fire: (fn: CloudFunction, trigger: TimerTrigger, instant: number) => void,
): TimerWheel {
  const armed = new Map<string, () => void>();

  function arm(fn: CloudFunction, trigger: TimerTrigger, after: number): void {
    const instant = trigger.schedule.next(after);
    const callOff = alarms.at(instant, () => {
      fire(fn, trigger, instant);
      arm(fn, trigger, instant);
    });
    armed.set(trigger.id, callOff);
  }

  return {
    turn(fn, trigger, gone) {
      armed.get(trigger.id)?.();
      armed.delete(trigger.id);
      if (!gone && trigger.status === 'ACTIVE') arm(fn, trigger, clock.now());
    },
  };
}
