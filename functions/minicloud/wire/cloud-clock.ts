import type { Socket } from 'node:net';
import { performance } from 'node:perf_hooks';
import { createAgenda } from './agenda.ts';
import { createFollowers, type Follower } from './clock-followers.ts';
import { eventsHandled, untilIdle } from './idle-turns.mjs';

/** The time of a local cloud, which may run faster than the wall's and never outruns this machine. */
export interface CloudClock {
  /** Cloud time in whole milliseconds since 1970; never goes back. */
  now(): number;
  /** Cloud milliseconds per real millisecond in which everybody waits; it goes no faster. */
  readonly scale: number;
  /** Resolves when `cloudMs` of cloud time have gone by. */
  wait(cloudMs: number): Promise<void>;
  /** Does something as soon as the clock shows an instant, the earlier first; the answer calls it off. */
  at(instant: number, act: () => void): () => void;
  /** Stands still until the answer is called: a process starts, something is deployed. `forWhat` follows "it waits for". */
  hold(forWhat: string): () => void;
  /** Somebody asked the cloud or was answered: who lives by this clock is heard before it goes on. */
  stir(): void;
  /** Takes note of a connection to the cloud: the clock does not go on while something is under way on it. */
  connected(socket: Socket): void;
  /** Goes on only as far as a process follows, until the answer is called. */
  follow(follower: Follower): () => void;
  /** How it stands, for who only looks on: an instant that grows as it goes on, and for whom it waits as long as it does not. */
  standing(): { readonly at: number; readonly waitsFor: readonly string[] };
}

/** The clock stands still meanwhile, so this is what an onlooker finds it to jump by, times the scale. */
const beatMs = 10;
/** For so many beats those who wait are believed to do so, when nothing has happened here. */
const trustedBeats = 5;
/** A clock that nobody has looked at for so many beats sleeps until somebody does. */
const patientBeats = 100;

/**
 * A clock that starts at `startAt` (milliseconds since 1970, default: now) and runs `scale` times as fast as the
 * wall's while everybody waits: this process and all that follow the clock. While one of them has something to do,
 * it stands still, so a night is the same however fast or busy the machine is.
 */
