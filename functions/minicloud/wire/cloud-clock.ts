/** The time of a local cloud, which may run faster than the wall's. */
export interface CloudClock {
  /** Cloud time in whole milliseconds since 1970; never goes back. */
  now(): number;
  /** Cloud milliseconds per real millisecond. */
  readonly scale: number;
  /** How many real milliseconds a span of cloud milliseconds lasts. */
  realMs(cloudMs: number): number;
  /** Resolves when `cloudMs` of cloud time have gone by. */
  wait(cloudMs: number): Promise<void>;
}

/** A clock that starts at `startAt` (milliseconds since 1970, default: now) and runs `scale` times as fast as the wall's. */
export function createCloudClock({ scale = 1, startAt = Date.now() } = {}): CloudClock {
  // The monotonic clock: a correction of the host's time must not move instances back through their states.
  const started = performance.now();
  const realMs = (cloudMs: number) => cloudMs / scale;
  return {
    now: () => Math.floor(startAt + (performance.now() - started) * scale),
    scale,
    realMs,
    wait: (cloudMs) => new Promise((resolve) => setTimeout(resolve, realMs(cloudMs))),
  };
}

/** A clock that stands still until a hand moves it. */
export interface HandClock extends CloudClock {
  /** Moves to an instant; throws a `RangeError` when that lies in the past. */
  set(instant: number): void;
  /** Moves on by `cloudMs`. */
  advance(cloudMs: number): void;
}

/** A clock for tests and simulations: it starts at `startAt` and no real time passes on it. */
export function createHandClock(startAt: number): HandClock {
  let now = startAt;
  let sleepers: { readonly until: number; readonly wake: () => void }[] = [];
  const set = (instant: number) => {
    if (instant < now) throw new RangeError(`cloud time cannot go back from ${now} to ${instant}`);
    now = instant;
    const woken = sleepers.filter(({ until }) => until <= now).sort((a, b) => a.until - b.until);
    sleepers = sleepers.filter(({ until }) => until > now);
    for (const { wake } of woken) wake();
  };
  return {
    now: () => now,
    scale: Number.POSITIVE_INFINITY,
    realMs: () => 0,
    wait: (cloudMs) =>
      cloudMs <= 0
        ? Promise.resolve()
        : new Promise((wake) => {
            sleepers.push({ until: now + cloudMs, wake });
          }),
    set,
    advance: (cloudMs) => set(now + cloudMs),
  };
}
