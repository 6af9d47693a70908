import type { Clock } from '../../functions/maintenance/foundation/clock.ts';
import type { Random } from './random.ts';
import type { SimulatedTime } from './simulated-time.ts';

/** How long a call is on its way, in milliseconds: to whom it is made, and back. */
export type Way = { readonly there: number; readonly back: number };

/**
 * One process that carries out an invocation. Once it is dead, nothing comes back to it any more: whatever it waits
 * for never ends. What it has sent is carried out all the same, or never arrives.
 */
export interface SimulatedProcess {
  readonly name: string;
  readonly alive: boolean;
  /** How many calls and waits it waits for. */
  readonly waitsFor: number;
  readonly clock: Clock;
  call<Answer>(what: string, way: Way, work: () => Promise<Answer>): Promise<Answer>;
  kill(why: string): void;
}

/** Takes a line of what happens; it is written only when somebody wants to read it. */
export type Trace = (line: () => string) => void;

/** What a process lives in. */
export type Surroundings = {
  readonly time: SimulatedTime;
  readonly random: Random;
  /** At which of its steps it crashes; `undefined` for never. */
  readonly crashesAt: number | undefined;
  readonly onDeath: (why: string) => void;
  readonly trace: Trace;
};

/** Starts a process. */
export function startProcess(
  name: string,
  { time, random, crashesAt, onDeath, trace }: Surroundings,
): SimulatedProcess {
  let alive = true;
  let waitsFor = 0;
  let steps = 0;

  const kill = (why: string) => {
    if (!alive) return;
    alive = false;
    trace(() => `${name} is dead: ${why}`);
    onDeath(why);
  };

  /** Whether the process lives on beyond one more step. */
  const lives = (what: string) => {
    steps += 1;
    if (alive && steps === crashesAt) kill(`crashed at ${what}`);
    return alive;
  };

  return {
    name,
    get alive() {
      return alive;
    },
    get waitsFor() {
      return waitsFor;
    },
    kill,
    clock: {
      now: time.now,
      wait: (ms, signal) =>
        new Promise((resolve) => {
          if (!alive) return;
          if (signal?.aborted) return resolve();
          waitsFor += 1;
          const end = () => {
            cancel();
            signal?.removeEventListener('abort', end);
            waitsFor -= 1;
            if (alive) resolve();
          };
          const cancel = time.after(ms, end);
          signal?.addEventListener('abort', end);
        }),
    },
    call(what, { there, back }, work) {
      if (!lives(`the beginning of ${what}`)) return new Promise<never>(() => undefined);
      waitsFor += 1;
      return new Promise((resolve, reject) => {
        const answer = (settle: () => void) =>
          time.after(back, () => {
            waitsFor -= 1;
            if (lives(`the answer of ${what}`)) settle();
          });
        const arrive = () => {
          // Of a dead sender, what was on its way arrives or does not.
          if (!alive && random.chance(0.5)) return;
          work().then(
            (result) => answer(() => resolve(result)),
            (error: unknown) => answer(() => reject(error)),
          );
        };
        if (there > 0) time.after(there, arrive);
        else arrive();
      });
    },
  };
}