export function createCloudClock({ scale = 1, startAt = Date.now() } = {}): CloudClock {
  const waits = createAgenda<() => void>();
  const followers = createFollowers();
  let now = startAt;
  const holds = new Set<{ readonly forWhat: string }>();
  let wakeUp = () => {};
  let stirs = 0;
  /** Real time in which everybody waited and for which the clock has not moved yet. */
  let savedMs = 0;
  /** What was so when those who follow were asked last, for how many beats that was enough, and when the first goes on. */
  let asked = { stirs: -1, events: eventsHandled(), due: 0, beats: 0 };
  let lookedAt = true;
  let asleepSince: number | undefined;

  /** The real clock is the monotonic one: a correction of the host's time must not move instances through their states. */
  function look(): void {
    lookedAt = true;
    if (asleepSince === undefined) return;
    now += (performance.now() - asleepSince) * scale;
    asleepSince = undefined;
    void run();
  }

  async function run(): Promise<void> {
    // Who looked in the last of these beats, or began to wait in it, is seen before it falls asleep.
    for (let idleBeats = 0; idleBeats < patientBeats; idleBeats = isNeeded() ? 0 : idleBeats + 1) {
      lookedAt = false;
      await beat();
    }
    asleepSince = performance.now();
  }

  function isNeeded(): boolean {
    return lookedAt || holds.size > 0 || followers.some() || waits.firstAt() < Number.POSITIVE_INFINITY;
  }

  /** Moves to the next instant at which something is to happen or, where that is far, by some way; or sees that it cannot yet. */
  async function beat(): Promise<void> {
    while (holds.size > 0)
      await new Promise<void>((resolve) => {
        wakeUp = resolve;
      });
    if (!allStillWait()) {
      await untilIdle();
      const due = await followers.reach(now, { stirs: () => stirs, held: () => holds.size > 0, computes });
      asked = { stirs, events: eventsHandled(), due, beats: 0 };
    }
    if (holds.size > 0) return;
    const due = waits.takeDue(now);
    if (due) return queueMicrotask(due.what);
    // What somebody said of an earlier instant must not take it back there.
    const next = Math.max(now, Math.min(waits.firstAt(), asked.due, now + beatMs * scale));
    const neededMs = (next - now) / scale;
    if (savedMs < neededMs) {
      await saveUp(neededMs);
      await untilIdle();
      // What has been saved is not lost: where there is always something new, the next beat need not wait again.
      if (holds.size > 0 || asked.stirs !== stirs || asked.events !== eventsHandled()) return;
    }
    savedMs -= neededMs;
    now = next;
  }

  /** Whether nothing can have happened to those who follow; now and then they are asked all the same, as it may have come from elsewhere. */
  function allStillWait(): boolean {
    asked.beats += 1;
    return (
      asked.stirs === stirs &&
      asked.events !== undefined &&
      asked.events === eventsHandled() &&
      asked.beats < trustedBeats &&
      now < Math.min(asked.due, waits.firstAt())
    );
  }

  async function saveUp(neededMs: number): Promise<void> {
    const began = performance.now();
    await sleep(neededMs - savedMs, followers.some() || waits.firstAt() < Number.POSITIVE_INFINITY);
    // A timer comes late by a millisecond, a machine that is busy by many; those are not made up for.
    savedMs = Math.min(savedMs + performance.now() - began, neededMs + 2);
  }

  /** Where somebody computes on and on, that takes as long as it takes. */
  function computes(until: number): void {
    now = Math.max(now, until);
    for (let due = waits.takeDue(now); due; due = waits.takeDue(now)) queueMicrotask(due.what);
  }

  const clock: CloudClock = {
    now() {
      look();
      return Math.floor(now);
    },
    scale,
    wait(cloudMs) {
      look();
      return new Promise((resolve) => clock.at(now + cloudMs, resolve));
    },
    at(instant, act) {
      look();
      stirs++;
      let off = false;
      const takeOut = waits.add(instant, () => {
        if (!off) act();
      });
      return () => {
        off = true;
        takeOut();
      };
    },
    hold(forWhat) {
      look();
      const one = { forWhat };
      holds.add(one);
      return () => {
        if (holds.delete(one) && holds.size === 0) wakeUp();
      };
    },
    stir() {
      look();
      stirs++;
    },
    connected: followers.connected,
    follow(follower) {
      look();
      stirs++;
      return followers.add(follower);
    },
    standing: () => ({
      at: now,
      waitsFor: holds.size > 0 ? [...holds].map(({ forWhat }) => forWhat) : followers.awaited(),
    }),
  };
  void run();
  return clock;
}

/** Sleeps in real time; nobody's program is kept from ending unless `firmly`. */
function sleep(ms: number, firmly: boolean): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    if (!firmly) timer.unref();
  });
}

/** A clock that stands still until a hand moves it. */
export interface HandClock extends CloudClock {
  /** Moves to an instant; throws a `RangeError` when that lies in the past. */
  set(instant: number): void;
  /** Moves on by `cloudMs`. */
  advance(cloudMs: number): void;
}

/** A clock for tests and simulations: it starts at `startAt` and no real time passes on it, so no process can follow it. */
export function createHandClock(startAt: number): HandClock {
  let now = startAt;
  const waits = createAgenda<() => void>();
  const set = (instant: number) => {
    if (instant < now) throw new RangeError(`cloud time cannot go back from ${now} to ${instant}`);
    now = instant;
    for (let due = waits.takeDue(now); due; due = waits.takeDue(now)) due.what();
  };
  return {
    now: () => now,
    scale: Number.POSITIVE_INFINITY,
    wait: (cloudMs) =>
      cloudMs <= 0 ? Promise.resolve() : new Promise((wake) => waits.add(now + cloudMs, wake)),
    at(instant, act) {
      if (instant > now) return waits.add(instant, act);
      let off = false;
      queueMicrotask(() => {
        if (!off) act();
      });
      return () => {
        off = true;
      };
    },
    hold: () => () => {},
    stir() {},
    connected() {},
    follow() {
      throw new RangeError('a process cannot follow a clock that does not run by itself');
    },
    standing: () => ({ at: now, waitsFor: [] }),
    set,
    advance: (cloudMs) => set(now + cloudMs),
  };
}
