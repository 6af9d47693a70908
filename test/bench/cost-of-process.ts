import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import type { Readable } from 'node:stream';

/** What a process took: user and system time of all its threads, and its whole life. Milliseconds. */
export type Cost = { readonly cpuMs: number; readonly wallMs: number };

/** A process that tells what it has cost when it ends; one that does not end by itself is told to by SIGTERM. */
export type Metered = {
  readonly child: ChildProcess;
  /** Throws when it ended with another status than 0, with what it said. */
  readonly cost: () => Promise<Cost>;
};

/** Starts node with an environment of its own: whatever this machine tells node to load would be the larger part. */
export function startMetered(argv: readonly string[], env: Readonly<Record<string, string>> = {}): Metered {
  const begun = performance.now();
  const child = spawn(process.execPath, ['--require', resolve('test/bench/report-cpu.cjs'), ...argv], {
    env,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  const [said, cpu] = [[] as Buffer[], [] as Buffer[]];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => said.push(chunk));
  (child.stdio[3] as Readable).on('data', (chunk: Buffer) => cpu.push(chunk));
  const ended = once(child, 'exit').then(() => performance.now() - begun);
  const closed = once(child, 'close');
  return {
    child,
    cost: async () => {
      const [status] = await closed;
      if (status !== 0) throw new Error(`it ended with ${status}: ${Buffer.concat(said)}`);
      return { cpuMs: Number(Buffer.concat(cpu)) / 1_000, wallMs: await ended };
    },
  };
}

/** What a process costs that does nothing, which the cost of every other stands beside. */
export function costOfBareNode(env: Readonly<Record<string, string>> = {}): Promise<Cost> {
  return startMetered(['-e', '0'], env).cost();
}
