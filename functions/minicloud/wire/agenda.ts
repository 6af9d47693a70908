/** What is to happen, in the order of its instants; at one instant, in the order it was put down. */
export interface Agenda<What> {
  add(at: number, what: What): void;
  /** Takes out the first entry that is due at `now`, if there is one. */
  takeDue(now: number): { readonly at: number; readonly what: What } | undefined;
}

/** An empty agenda. */
export function createAgenda<What>(): Agenda<What> {
  const entries: { readonly at: number; readonly what: What }[] = [];
  return {
    add(at, what) {
      // From the end: most new entries lie after those already there.
      let place = entries.length;
      while ((entries[place - 1]?.at ?? Number.NEGATIVE_INFINITY) > at) place--;
      entries.splice(place, 0, { at, what });
    },
    takeDue: (now) => ((entries[0]?.at ?? Number.POSITIVE_INFINITY) <= now ? entries.shift() : undefined),
  };
}
