import type { Clock } from '../../foundation/clock.ts';

/** How many reads of one region are under way at once, as long as DCS does not say that they are too many. */
export const readsAtOnce = 80;

/**
 * How many of one kind begin at once, as many as one call sends, and how far apart those after them, in milliseconds.
 * DCS publishes no limit; the gateway in front of it takes 200 requests a second for an API where nobody has set
 * another, and no second of this has more.
 */
export const readsInABurst = 50;
const spacing = 7;

/** A read that may go out; whoever has it says when it is over, and whether it was one too many. */
type Turn = { readonly end: (throttled: boolean) => void };

/** Lets the reads of one region go out side by side, as many as DCS bears. */
export type ReadPace = { readonly begin: (kind: string) => Promise<Turn> };

const paces = new WeakMap<object, ReadPace>();

/** The pace of a region, whoever reads in it: the same client always gives the same. */
export function paceOf(client: object, clock: Clock): ReadPace {
  const pace = paces.get(client) ?? createReadPace(clock);
  paces.set(client, pace);
  return pace;
}

/**
 * A pace that nobody has tried yet. An answer that it was too much (429) halves how many go side by side, once for all
 * that were under way then; as many good ends as go side by side allow one more.
 */
export function createReadPace(clock: Clock): ReadPace {
  let most = readsAtOnce;
  let underWay = 0;
  let good = 0;
  let lowered = 0;
  const waiting: (() => void)[] = [];
  const next = new Map<string, number>();

  const admit = () => {
    while (underWay < most) {
      const go = waiting.shift();
      if (!go) return;
      underWay += 1;
      go();
    }
  };
  /** Of what came in a burst each is due a little later than the one before. */
  const pause = async (kind: string): Promise<void> => {
    const now = clock.now();
    const due = Math.max(next.get(kind) ?? Number.NEGATIVE_INFINITY, now - (readsInABurst - 1) * spacing);
    next.set(kind, due + spacing);
    if (due > now) await clock.wait(due - now);
  };

  return {
    async begin(kind) {
      const turn = new Promise<void>((go) => waiting.push(go));
      admit();
      await turn;
      await pause(kind);
      const before = lowered;
      return {
        end(throttled) {
          underWay -= 1;
          if (throttled && before === lowered) {
            lowered += 1;
            good = 0;
            most = Math.max(1, Math.floor(most / 2));
          } else if (!throttled) {
            good += 1;
            if (good >= most && most < readsAtOnce) {
              most += 1;
              good = 0;
            }
          }
          admit();
        },
      };
    },
  };
}
