import type { Alarms } from './alarms.ts';
import type { FunctionHost, InvokeOptions } from './function-host.ts';
import type { Invocation } from './function-host-invocation.ts';

/** An invocation that an instance has taken on. */
export type Running = {
  readonly requestId: string;
  /** Whether the instance was started for it. */
  readonly cold: boolean;
  readonly invocation: Promise<Invocation>;
  /** The number of its process in the system. */
  pid(): number | undefined;
  /** Ends the instance as a dying machine would. */
  kill(): Promise<void>;
};

/** How an event is to be taken on. */
type TakeOptions = InvokeOptions & {
  readonly requestId: string;
  readonly ended: (invocation: Invocation) => void;
};

/** The instances of one function: each does one event at a time, and more are started as more events come at once. */
export interface FunctionPool {
  /**
   * Gives an event to a free instance or a new one; `undefined` when all that there may be are busy. `ended` hears
   * of the end before the instance takes on the next event.
   */
  take(event: unknown, options: TakeOptions): Running | undefined;
  /** Resolves when an instance has become free, for those who asked first, first. */
  room(): Promise<void>;
  running(): readonly Running[];
  /** How many instances there are, idle ones included. */
  size(): number;
  /** Ends idle instances now and busy ones after their event, so that the next event finds a new one. */
  recycle(): void;
  /** Lets those who wait for room look again, as the function may have more instances now. */
  widen(): void;
  /** Ends all instances as a dying machine would, and starts no more. */
  stop(): Promise<void>;
}

/** What a pool needs to start and end instances. */
type PoolOptions = {
  readonly launch: () => FunctionHost;
  /** The most instances at this moment. */
  readonly most: () => number;
  readonly clock: { now(): number };
  readonly alarms: Alarms;
  /** For how long an idle instance is kept at this moment, in cloud time. */
  readonly idleMs: () => number;
};

type Instance = {
  readonly host: FunctionHost;
  running: Running | undefined;
  outdated: boolean;
  callOff: () => void;
};

/** A pool without instances. */
export function createFunctionPool({ launch, most, clock, alarms, idleMs }: PoolOptions): FunctionPool {
  const instances = new Set<Instance>();
  const ending = new Set<Promise<void>>();
  const waiting: (() => void)[] = [];
  let stopped = false;

  function end(instance: Instance): Promise<void> {
    instance.callOff();
    instances.delete(instance);
    const ended = instance.host.stop().finally(() => ending.delete(ended));
    ending.add(ended);
    return ended;
  }

  function free(instance: Instance, last: Invocation): void {
    instance.running = undefined;
    const gone = last.kind === 'killed' || last.kind === 'crashed' || instance.outdated;
    if (gone) void end(instance);
    else instance.callOff = alarms.at(clock.now() + idleMs(), () => void end(instance));
    // All of them, as the first may want it no more; who finds no room waits again, behind none that came later.
    wakeAll();
  }

  function start(): Instance | undefined {
    if (stopped || instances.size >= most()) return undefined;
    const instance: Instance = { host: launch(), running: undefined, outdated: false, callOff: () => {} };
    instances.add(instance);
    return instance;
  }

  function wakeAll(): void {
    for (const wake of waiting.splice(0)) wake();
  }

  return {
    take(event, options) {
      // The one that was used last, so that those which are not needed grow old.
      const idle = [...instances].findLast(({ running }) => running === undefined);
      if (idle && most() === 0) return undefined;
      const instance = idle ?? start();
      if (!instance) return undefined;
      instance.callOff();
      instances.delete(instance);
      instances.add(instance);
      const running: Running = {
        requestId: options.requestId,
        cold: idle === undefined,
        pid: () => instance.host.pid(),
        kill: () => end(instance),
        invocation: instance.host
          .invoke(event, options)
          .catch((error: unknown) => crashed(options.requestId, error))
          .then((invocation) => {
            options.ended(invocation);
            free(instance, invocation);
            return invocation;
          }),
      };
      instance.running = running;
      return running;
    },
    room: () => new Promise((resolve) => waiting.push(resolve)),
    running: () => [...instances].flatMap(({ running }) => running ?? []),
    size: () => instances.size,
    recycle() {
      wakeAll();
      for (const instance of instances) {
        if (instance.running) instance.outdated = true;
        else void end(instance);
      }
    },
    widen: wakeAll,
    async stop() {
      stopped = true;
      for (const instance of instances) void end(instance);
      await Promise.all(ending);
    },
  };
}

/** An instance that was ended before its process could take the event, or whose process could not be started. */
function crashed(requestId: string, error: unknown): Invocation {
  const errorMessage = error instanceof Error ? error.message : String(error);
  const nothing = { logs: [], cloudMs: 0, peakMemoryBytes: undefined, exitCode: null, signal: 'SIGKILL' };
  return { kind: 'crashed', requestId, errorMessage, ...nothing };
}
