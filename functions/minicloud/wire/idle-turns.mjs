import { performance } from 'node:perf_hooks';

const later = setImmediate;
const turn = () => new Promise((resolve) => later(resolve));
/** So many turns in a row without anything to do, as what a process says to itself takes one to arrive. */
const idleTurns = 2;
/** Where node does not count events (before 20.18), and where they never cease. */
const mostTurns = 50;
const blindTurns = 4;

/** How many events the event loop of this process has handled, as libuv counts them; `undefined` where node does not tell. */
export function eventsHandled() {
  /** @type {{ uvMetricsInfo?: { events: number } }} */
  const { uvMetricsInfo } = performance.nodeTiming;
  return uvMetricsInfo?.events;
}

/**
 * Resolves when this process has done all that it could do at once: its event loop went round and found nothing.
 * Answers whether it had found something before.
 */
export async function untilIdle() {
  let found = false;
  // What is handled right now is counted when the turn is over.
  await turn();
  let events = eventsHandled();
  const most = events === undefined ? blindTurns : mostTurns;
  for (let turns = 0, idle = 0; turns < most && idle < idleTurns; turns++) {
    await turn();
    const handled = eventsHandled();
    const quiet = events !== undefined && handled === events;
    idle = quiet ? idle + 1 : 0;
    found ||= events !== undefined && !quiet;
    events = handled;
  }
  return found;
}
