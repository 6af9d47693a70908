import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { type Ended, runKept } from './kept-processes.ts';

/** Is given what sends the program a signal. */
export type Killable = (kill: (signal: NodeJS.Signals) => void) => void;

/** For who asks for a process of its own, which knows of no command before, and sends it no signal. */
export const inOwnProcess: Killable = () => {};

/**
 * Runs the built program in a folder, with the environment that is given and nothing else. In a process that is kept,
 * unless signals are to be sent to it or node itself is told something.
 */
export type Nightshift = (
  args: readonly string[],
  environment?: Readonly<Record<string, string>>,
  killable?: Killable,
) => Promise<Ended>;

/** Lays files into a folder of their own and runs the built program there. */
export async function withFiles(
  files: Readonly<Record<string, string | Uint8Array>>,
  use: (nightshift: Nightshift, folder: string) => Promise<void>,
): Promise<void> {
  const program = resolve('dist/local/nightshift.mjs');
  if (!existsSync(program)) throw new Error('there is no dist/local/nightshift.mjs: npm run build makes it');
  const folder = await mkdtemp(join(tmpdir(), 'nightshift-'));
  try {
    for (const [path, content] of Object.entries(files)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), content);
    }
    await use((args, own = {}, killable) => {
      const { TZ } = process.env;
      const environment: Readonly<Record<string, string>> = { ...(TZ === undefined ? {} : { TZ }), ...own };
      const isOrdinary = killable === undefined && environment['NODE_OPTIONS'] === undefined;
      return isOrdinary
        ? runKept(program, { args, environment, cwd: folder })
        : runAlone(program, { args, environment, cwd: folder }, killable);
    }, folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function runAlone(
  program: string,
  { args, environment, cwd }: Parameters<typeof runKept>[1],
  killable?: Killable,
): Promise<Ended> {
  // As its first lines start it.
  const child = spawn(process.execPath, ['--', program, ...args], {
    cwd,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  killable?.((signal) => child.kill(signal));
  const said = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const)
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      said[stream] += text;
    });
  return new Promise((end, fail) => {
    child.once('error', fail);
    child.once('close', (code) => end({ code, ...said }));
  });
}

/** What a terminal would be asked to do beside showing text. */
export const escapes = new RegExp(`${String.fromCharCode(0x1b)}\\[[0-9;]*m`, 'g');
