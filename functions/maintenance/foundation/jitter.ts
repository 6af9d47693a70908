/**
 * How long a fire is put off, in whole seconds given as milliseconds: from nothing to `most`, spread evenly over
 * fires, and for the same fire always the same, so that a late or repeated delivery finds the same start.
 */
export function jitterOf(fireId: string, most: number): number {
  return Math.floor((fraction(fireId) * Math.max(0, most)) / 1_000) * 1_000;
}

/** FNV-1a, from 0 (included) to 1 (excluded); mixed once more, as its high bits hardly know of the last letters. */
function fraction(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  hash = Math.imul(hash ^ (hash >>> 12), 0x297a2d39);
  return ((hash ^ (hash >>> 15)) >>> 0) / 2 ** 32;
}
