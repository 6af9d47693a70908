import type { Clock } from '../foundation/clock.ts';

/**
 * Turns for what is done side by side, `atOnce` at a time: who has taken one calls the answer when he is done. After
 * `longestMs` his turn is over all the same, so that what is slow holds up nobody for long.
 */
export function createTurns(
  atOnce: number,
  longestMs: number,
  clock: Pick<Clock, 'wait'>,
): () => Promise<() => void> {
  const waiting: (() => void)[] = [];
  let free = atOnce;
  const pass = () => {
    const next = waiting.shift();
    if (next) next();
    else free += 1;
  };
  return async () => {
    if (free > 0) free -= 1;
    else await new Promise<void>((go) => waiting.push(go));
    const timer = new AbortController();
    let isOver = false;
    const end = () => {
      if (isOver) return;
      isOver = true;
      timer.abort('its turn is over');
      pass();
    };
    void clock.wait(longestMs, timer.signal).then(end);
    return end;
  };
}
