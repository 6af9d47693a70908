import type { Clock } from '../../../functions/maintenance/foundation/clock.ts';

/** A clock that moves only when somebody waits, and remembers for how long. */
export function stillClock(start: number): Clock & { readonly waits: number[] } {
  let now = start;
  const waits: number[] = [];
  return {
    waits,
    now: () => now,
    async wait(ms) {
      waits.push(ms);
      now += ms;
    },
  };
}
