import { CodedError } from '../foundation/coded-error.ts';
import { formatDuration, minuteMs } from '../foundation/time/duration.ts';

/** The ticks of a process that were ahead of its clock, since the last one that was not. */
export interface TicksAhead {
  /**
   * Throws `CodedError` for a tick that is dated too far ahead of the clock, all in milliseconds: `tick.ahead`, or
   * `clock.behind` where several in a row were ahead by about the same, so that it is the clock which is wrong.
   */
  check(at: number, now: number, tickMs: number): void;
}

/** Remembers as long as the process lives. */
export function createTicksAhead(): TicksAhead {
  let earlier: readonly { readonly at: number; readonly aheadMs: number }[] = [];
  return {
    check(at, now, tickMs) {
      const aheadMs = at - now;
      if (aheadMs <= longestAheadMs(tickMs)) {
        if (earlier.length > 0) earlier = [];
        return;
      }
      // The same event again, which the console's test dialog and the platform's retries send, says nothing new.
      const others = earlier.filter((each) => each.at !== at);
      const alike = others.filter((each) => Math.abs(each.aheadMs - aheadMs) <= tickMs);
      earlier = [...others.slice(-mostRemembered), { at, aheadMs }];
      throw alike.length > 0
        ? clockBehind(aheadMs, now, alike.length + 1)
        : tickAhead(at, aheadMs, now, tickMs);
    },
  };
}

const mostRemembered = 9;

/**
 * Clocks differ a little. What is a tick further ahead than that would answer for fires of which other ticks come in
 * time; where ticks are seldom, five minutes are a wrong clock all the same.
 */
function longestAheadMs(tickMs: number): number {
  return Math.max(2 * minuteMs, Math.min(tickMs, 5 * minuteMs));
}

function tickAhead(at: number, aheadMs: number, now: number, tickMs: number): CodedError {
  return new CodedError(
    'tick.ahead',
    `the tick is dated ${iso(at)}, ${formatDuration(aheadMs)} ahead of this machine's clock, ${iso(now)} - ` +
      `expected at most ${formatDuration(longestAheadMs(tickMs))}; nothing was begun for it, and the ticks of the ` +
      'timer go on as before. By hand, send {"job":"NAME"}',
  );
}

function clockBehind(aheadMs: number, now: number, count: number): CodedError {
  return new CodedError(
    'clock.behind',
    `${count} ticks in a row were ahead of this machine's clock by about the same: the clock, at ${iso(now)}, ` +
      `is behind by about ${formatDuration(aheadMs)}. Nothing is begun until it is right - expected the platform to ` +
      'set it: publish the function anew to get another machine, and tell the support of Huawei Cloud',
  );
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
