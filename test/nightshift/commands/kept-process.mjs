/**
 * A process that carries out one command line after the other: the first module of a program is loaded anew for each,
 * what that imports is kept. A command is over when nothing that it began keeps the process from ending, as it is with
 * a process of its own. Plain JavaScript, because node runs it as it is.
 *
 * @import { Asked } from './kept-processes.ts'
 */
import { tmpdir } from 'node:os';
import { pathToFileURL } from 'node:url';
import { format } from 'node:util';

const send = process.send?.bind(process);
delete process.send;
process.on('disconnect', () => process.exit());

let commands = 0;
/** @type {readonly import('node:events').EventEmitter[]} */
const emitters = [process, process.stdout, process.stderr];

process.on('message', async (/** @type {Asked} */ { program, args, cwd, environment, endMark }) => {
  process.chdir(cwd);
  setEnvironment(environment);
  process.argv.splice(1, Number.POSITIVE_INFINITY, program, ...args);
  const before = emitters.map(listenersOf);
  commands += 1;
  try {
    await import(`${pathToFileURL(program)}?${commands}`);
  } catch (error) {
    process.stderr.write(`${format(error)}\n`);
    process.exitCode = 1;
  }
  while (isKept()) await later();
  for (const [place, emitter] of emitters.entries()) takeAway(emitter, before[place] ?? new Map());
  const code = Number(process.exitCode ?? 0);
  process.exitCode = undefined;
  // The folder may be removed from now on.
  process.chdir(tmpdir());
  process.stdout.write(endMark);
  process.stderr.write(endMark);
  send?.({ code });
});

/** @param {Readonly<Record<string, string>>} environment */
function setEnvironment(environment) {
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, environment);
}

/** Whether something keeps this process from ending, beside the pipes that lead to its host. */
function isKept() {
  return process.getActiveResourcesInfo().some((kind) => kind !== 'PipeWrap');
}

/** Comes round without being one of them. */
function later() {
  return new Promise((resolve) => setTimeout(resolve, 1).unref());
}

/** @param {import('node:events').EventEmitter} emitter */
function listenersOf(emitter) {
  return new Map(emitter.eventNames().map((name) => [name, new Set(emitter.rawListeners(name))]));
}

/**
 * Whoever has listened for the end of the process hears of it, and nobody listens any more.
 *
 * @param {import('node:events').EventEmitter} emitter
 * @param {ReturnType<typeof listenersOf>} before
 */
function takeAway(emitter, before) {
  for (const name of emitter.eventNames())
    for (const listener of emitter.rawListeners(name)) {
      if (before.get(name)?.has(listener)) continue;
      if (emitter === process && name === 'exit') listener(process.exitCode);
      // @ts-expect-error A listener is a function.
      emitter.removeListener(name, listener);
    }
}
