import { fork } from 'node:child_process';
import { tmpdir } from 'node:os';
import { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { type Launch, type Reply, replySchema, type Work } from './function-host-messages.ts';
import { readOutput } from './function-host-output.ts';

/** How a piece of work ended; only after a reply is its process still there. */
export type ProcessEnd =
  | { readonly kind: 'replied'; readonly reply: Reply }
  | { readonly kind: 'memory-exceeded'; readonly peakMemoryBytes: number }
  | { readonly kind: 'timed-out' }
  | { readonly kind: 'died'; readonly exitCode: number | null; readonly signal: string | null };

/** A process in which a function is loaded, for one event at a time. */
export interface FunctionProcess {
  /** Its number in the system; `undefined` when it could not be started. */
  readonly pid: number | undefined;
  alive(): boolean;
  /** Resolves when the function is loaded, or with the end of a process that did not come so far. */
  loaded(): Promise<'loaded' | ProcessEnd>;
  /** Carries out one piece of work within `limitMs` of real time. */
  carryOut(work: Work, limitMs: number): Promise<ProcessEnd>;
  /** The lines printed since the last call. */
  takeLogs(): readonly string[];
  /** Ends the process as a dying machine would; resolves when it is gone. */
  kill(): Promise<void>;
}

/** Loading is this machine's own work, so its limit is real time. It stops a module that never ends loading. */
const loadLimitMs = 20_000;

/** Starts a process that has `environment` and nothing else, and `memoryMb` for its JavaScript heap. */
export function startFunctionProcess(
  launch: Launch,
  environment: Readonly<Record<string, string>>,
  memoryMb: number,
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
  const wakeUp = child.stdio[4];
  if (!stdout || !stderr || !(wakeUp instanceof Writable))
    throw new Error('the system has no resources left for a function process');

  let logs: string[] = [];
  const outputs = [stdout, stderr].map((stream) => readOutput(stream, (line) => logs.push(line)));
  // For example: it could not be started. `close` follows and ends the work; this is what is there to read.
  child.on('error', (error) => logs.push(error.message));
  // A process that is no longer there is seen by its end, not by what can no longer be written to it.
  wakeUp.on('error', () => {});

  const died = new Promise<ProcessEnd>((resolve) => {
    child.once('close', (exitCode, signal) => resolve({ kind: 'died', exitCode, signal }));
  });
  async function kill() {
    child.kill('SIGKILL');
    await died;
  }

  const nextMessage = () => new Promise<unknown>((resolve) => child.once('message', resolve));

  async function within<Result>(limitMs: number, result: Promise<Result>): Promise<Result | ProcessEnd> {
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<ProcessEnd>((resolve) => {
      timer = setTimeout(resolve, limitMs, { kind: 'timed-out' });
    });
    const end = await Promise.race([result, died, limit]);
    clearTimeout(timer);
    return end;
  }

  const loaded = nextMessage().then(() => 'loaded' as const);

  return {
    pid: child.pid,
    alive: () => child.connected && child.exitCode === null && child.signalCode === null,
    async loaded() {
      const end = await within(loadLimitMs, loaded);
      if (end !== 'loaded') await kill();
      return end;
    },
    async carryOut(work, limitMs) {
      const printed = Promise.all(outputs.map((output) => output.until(work.endMark)));
      const replied = nextMessage().then((message) => endOf(replySchema.parse(message), memoryMb));
      child.send(work, () => {});
      wakeUp.write('.');
      const end = await within(limitMs, replied);
      if (end.kind === 'replied') await Promise.race([printed, died]);
      else await kill();
      return end;
    },
    takeLogs() {
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
