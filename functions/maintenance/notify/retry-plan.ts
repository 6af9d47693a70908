import { parseRetryAfter } from './retry-after.ts';
import type { Verdict } from './verdict.ts';

/** A try that got no answer by then is given up. */
export const tryTimeoutMs = 10_000;
/** All tries of one notice together, waits included: telling must not eat the time of the run. */
export const budgetMs = 20_000;

/** Less time than this is not worth a try: it would end unanswered and perhaps arrive all the same. */
const leastTryMs = 250;
const mostTries = 3;
/** The longest wait before the second and the third try; the real one is a random part of it. */
const backoffMs = [1_000, 3_000];

/** What to do next. */
export type Step =
  | { readonly kind: 'try'; readonly waitMs: number }
  | { readonly kind: 'stop'; readonly why: string };

/** Where a notice stands after a try. */
export type Standing = {
  /** Tries made. */
  readonly tries: number;
  readonly verdict: Verdict;
  /** Milliseconds since 1970, as is `limit`, by which all must be over. */
  readonly now: number;
  readonly limit: number;
  /** From 0 up to but not including 1. */
  readonly random: number;
};

/** Milliseconds that a try begun now may take; 0 when it is too late for one. */
export function tryTime(now: number, limit: number): number {
  const left = limit - now;
  return left < leastTryMs ? 0 : Math.min(tryTimeoutMs, left);
}

/** Whether to try again, and after how long; `why` is empty when the verdict says it all. */
export function planTry({ tries, verdict, now, limit, random }: Standing): Step {
  if (verdict.kind !== 'transient') return { kind: 'stop', why: '' };
  if (tries >= mostTries) return { kind: 'stop', why: '' };
  const backoff = Math.floor(random * (backoffMs[tries - 1] ?? 0));
  const asked = verdict.retryAfter === undefined ? undefined : parseRetryAfter(verdict.retryAfter, now);
  const waitMs = Math.max(backoff, asked ?? 0);
  if (tryTime(now + waitMs, limit) > 0) return { kind: 'try', waitMs };
  return {
    kind: 'stop',
    why:
      asked === undefined
        ? 'no time left to try again'
        : `asked to wait ${Math.ceil(asked / 1_000)}s, longer than there is time`,
  };
}
