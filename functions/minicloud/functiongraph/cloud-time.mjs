/** @import { Reached } from '../wire/clock-followers.ts' */
import { untilIdle } from '../wire/idle-turns.mjs';
import { replaceTimers } from './cloud-timers.mjs';
import { watchConnections } from './local-connections.mjs';

const { setImmediate: laterOn, setTimeout: realTimeout } = globalThis;

/**
 * Makes this process's `Date` and timers the cloud's, for all that is loaded afterwards: the time is what the platform
 * has told last, and stands still until it tells again. What stays real: `performance`, `process.hrtime`,
 * `AbortSignal.timeout` and the timeouts of sockets. (Node's own `fetch` takes its limits from the global timers, so
 * those do run in cloud time.)
 *
 * @param {number} startedAt milliseconds since 1970
 */
export function keepCloudTime(startedAt) {
  let told = startedAt;
  const connectionsNow = watchConnections();
  const timers = replaceTimers(() => told);
  replaceDate(() => Math.floor(told));
  /** @param {number} instant */
  const tell = (instant) => {
    told = Math.max(told, instant);
  };
  return {
    tell,
    /**
     * Tells the time, and resolves when everything was done that can be done by then.
     *
     * @param {number} instant
     * @returns {Promise<Reached>}
     */
    async reach(instant) {
      tell(instant);
      for (;;) {
        await untilIdle();
        const connections = connectionsNow();
        if (timers.firstAt() <= told) laterOn(timers.fireFirst);
        else if (isBusy() || !connections) await new Promise((resolve) => realTimeout(resolve, 1));
        else return { due: timers.firstAt(), connections };
      }
    },
  };
}

/** Whether something comes back by itself that is this machine's own work: files, the names of hosts, an immediate. */
function isBusy() {
  const resources = process.getActiveResourcesInfo();
  return resources.some(
    (resource) =>
      resource.startsWith('FSReq') ||
      resource === 'CloseReq' ||
      resource.startsWith('GetAddrInfo') ||
      resource === 'Immediate',
  );
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
