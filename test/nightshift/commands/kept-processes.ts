import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';

/** What a program said, and how it ended. */
export type Ended = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

/** What a process is asked to carry out. */
export type Asked = {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Is written on both streams after all that the program has said. */
  readonly endMark: string;
};

/** Those that have nothing to do, whatever file of tests they were started for. */
const idle: ChildProcess[] = [];

/**
 * Runs a built program with an environment that is given and nothing else, as `node PROGRAM ...` would, in a process
 * that others were run in before: to start one and to load the program takes ten times as long as most commands.
 */
export async function runKept(
  program: string,
  asked: Pick<Asked, 'args' | 'cwd' | 'environment'>,
): Promise<Ended> {
  const child = takeIdle() ?? start();
  setHeld(child, true);
  const ended = await carryOut(child, { ...asked, program, endMark: `\0${randomUUID()}\0` });
  setHeld(child, false);
  idle.push(child);
  return ended;
}

/** What a program has left may have ended its process since. */
function takeIdle(): ChildProcess | undefined {
  for (let child = idle.pop(); child; child = idle.pop()) if (child.connected) return child;
  return undefined;
}

function start(): ChildProcess {
  const file = fileURLToPath(new URL('./kept-process.mjs', import.meta.url));
  return fork(file, [], { env: {}, execArgv: [], stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
}

/** One that has nothing to do keeps nobody from ending, and ends with whoever has started it. */
function setHeld(child: ChildProcess, isHeld: boolean): void {
  const hold = isHeld ? 'ref' : 'unref';
  for (const each of [child, child.channel, child.stdout, child.stderr])
    (each as { ref?(): void; unref?(): void } | null)?.[hold]?.();
}

async function carryOut(child: ChildProcess, asked: Asked): Promise<Ended> {
  const said = Promise.all([child.stdout, child.stderr].map((stream) => heard(stream, asked.endMark)));
  const over = new Promise<number | null>((resolve) => {
    const end = (code: number | null) => {
      child.off('message', tell).off('close', end);
      resolve(code);
    };
    const tell = ({ code }: { readonly code: number }) => end(code);
    child.on('message', tell).on('close', end);
  });
  child.send(asked);
  const code = await over;
  const [stdout = '', stderr = ''] = await said;
  return { code, stdout, stderr };
}

/** What comes until the mark, or until the end. */
function heard(stream: Readable | null, endMark: string): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    const take = (chunk: string) => {
      text += chunk;
      if (text.endsWith(endMark)) end();
    };
    const end = () => {
      stream?.off('data', take).off('close', end);
      resolve(text.endsWith(endMark) ? text.slice(0, -endMark.length) : text);
    };
    stream?.setEncoding('utf8').on('data', take).once('close', end);
  });
}
