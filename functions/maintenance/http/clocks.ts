import { minuteMs } from '../foundation/time/duration.ts';

/** How far ahead of this machine's clock another one was, in milliseconds, and when that was seen. */
type Offset = { readonly aheadMs: number; readonly seenAt: number };

/** What other clocks showed, by their names: the hosts that answered lately. */
const offsets = new Map<string, Offset>();

/** Longer ago, either clock may have been set. */
const recentMs = 30 * minuteMs;
/** Clocks that differ by less agree: an answer is under way for a while, and a timer comes when it comes. */
const agreeMs = 3 * minuteMs;

/** Notes what the clock of another side showed, by the date of its answer; what is no date says nothing. */
export function noteClock(name: string, date: string | undefined): void {
  const shown = Date.parse(date ?? '');
  if (Number.isFinite(shown)) offsets.set(name, { aheadMs: shown - Date.now(), seenAt: Date.now() });
}

/**
 * Which of two clocks is off, that of `name` or that of this machine, as far as a third one tells; `undefined` when
 * the date of no answer is known.
 */
export function judgeClocks(name: string): string | undefined {
  const own = offsets.get(name);
  if (!own) return undefined;
  const minutes = Math.round(Math.abs(own.aheadMs) / minuteMs);
  const how = `${minutes} minutes ${own.aheadMs > 0 ? 'ahead of' : 'behind'}`;
  const there = new Date(own.seenAt + own.aheadMs).toISOString();
  const here = new Date(own.seenAt).toISOString();
  const shows = `it showed ${there}, this machine ${here}`;
  for (const [other, { aheadMs, seenAt }] of offsets) {
    if (other === name || Math.abs(Date.now() - seenAt) > recentMs) continue;
    if (Math.abs(aheadMs) < agreeMs)
      return `the clock of ${name} is off: it is ${how} that of this machine, with which ${other} agrees (${shows})`;
    if (Math.abs(aheadMs - own.aheadMs) < agreeMs)
      return `the clock of this machine is off: that of ${name} is ${how} it, and ${other} agrees with ${name} (${shows})`;
  }
  return `the clock of ${name} is ${how} that of this machine; which of the two is off cannot be told from here (${shows})`;
}

/** The same of the clock that was seen last, for whoever was refused for the time and not told by whom. */
export function judgeLatestClock(): string | undefined {
  const [latest] = [...offsets].toSorted(([, one], [, other]) => other.seenAt - one.seenAt);
  return latest && judgeClocks(latest[0]);
}
