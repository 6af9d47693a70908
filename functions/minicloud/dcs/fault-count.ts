/** In how many calls a fault plays, counting those it is about. */
export type FaultCount = {
  /** In how many matching calls; in all of them when left out. */
  readonly times?: number;
  /** How many matching calls go well first. */
  readonly after?: number;
};

/** The scripted faults of a service, and how often each was played. */
export interface Book<Fault, Facts> {
  add(fault: Fault): void;
  /** The faults that play in a call, in the order they were added; each counts as played. */
  take(facts: Facts): readonly Fault[];
}

/** A book with these faults in it. */
export function createBook<Fault extends FaultCount, Facts>(
  faults: readonly Fault[],
  isAbout: (fault: Fault, facts: Facts) => boolean,
): Book<Fault, Facts> {
  const pages = faults.map((fault) => ({ fault, seen: 0 }));
  return {
    add: (fault) => void pages.push({ fault, seen: 0 }),
    take: (facts) =>
      pages.flatMap((page) => {
        if (!isAbout(page.fault, facts)) return [];
        const place = page.seen++;
        const { after = 0, times = Number.POSITIVE_INFINITY } = page.fault;
        return place >= after && place < after + times ? [page.fault] : [];
      }),
  };
}
