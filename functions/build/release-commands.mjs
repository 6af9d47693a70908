import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

/**
 * What asked the release to end. While it is heeded no other command begins.
 *
 * @type {{ signal: NodeJS.Signals | undefined, heeded: boolean }}
 */
export const interruption = { signal: undefined, heeded: true };

/** @type {import('node:child_process').ChildProcess | undefined} */
let running;
const hasGroups = process.platform !== 'win32';
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM']))
  process.on(signal, () => {
    interruption.signal = signal;
    // npm does not tell what it has started, so all of its group are told; Ctrl-C tells our own group only.
    if (running?.pid === undefined) return;
    if (hasGroups) process.kill(-running.pid, signal);
    else running.kill(signal);
  });

/**
 * Gives what it printed, unless that goes to the terminal; throws what it complained of when it fails.
 *
 * @param {'git' | 'npm'} command
 * @param {readonly string[]} args
 * @param {{ readonly output?: 'pipe' | 'inherit', readonly cwd?: string }} how
 */
export async function run(command, args, { output = 'pipe', cwd = '.' } = {}) {
  const { signal, heeded } = interruption;
  if (signal !== undefined && heeded) throw new Error(`interrupted by ${signal}`);
  // On Windows npm is a script of the shell.
  const shell = command === 'npm' && !hasGroups;
  const child = spawn(command, args, { cwd, stdio: ['ignore', output, output], shell, detached: hasGroups });
  running = child;
  const [[code], stdout, stderr] = await Promise.all([
    once(child, 'close'),
    child.stdout ? text(child.stdout) : '',
    child.stderr ? text(child.stderr) : '',
  ]);
  running = undefined;
  if (code !== 0 && heeded && interruption.signal !== undefined)
    throw new Error(`interrupted by ${interruption.signal}`);
  if (code !== 0) throw new Error(`${[command, ...args.slice(0, 2)].join(' ')} failed\n${stderr}`.trimEnd());
  return stdout.trimEnd();
}

/** @param {string[]} args */
export async function git(...args) {
  return await run('git', args);
}
