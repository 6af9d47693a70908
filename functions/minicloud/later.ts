import type { CloudClock } from './cloud-clock.ts';

/** Things that are to be done at instants of cloud time, all of which can be called off. */
export interface Later {
  /** Does something when the clock has reached an instant; answers what calls it off. */
  at(instant: number, act: () => void): () => void;
  /** Calls everything off. */
  stop(): void;
}

/** Above this, node ignores a delay and fires at once. */
const longestDelayMs = 2 ** 31 - 1;

/** Nothing to be done yet. */
export function createLater(clock: CloudClock): Later {
  const timers = new Set<NodeJS.Timeout>();

  function at(instant: number, act: () => void): () => void {
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
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
    },
  };
}
