import type { CloudClock } from '../wire/cloud-clock.ts';

/** Things that are to be done at instants of cloud time, all of which can be called off. */
export interface Later {
  /** Does something when the clock has reached an instant; answers what calls it off. */
  at(instant: number, act: () => void): () => void;
  /** Calls everything off, also what is put down later. */
  stop(): void;
}

/** Above this, node ignores a delay and fires at once. */
const longestDelayMs = 2 ** 31 - 1;

/** Nothing to be done yet. */
export function createLater(clock: CloudClock): Later {
  const timers = new Set<NodeJS.Timeout>();
  let stopped = false;

  function at(instant: number, act: () => void): () => void {
    if (stopped) return () => {};
    let timer: NodeJS.Timeout;
    const arm = () => {
      const ms = Math.min(clock.realMs(Math.max(0, instant - clock.now())), longestDelayMs);
      timer = setTimeout(() => {
        timers.delete(timer);
        // Node may fire a millisecond early, which is long on a clock that runs fast.
        if (clock.now() < instant) arm();
        else act();
      }, ms);
      timers.add(timer);
    };
    arm();
    return () => {
      clearTimeout(timer);
      timers.delete(timer);
    };
  }

  return {
    at,
    stop() {
      stopped = true;
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
    },
  };
}
