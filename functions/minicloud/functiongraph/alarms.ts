import type { CloudClock } from '../wire/cloud-clock.ts';

/** Things that are to be done at instants of cloud time, all of which can be called off. */
export interface Alarms {
  /** Does something when the clock has reached an instant; answers what calls it off. */
  at(instant: number, act: () => void): () => void;
  /** Calls everything off, also what is put down later. */
  stop(): void;
}

/** Nothing to be done yet. */
export function createAlarms(clock: CloudClock): Alarms {
  const pending = new Set<() => void>();
  let stopped = false;
  return {
    at(instant, act) {
      if (stopped) return () => {};
      const callOff = clock.at(instant, () => {
        pending.delete(callOff);
        act();
      });
      pending.add(callOff);
      return () => {
        callOff();
        pending.delete(callOff);
      };
    },
    stop() {
      stopped = true;
      for (const callOff of pending) callOff();
      pending.clear();
    },
  };
}
