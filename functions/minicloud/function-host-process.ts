import { fork } from 'node:child_process';
import { tmpdir } from 'node:os';
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
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const { stdout, stderr } = child;
  if (!stdout || !stderr) throw new Error('the system has no resources left for a function process');

  let logs: string[] = [];
  const outputs = [stdout, stderr].map((stream) => readOutput(stream, (line) => logs.push(line)));
  // For example: it could not be started. `close` follows and ends the work; this is what is there to read.
  child.on('error', (error) => logs.push(error.message));

  const died = new Promise<ProcessEnd>((resolve) => {
    child.once('close', (exitCode, signal) => resolve({ kind: 'died', exitCode, signal }));
  });
  const killAtOnce = () => child.kill('SIGKILL');
  process.once('exit', killAtOnce);
  void died.then(() => process.off('exit', killAtOnce));

  async function kill() {
    killAtOnce();
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
    alive: () => child.connected && child.exitCode === null && child.signalCode === null,
    async loaded() {
      const end = await within(loadLimitMs, loaded);
      if (end !== 'loaded') await kill();
      return end;
    },
    async carryOut(work, limitMs) {
      const printed = Promise.all(outputs.map((output) => output.until(work.endMark)));
      const replied = nextMessage().then((message) => endOf(replySchema.parse(message), memoryMb));
      // A process that is no longer there is seen by its end, not by this.
      child.send(work, () => {});
      child.kill('SIGCONT');
      const end = await within(limitMs, replied);
      if (end.kind === 'replied') await Promise.race([printed, died]);
      // What a handler leaves running does not go on once its answer is out.
      if (end.kind === 'replied') child.kill('SIGSTOP');
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
