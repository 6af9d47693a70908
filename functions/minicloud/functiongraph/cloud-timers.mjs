import { AsyncResource } from 'node:async_hooks';
import { createRequire, syncBuiltinESMExports } from 'node:module';
import { promisify } from 'node:util';

/** Above this, node warns and waits for a millisecond. */
const longestDelayMs = 2 ** 31 - 1;

/**
 * Replaces the timers wherever code can get them from (the globals, `node:timers`, and their promised forms) by ones
 * that fire only when they are told to.
 *
 * @param {() => number} now cloud time
 * @returns {{ firstAt(): number, fireFirst(): void }} when the first of them is due (`Infinity`: there is none)
 */
export function replaceTimers(now) {
  /** Of all timers that run, the first due at the end; of those due at once, the one that was set first. @type {CloudTimer[]} */
  const running = [];
  let last = 0;

  class CloudTimer {
    #resource = new AsyncResource('Timeout');
    #callback;
    #ms;
    #rest;
    #repeats;
    due = 0;
    id = ++last;

    /** @param {(...rest: unknown[]) => void} callback @param {unknown} ms @param {unknown[]} rest @param {boolean} repeats */
    constructor(callback, ms, rest, repeats) {
      this.#callback = callback;
      this.#ms = legalDelay(ms);
      this.#rest = rest;
      this.#repeats = repeats;
      this.refresh();
    }
    refresh() {
      this.close();
      this.due = now() + this.#ms;
      let place = running.length;
      while (place > 0 && (running[place - 1]?.due ?? 0) <= this.due) place--;
      running.splice(place, 0, this);
      return this;
    }
    close() {
      const place = running.indexOf(this);
      if (place >= 0) running.splice(place, 1);
      return this;
    }
    fire() {
      this.close();
      if (this.#repeats) this.refresh();
      this.#resource.runInAsyncScope(this.#callback, this, ...this.#rest);
    }
    // The process lives as long as its platform wants it to.
    ref() {
      return this;
    }
    unref() {
      return this;
    }
    hasRef() {
      return true;
    }
    [Symbol.toPrimitive]() {
      return this.id;
    }
    [Symbol.dispose]() {
      this.close();
    }
  }

  // Not imported: only the modules' own objects can be changed.
  const load = createRequire(import.meta.url);
  const timers = load('node:timers');
  const promised = load('node:timers/promises');
  const { setTimeout: refuse, clearTimeout: clearReal } = timers;

  /** @param {boolean} repeats */
  const starter =
    (repeats) =>
    (/** @type {unknown} */ callback, /** @type {unknown} */ ms, /** @type {unknown[]} */ ...rest) =>
      typeof callback === 'function'
        ? new CloudTimer(/** @type {(...rest: unknown[]) => void} */ (callback), ms, rest, repeats)
        : refuse(callback);
  const clear = (/** @type {unknown} */ timer) => {
    if (timer instanceof CloudTimer) timer.close();
    else if (typeof timer === 'number' || typeof timer === 'string')
      running.find(({ id }) => id === Number(timer))?.close();
    else clearReal(timer);
  };
  const [setTimeout, setInterval] = [starter(false), starter(true)];
  Object.assign(timers, { setTimeout, setInterval, clearTimeout: clear, clearInterval: clear });
  Object.assign(globalThis, { setTimeout, setInterval, clearTimeout: clear, clearInterval: clear });
  const wait = promisedTimeout(setTimeout, clear);
  promised.setTimeout = wait;
  promised.setInterval = promisedInterval(setInterval, clear);
  promised.scheduler.wait = (/** @type {number} */ ms, /** @type {WaitOptions} */ options) =>
    wait(ms, undefined, options);
  Object.defineProperty(setTimeout, promisify.custom, { enumerable: true, value: wait });
  syncBuiltinESMExports();

  return {
    firstAt: () => running.at(-1)?.due ?? Number.POSITIVE_INFINITY,
    fireFirst: () => running.at(-1)?.fire(),
  };
}

/** @param {unknown} ms */
function legalDelay(ms) {
  const delay = Number(ms);
  if (delay > longestDelayMs)
    process.emitWarning(`${delay} does not fit into a 32-bit signed integer.`, 'TimeoutOverflowWarning');
  return delay >= 1 && delay <= longestDelayMs ? Math.trunc(delay) : 1;
}

/** @typedef {{ signal?: AbortSignal } | undefined} WaitOptions */

/** @param {Function} setTimeout @param {(timer: unknown) => void} clear */
function promisedTimeout(setTimeout, clear) {
  return (/** @type {number} */ ms, /** @type {unknown} */ value, /** @type {WaitOptions} */ options) =>
    new Promise((resolve, reject) => {
      const signal = options?.signal;
      if (signal?.aborted) return reject(abortError(signal));
      const abort = () => {
        clear(timer);
        reject(abortError(signal));
      };
      const timer = setTimeout(() => {
        signal?.removeEventListener('abort', abort);
        resolve(value);
      }, ms);
      signal?.addEventListener('abort', abort, { once: true });
    });
}

/** @param {Function} setInterval @param {(timer: unknown) => void} clear */
function promisedInterval(setInterval, clear) {
  return async function* (
    /** @type {number} */ ms,
    /** @type {unknown} */ value,
    /** @type {WaitOptions} */ options,
  ) {
    const signal = options?.signal;
    let due = 0;
    let wake = () => {};
    const timer = setInterval(() => {
      due += 1;
      wake();
    }, ms);
    const abort = () => wake();
    signal?.addEventListener('abort', abort, { once: true });
    try {
      for (;;) {
        if (signal?.aborted) throw abortError(signal);
        if (due > 0) {
          due -= 1;
          yield value;
        } else {
          await new Promise((resolve) => {
            wake = () => resolve(undefined);
          });
        }
      }
    } finally {
      clear(timer);
      signal?.removeEventListener('abort', abort);
    }
  };
}

/** As node's own, which is not for others to make. @param {AbortSignal | undefined} signal */
function abortError(signal) {
  const error = new Error('The operation was aborted', { cause: signal?.reason });
  return Object.assign(error, { name: 'AbortError', code: 'ABORT_ERR' });
}
