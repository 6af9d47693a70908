import { fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { performance } from 'node:perf_hooks';
import { Writable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Follower, Reached } from '../wire/clock-followers.ts';
import { untilIdle } from '../wire/idle-turns.mjs';
import {
  fromProcessSchema,
  type Launch,
  type Reply,
  type ToProcess,
  type Work,
} from './function-host-messages.ts';
import { readOutput } from './function-host-output.ts';

/** How a piece of work ended; only after a reply is its process still there. */
export type ProcessEnd =
  | { readonly kind: 'replied'; readonly reply: Reply }
  | { readonly kind: 'memory-exceeded'; readonly peakMemoryBytes: number }
  | { readonly kind: 'timed-out' }
  | { readonly kind: 'not-loaded'; readonly limitMs: number }
  | { readonly kind: 'died'; readonly exitCode: number | null; readonly signal: string | null };

/** A process in which a function is loaded, for one event at a time; while it carries one out it follows the clock. */
export interface FunctionProcess extends Follower {
  /** Its number in the system; `undefined` when it could not be started. */
  readonly pid: number | undefined;
  alive(): boolean;
  /** Resolves when the function is loaded, or with the end of a process that did not come so far. */
  loaded(): Promise<'loaded' | ProcessEnd>;
  /** Carries out one piece of work; resolves with the process's answer or its end. */
  carryOut(work: Work): Promise<ProcessEnd>;
  /** The lines printed since the last call, once all that was written before the answer is here. */
  takeLogs(): Promise<readonly string[]>;
  /** Ends the process as a dying machine would; resolves when it is gone. */
  kill(): Promise<void>;
}

/** Of a process that does not go on by itself. */
const atRest: Reached = { due: Number.POSITIVE_INFINITY, connections: [] };
/** What a process has. */
type Equipment = {
  /** All of its environment. */
  readonly environment: Readonly<Record<string, string>>;
  /** For its JavaScript heap. */
  readonly memoryMb: number;
  /** So long it may compute until its module is loaded; it stops one that never ends loading. */
  readonly loadLimitMs: number;
};

/** Starts a process, which loads its function. */
export function startFunctionProcess(
  launch: Launch,
  { environment, memoryMb, loadLimitMs }: Equipment,
): FunctionProcess {
  const bootstrap = fileURLToPath(new URL('./function-process.mjs', import.meta.url));
  const child = fork(bootstrap, [JSON.stringify(launch)], {
    // Not the code's folder: where the platform starts a function is not documented, so nothing may rest on it.
    cwd: tmpdir(),
    env: environment,
    // Without flags of its own, a child takes over its parent's.
    execArgv: [`--max-old-space-size=${memoryMb}`],
    // The last is the one on which the process waits between two events.
    stdio: ['ignore', 'pipe', 'pipe', 'ipc', 'pipe'],
  });
  const { stdout, stderr } = child;
  let logs: string[] = [];
  const wakeUp = child.stdio[4];
  // For example: it could not be started. `close` follows and ends the work; this is what is there to read.
  child.on('error', (error) => logs.push(error.message));
  if (!stdout || !stderr || !(wakeUp instanceof Writable))
    throw new Error('the system has no resources left for a function process');

  const outputs = [stdout, stderr].map((stream) => readOutput(stream, (line) => logs.push(line)));
  // A process that is no longer there is seen by its end, not by what can no longer be written to it.
  wakeUp.on('error', () => {});

  const died = new Promise<ProcessEnd>((resolve) => {
    // Of one that could not be started.
    child.once('close', (exitCode, signal) => resolve({ kind: 'died', exitCode, signal }));
    child.once('exit', async (exitCode, signal) => {
      // What it has written is there to be read; a process that it has started may hold its outputs open for ever.
      await untilIdle();
      for (const stream of [stdout, stderr, wakeUp]) stream.destroy();
      await untilIdle();
      rest();
      resolve({ kind: 'died', exitCode, signal });
    });
  });
  async function kill() {
    child.kill('SIGKILL');
    await died;
  }

  let isLoading = true;
  let tellLoaded = () => {};
  const loadedOrNot = Promise.race([
    new Promise<'loaded'>((resolve) => {
      tellLoaded = () => resolve('loaded');
    }),
    died,
    loadsTooLong(),
  ]);
  void loadedOrNot.then(() => {
    isLoading = false;
  });
  let tellReply = (_: Reply) => {};
  let printed: Promise<unknown> = Promise.resolve();
  let working = false;
  let turn = 0;
  let tellReached = (_: Reached) => {};
  let computedMs = () => 0;
  child.on('message', (sent) => {
    const message = fromProcessSchema.parse(sent);
    switch (message.kind) {
      case 'ready':
        return tellLoaded();
      case 'reached':
        // One that was asked in vain was still on its way when the process had ended its work.
        if (message.turn === turn) {
          const { due, connections } = message;
          tellReached({ due: due ?? Number.POSITIVE_INFINITY, connections });
        }
        return;
      case 'answered':
      case 'failed':
        rest();
        return tellReply(message);
      default:
        return message satisfies never;
    }
  });
  child.once('close', rest);
  /** It stands still or is gone: it does not go on by itself. */
  function rest() {
    working = false;
    tellReached(atRest);
  }
  const send = (message: ToProcess) => child.send(message, () => {});

  /** Resolves when this process has computed for too long without being loaded. */
  async function loadsTooLong(): Promise<ProcessEnd> {
    const effort = measureEffort(child.pid);
    while (isLoading && effort() < loadLimitMs) await wait(100);
    return { kind: 'not-loaded', limitMs: loadLimitMs };
  }

  return {
    name: `${environment['RUNTIME_FUNC_NAME']} (process ${child.pid})`,
    pid: child.pid,
    alive: () => child.connected && child.exitCode === null && child.signalCode === null,
    async loaded() {
      const end = await loadedOrNot;
      if (end !== 'loaded') await kill();
      return end;
    },
    carryOut(work) {
      printed = Promise.all(outputs.map((output) => output.until(work.endMark)));
      working = true;
      const replied = new Promise<ProcessEnd>((resolve) => {
        tellReply = (reply) => resolve(endOf(reply, memoryMb));
      });
      send({ kind: 'work', work });
      wakeUp.write('.');
      return Promise.race([replied, died]);
    },
    reach(now) {
      if (!working) return Promise.resolve(atRest);
      turn += 1;
      computedMs = measureEffort(child.pid);
      send({ kind: 'time', turn, now });
      return new Promise((resolve) => {
        tellReached = resolve;
      });
    },
    computedMs: () => computedMs(),
    async takeLogs() {
      await Promise.race([printed, died]);
      const taken = logs;
      logs = [];
      return taken;
    },
    kill,
  };
}

/** node limits the heap only; the platform, all of a function's memory, and it would not have let this reply come. */
function endOf(reply: Reply, memoryMb: number): ProcessEnd {
  const { peakMemoryBytes } = reply;
  return peakMemoryBytes > memoryMb * 2 ** 20
    ? { kind: 'memory-exceeded', peakMemoryBytes }
    : { kind: 'replied', reply };
}

/** The kernel counts in hundredths of a second, whatever it is built with. */
const msPerTick = 10;
/** A process that computes nothing and says nothing for so long waits for something that is not ours to see. */
const patienceMs = 30_000;

/**
 * For how many milliseconds a process has computed from now on. Not how long that took: on a busy machine a process
 * waits for its turn, and a stopped one does nothing. Where the system does not tell, it is the time that goes by.
 */
function measureEffort(pid: number | undefined): () => number {
  const began = performance.now();
  const before = processorMs(pid);
  return () => {
    const elapsed = performance.now() - began;
    const computed = processorMs(pid);
    if (before === undefined || computed === undefined) return elapsed;
    return Math.max(computed - before, elapsed - patienceMs);
  };
}

/** All of its threads, with what the kernel does for them. */
function processorMs(pid: number | undefined): number | undefined {
  try {
    // The second field is the program's name, in brackets and with any characters in it.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return (Number(fields[11]) + Number(fields[12])) * msPerTick;
  } catch {
    // No /proc, so no Linux; or it has ended.
    return undefined;
  }
}
