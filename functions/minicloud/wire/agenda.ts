/** What is to happen, in the order of its instants; at one instant, in the order it was put down. */
interface Agenda<What> {
  /** Puts an entry down; the answer takes it back. */
  add(at: number, what: What): () => void;
  /** When the first entry is due; `Infinity` when there is none. */
  firstAt(): number;
  /** Takes out the first entry that is due at `now`, if there is one. */
  takeDue(now: number): { readonly at: number; readonly what: What } | undefined;
}

/** An empty agenda. */
export function createAgenda<What>(): Agenda<What> {
  const entries: { readonly at: number; readonly what: What }[] = [];
  const firstAt = () => entries[0]?.at ?? Number.POSITIVE_INFINITY;
  return {
    add(at, what) {
      // From the end: most new entries lie after those already there.
      let place = entries.length;
      while ((entries[place - 1]?.at ?? Number.NEGATIVE_INFINITY) > at) place--;
      const entry = { at, what };
      entries.splice(place, 0, entry);
      return () => {
        const found = entries.indexOf(entry);
        if (found >= 0) entries.splice(found, 1);
      };
    },
    firstAt,
    takeDue: (now) => (firstAt() <= now ? entries.shift() : undefined),
  };
}
