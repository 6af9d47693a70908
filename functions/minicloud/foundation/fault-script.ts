/** In how many calls a fault plays, counting those it is about. */
export type FaultCount = {
  /** In how many matching calls; in all of them when left out. */
  readonly times?: number;
  /** How many matching calls go well first. */
  readonly after?: number;
};

/** The scripted faults of a service, and how often each was played. */
export interface FaultScript<Fault, Facts> {
  add(fault: Fault): void;
  /** The faults that play in a call, in the order they were added; each counts as played. */
  take(facts: Facts): readonly Fault[];
}

/** A script of these faults. */
export function createFaultScript<Fault extends FaultCount, Facts>(
  faults: readonly Fault[],
  isAbout: (fault: Fault, facts: Facts) => boolean,
): FaultScript<Fault, Facts> {
  const lines = faults.map((fault) => ({ fault, seen: 0 }));
  return {
    add: (fault) => void lines.push({ fault, seen: 0 }),
    take: (facts) =>
      lines.flatMap((line) => {
        if (!isAbout(line.fault, facts)) return [];
        const place = line.seen++;
        const { after = 0, times = Number.POSITIVE_INFINITY } = line.fault;
        return place >= after && place < after + times ? [line.fault] : [];
      }),
  };
}
