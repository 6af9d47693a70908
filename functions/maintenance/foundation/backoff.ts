/** How delays grow: each twice the one before, up to a cap. Milliseconds. */
export type BackoffRules = { readonly backoff: number; readonly maxBackoff: number };

/**
 * The delay before try `n` (1 for the first repeat): between half and all of the capped exponential, so that
 * instances that failed together do not come back together. The jitter comes from `seed` instead of a random
 * source: the same run, folded again after a crash, waits for the same instant.
 */
export function backoffMs({ backoff, maxBackoff }: BackoffRules, n: number, seed: string): number {
  const full = Math.min(maxBackoff, backoff * 2 ** (Math.max(1, n) - 1));
  return Math.round(full * (0.5 + hash(seed) / 0xffffffff / 2));
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
