import { createHandClock, type HandClock } from '../../functions/minicloud/wire/cloud-clock.ts';

/** Time in which one thing happens after another, always in the same order, and none of the wall's goes by. */
export interface SimulatedTime {
  /** The clock of the cloud; it moves only between two happenings. */
  readonly cloud: HandClock;
  now(): number;
  /** Lets something happen after some milliseconds; the answer takes it back. */
  after(ms: number, what: () => void): () => void;
  /**
   * Lets everything happen, until `over` says so or nothing is left. `busy` says that somebody works on without
   * waiting for time, such as for a module to be loaded: nothing else happens meanwhile.
   */
  run(over: () => boolean, busy: () => boolean): Promise<void>;
}

/** Some fifty times as many as a night needs: somebody goes round in a circle. */
const mostHappenings = 400_000;

type Happening = { readonly at: number; readonly what: () => void; cancelled: boolean };

/** Time that begins at an instant (milliseconds since 1970). */
export function createSimulatedTime(startAt: number): SimulatedTime {
  const cloud = createHandClock(startAt);
  const ahead: Happening[] = [];
  const now = () => cloud.now();
  return {
    cloud,
    now,
    after(ms, what) {
      const happening: Happening = { at: now() + Math.max(0, Math.ceil(ms)), what, cancelled: false };
      // The soonest stands last, and of those at one instant the one that was put down first.
      let place = 0;
      for (let end = ahead.length; place < end; ) {
        const middle = (place + end) >>> 1;
        if ((ahead[middle]?.at ?? 0) > happening.at) place = middle + 1;
        else end = middle;
      }
      ahead.splice(place, 0, happening);
      return () => {
        happening.cancelled = true;
      };
    },
    async run(over, busy) {
      let happened = 0;
      for (let next = ahead.pop(); next; next = ahead.pop()) {
        if (next.cancelled) continue;
        if (++happened > mostHappenings) throw new RangeError('a night of which there is no end');
        if (next.at > now()) cloud.set(next.at);
        next.what();
        do await settled();
        while (busy());
        if (over()) return;
      }
    },
  };
}

/** Everything that waits for no time has gone as far as it can. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
