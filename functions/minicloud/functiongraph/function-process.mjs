/**
 * The process in which a function runs, as FunctionGraph's Node.js runtime does it: told by its last argument what
 * to load, and then by messages what to carry out. Plain JavaScript, because node runs it as it is.
 *
 * @import { Failure, Launch, ToProcess, Work } from './function-host-messages.ts'
 */
import { readFileSync, readSync } from 'node:fs';
import { createRequire } from 'node:module';
import { format } from 'node:util';
import { keepCloudTime } from './cloud-time.mjs';
import { Context } from './function-process-context.mjs';

/** @typedef {(event: unknown, context: Context, callback?: (error: unknown, value?: unknown) => void) => unknown} Handler */
/** @typedef {{ kind: 'answered', answer?: string } | { kind: 'failed', failure: Failure }} Ending */

/** @type {Launch} */
const launch = JSON.parse(process.argv.pop() ?? '');

/** See `standStill`; the host's own place for it among the file descriptors. */
const wakeUpPipe = 4;

// A function has no line to its platform.
/** @type {((message: unknown, sent: () => void) => unknown) | undefined} */
const send = process.send?.bind(process);
delete process.send;
// If the host is gone, nobody will ever ask again.
process.on('disconnect', () => process.exit());

const writeOut = process.stdout.write.bind(process.stdout);
const writeErr = process.stderr.write.bind(process.stderr);
// One log, in the order it was written. What node prints when it dies still comes through the other pipe.
process.stderr.write = writeOut;

const time = keepCloudTime(launch.now);
const load = loadHandler();
send?.({ kind: 'ready' }, standStill);

process.on('message', async (/** @type {ToProcess} */ message) => {
  if (message.kind === 'time') {
    const { due, connections } = await time.reach(message.now);
    // JSON has no infinity.
    const told = { due: Number.isFinite(due) ? due : null, connections };
    send?.({ kind: 'reached', turn: message.turn, ...told }, () => {});
    return;
  }
  const { work } = message;
  time.tell(work.startedAt);
  const ending = 'failure' in load ? load : await run(load.handler, work);
  writeOut(work.endMark);
  writeErr(work.endMark);
  send?.({ ...ending, peakMemoryBytes: peakMemory() }, standStill);
});

/**
 * Blocks this process, timers and all, until the host writes a byte: work that a handler leaves behind does not go on
 * once its answer is out. Not by SIGSTOP, because a stopped process outlives a host that was killed.
 */
function standStill() {
  const hostIsGone = readSync(wakeUpPipe, Buffer.alloc(1)) === 0;
  if (hostIsGone) process.exit();
}

/** @returns {{ handler: Handler } | { kind: 'failed', failure: Failure }} */
function loadHandler() {
  const { entry, exportName } = launch;
  try {
    const handler = createRequire(import.meta.url)(entry)[exportName];
    if (typeof handler === 'function') return { handler };
    const errorMessage = `handler '${exportName}' not found in module '${entry}'`;
    return { kind: 'failed', failure: { errorMessage, errorType: 'FunctionConfigError' } };
  } catch (error) {
    return { kind: 'failed', failure: { ...failureOf(error), errorType: 'FunctionLoadError' } };
  }
}

/**
 * Awaits a native async function only, like the platform's published emulator: from any other one a promise
 * becomes an empty object, and what it stands for is cut off with the answer.
 *
 * @param {Handler} handler
 * @param {Work} work
 * @returns {Promise<Ending>}
 */
async function run(handler, work) {
  const event = JSON.parse(work.event);
  const context = new Context(work);
  try {
    if (handler.constructor.name === 'AsyncFunction') return answered(await handler(event, context));
    return await runPlain(handler, event, context);
  } catch (error) {
    return { kind: 'failed', failure: failureOf(error, 'function invocation exception, error: ') };
  }
}

/**
 * The documented callback style; the first answer counts.
 *
 * @param {Handler} handler
 * @param {unknown} event
 * @param {Context} context
 * @returns {Promise<Ending>}
 */
function runPlain(handler, event, context) {
  return new Promise((resolve) => {
    const value = handler(event, context, (error, value) => {
      if (error === undefined || error === null) resolve(answered(value));
      else resolve({ kind: 'failed', failure: failureOf(error, 'function entry exception, error: ') });
    });
    const waitsForCallback = value === undefined && handler.length > 2;
    if (!waitsForCallback) resolve(answered(value));
  });
}

/**
 * @param {unknown} value
 * @returns {Ending}
 */
function answered(value) {
  return { kind: 'answered', answer: JSON.stringify(value) };
}

/**
 * @param {unknown} error
 * @returns {Failure}
 */
function failureOf(error, prefix = '') {
  if (!(error instanceof Error)) return { errorMessage: prefix + format(error), errorType: typeof error };
  return {
    errorMessage: prefix + error.message,
    errorType: launch.errorTypeFrom === 'class' ? error.constructor.name : error.name,
    stackTrace: (error.stack ?? '').split('\n'),
  };
}

/**
 * The most memory this process has held, in bytes. Not `maxRSS`, where there is better: on Linux that begins with
 * what the parent held when it forked.
 */
function peakMemory() {
  try {
    const [, kilobytes] = /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
    if (kilobytes !== undefined) return Number(kilobytes) * 1024;
  } catch {
    // No /proc, so no Linux.
  }
  return process.resourceUsage().maxRSS * 1024;
}
