import type { Clock } from '../foundation/clock.ts';
import { CodedError } from '../foundation/coded-error.ts';
import { formatDuration } from '../foundation/time/duration.ts';

/** What an invocation waits for, so that it can say so when its time is over. */
export interface Waits {
  /** Does something, of which it is known meanwhile what it is. */
  during<Result>(what: string, work: () => Promise<Result>): Promise<Result>;
  /** The same for telling people, for which the last of the time is kept. */
  telling<Result>(what: string, work: () => Promise<Result>): Promise<Result>;
  /** What is waited for, the longest first. */
  all(): readonly Wait[];
}

/** One thing that is waited for, and since when, in milliseconds since 1970. */
type Wait = { readonly what: string; readonly since: number; readonly tells: boolean };

/** Nothing is waited for yet. */
export function createWaits(now: () => number): Waits {
  const waits = new Set<Wait>();
  const watch = async <Result>(what: string, tells: boolean, work: () => Promise<Result>) => {
    const wait = { what, since: now(), tells };
    waits.add(wait);
    try {
      return await work();
    } finally {
      waits.delete(wait);
    }
  };
  return {
    during: (what, work) => watch(what, false, work),
    telling: (what, work) => watch(what, true, work),
    all: () => [...waits],
  };
}

/** Kept for telling people that an invocation did not come to an end, and for its answer where they are being told. */
const lastMs = 6_000;
const answerMs = 1_000;

/**
 * What work comes to, unless the invocation's time ends first. Everything that waits has a time limit of its own, and
 * ends before this: whatever was forgotten, people are told, and the platform need not kill the function. Throws
 * `CodedError` `time.over`.
 */
export async function withinTime<Result>(
  work: Promise<Result>,
  waits: Waits,
  clock: Clock,
  remainingMs: () => number,
): Promise<Result> {
  const limit = remainingMs();
  const ended = new AbortController();
  const over = async (): Promise<Result> => {
    await clock.wait(Math.max(0, limit - Math.min(lastMs, limit / 8)), ended.signal);
    if (waits.all().some(({ tells }) => tells))
      await clock.wait(Math.max(0, remainingMs() - answerMs), ended.signal);
    if (ended.signal.aborted) return work;
    throw new CodedError('time.over', overtime(waits.all(), limit, clock.now()));
  };
  try {
    return await Promise.race([work, over()]);
  } finally {
    ended.abort();
  }
}

function overtime([first, ...others]: readonly Wait[], limit: number, now: number): string {
  const ends = `the function's time of ${formatDuration(limit)} ends`;
  const advice = 'what was begun is not lost where there is a journal; a longer time limit may help';
  if (!first) return `${ends} while it computes - ${advice}`;
  const besides = others.length > 0 ? `, and for ${others.length} things more` : '';
  return `${ends} while it has waited for ${first.what} for ${formatDuration(now - first.since)}${besides} - ${advice}`;
}
