/** How delays grow: each twice the one before, up to a cap. Milliseconds. */
export type BackoffRules = { readonly backoff: number; readonly maxBackoff: number };

/**
 * The delay before try `n` (1 for the first repeat): between half and all of the capped exponential, so that
 * instances that failed together do not come back together. The jitter comes from `seed` instead of a random
 * source: the same run, folded again after a crash, waits for the same instant.
 */
export function backoffMs({ backoff, maxBackoff }: BackoffRules, n: number, seed: string): number {
  const full = Math.min(maxBackoff, backoff * 2 ** (Math.max(1, n) - 1));
  return Math.round(full * (0.5 + fraction(seed) / 2));
}

/** FNV-1a, as a fraction from 0 to 1. */
function fraction(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0) / 0xffffffff;
}
