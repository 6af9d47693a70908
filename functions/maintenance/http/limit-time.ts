/** How finely time is measured in which this process did something else than wait. Milliseconds. */
const sliceMs = 1_000;

/** What a time limit is about. */
type Limited = {
  /** Whether time does not count in which this process was busy: it could not even have seen its connection come about. */
  readonly forgives: () => boolean;
  readonly over: () => void;
};

/**
 * Lets something happen after some time, unless it is stopped before. Where many are told at once of thousands of
 * instances, the work for some holds up the sockets of others: that is forgiven, though never more than the limit again.
 */
export function limitTime(ms: number, { forgives, over }: Limited): { readonly stop: () => void } {
  let left = ms;
  let forgiven = 0;
  let timer: NodeJS.Timeout;
  // A process that was held up, or frozen between invocations, finds its timers due before it has looked at what
  // came meanwhile: what is there by then still counts.
  let last: NodeJS.Immediate | undefined;
  const next = () => {
    const began = Date.now();
    const slice = Math.min(left, sliceMs);
    timer = setTimeout(() => {
      const heldUp = Math.max(0, Date.now() - began - slice);
      const free = forgives() ? Math.min(heldUp, ms - forgiven) : 0;
      forgiven += free;
      left -= slice + heldUp - free;
      if (left > 0) next();
      else last = setImmediate(over);
    }, slice);
  };
  next();
  return {
    stop() {
      clearTimeout(timer);
      if (last) clearImmediate(last);
    },
  };
}
