/** @import { Epoch } from './function-host-messages.ts' */
import { createRequire, syncBuiltinESMExports } from 'node:module';
import { promisify } from 'node:util';

/** Above this, node ignores a delay and fires at once. */
const longestDelayMs = 2 ** 31 - 1;

/**
 * Makes this process's `Date` and timers the cloud's, for all that is loaded afterwards. What stays real:
 * `performance`, `process.hrtime`, `AbortSignal.timeout` and the timeouts of sockets, because a round trip to a server on this machine
 * takes real time, and a limit meant for it would strike early if it ran as fast as the cloud. (Node's own `fetch`
 * takes its limits from the global timers, so those do run in cloud time.)
 *
 * @param {Epoch} epoch where the cloud's time stands, and how fast it goes
 */
export function keepCloudTime({ cloud, monotonicMs, scale }) {
  const { bigint: monotonicNs } = process.hrtime;
  const now = () => Math.floor(cloud + (Number(monotonicNs()) / 1e6 - monotonicMs) * scale);
  replaceDate(now);
  replaceTimers((ms) => (ms > longestDelayMs ? ms : ms / scale));
}

/** @param {() => number} now */
function replaceDate(now) {
  const RealDate = Date;
  RealDate.now = now;
  // A proxy and not a subclass: dates that node itself makes (of files, say) must be instances of `Date`, too.
  globalThis.Date = new Proxy(RealDate, {
    apply: () => new RealDate(now()).toString(),
    construct: (target, args, newTarget) =>
      Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
  });
  RealDate.prototype.constructor = globalThis.Date;
}

/**
 * Replaces the timers wherever code can get them from: the globals, `node:timers`, and their promised forms.
 *
 * @param {(ms: number) => number} realMs
 */
function replaceTimers(realMs) {
  // Not imported: only the modules' own objects can be changed.
  const load = createRequire(import.meta.url);
  const timers = load('node:timers');
  const promised = load('node:timers/promises');

  for (const name of ['setTimeout', 'setInterval']) {
    const { [name]: start } = timers;
    const { [name]: wait } = promised;
    promised[name] = (/** @type {number} */ ms, /** @type {unknown[]} */ ...rest) =>
      wait(realMs(ms), ...rest);
    timers[name] = (
      /** @type {unknown} */ callback,
      /** @type {number} */ ms,
      /** @type {unknown[]} */ ...rest
    ) => start(callback, realMs(ms), ...rest);
  }
  timers.setTimeout[promisify.custom] = promised.setTimeout;
  globalThis.setTimeout = timers.setTimeout;
  globalThis.setInterval = timers.setInterval;
  syncBuiltinESMExports();
}
