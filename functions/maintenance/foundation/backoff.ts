/** How often something is tried, and how long the pauses between the tries are, in milliseconds. */
export type RetryRules = {
  /** All of them, the first included. */
  readonly tries: number;
  /** Before the second try. */
  readonly backoff: number;
  readonly maxBackoff: number;
  /** What each pause is of the one before; 2 when left out. */
  readonly growth?: number;
  /** The part of a pause that is left to chance, from 0 to 1; none when left out. */
  readonly jitter?: number;
  /** Asked to wait longer than this, nobody does. */
  readonly longestAsked?: number;
  /** Less time than this is not worth a try: it would end unanswered and perhaps be carried out all the same. */
  readonly leastTry?: number;
};

/** Where a thing stands after a try that failed in a way that may pass. */
export type Standing = {
  /** Tries made. */
  readonly tries: number;
  /** Milliseconds that the other side asked us to wait. */
  readonly askedMs?: number | undefined;
  /** From 0 to 1. */
  readonly chance: number;
  /** Milliseconds until all must be over. */
  readonly leftMs: number;
};

/** Why there is no further try: there were enough, or the pause before it would be longer than there is time. */
type NextTry = { readonly kind: 'wait'; readonly ms: number } | { readonly kind: 'enough' | 'no-time' };

/** The pause before try `n` (1 for the first repeat), without what the other side asks for. */
export function pauseMs(
  { backoff, maxBackoff, growth = 2, jitter = 0 }: Omit<RetryRules, 'tries'>,
  n: number,
  chance: number,
): number {
  const full = Math.min(maxBackoff, backoff * growth ** (Math.max(1, n) - 1));
  return Math.round(full * (1 - jitter + jitter * chance));
}

/** Whether to try again, and after how long: never sooner than it was asked for, nor sooner than it would have been. */
export function planTry(rules: RetryRules, { tries, askedMs = 0, chance, leftMs }: Standing): NextTry {
  if (tries >= rules.tries) return { kind: 'enough' };
  const ms = Math.max(pauseMs(rules, tries, chance), askedMs);
  const { longestAsked = Number.POSITIVE_INFINITY, leastTry = 0 } = rules;
  return askedMs > longestAsked || leftMs - ms < leastTry ? { kind: 'no-time' } : { kind: 'wait', ms };
}

/** How delays grow: each twice the one before, up to a cap. Milliseconds. */
export type BackoffRules = { readonly backoff: number; readonly maxBackoff: number };

/**
 * The delay before try `n` (1 for the first repeat): between half and all of the capped exponential, so that
 * instances that failed together do not come back together. The jitter comes from `seed` instead of a random
 * source: the same run, folded again after a crash, waits for the same instant.
 */
export function backoffMs({ backoff, maxBackoff }: BackoffRules, n: number, seed: string): number {
  return pauseMs({ backoff, maxBackoff, jitter: 0.5 }, n, chanceOf(seed));
}

/** Stands in for a random number from 0 to 1 where the same thing is to have the same one again. */
export function chanceOf(seed: string): number {
  return hash(seed) / 0xffffffff;
}

/**
 * How long a fire is put off, in whole seconds given as milliseconds: from nothing to `most`, spread evenly over
 * fires, and for the same fire always the same, so that a late or repeated delivery finds the same start.
 */
export function jitterOf(fireId: string, most: number): number {
  return Math.floor(((mixed(hash(fireId)) / 2 ** 32) * Math.max(0, most)) / 1_000) * 1_000;
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let bits = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) bits = Math.imul(bits ^ text.charCodeAt(i), 0x01000193);
  return bits >>> 0;
}

/** The high bits of FNV-1a hardly know of a text's last letters, in which the ids of fires differ. */
function mixed(bits: number): number {
  let mix = Math.imul(bits ^ (bits >>> 15), 0x2c1b3c6d);
  mix = Math.imul(mix ^ (mix >>> 12), 0x297a2d39);
  return (mix ^ (mix >>> 15)) >>> 0;
}
