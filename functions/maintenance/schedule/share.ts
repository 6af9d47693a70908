/** A count (`3`) or a part of the selected instances (`25%`). */
export type Share = { readonly count: number } | { readonly percent: number };

/** What a share looks like when written as a percentage from 0% to 100%. */
export const percentPattern = /^(100|\d{1,2})%$/;

/** The same, where nothing at all would make no sense. */
export const somePercentPattern = /^(100|[1-9]\d?)%$/;

/** Reads `25%`; the text has matched `percentPattern`. */
export function parsePercent(text: string): Share {
  return { percent: Number(text.slice(0, -1)) };
}

/** How many of `total` a share allows at once: never fewer than one, or nothing could ever start. */
export function shareAtOnce(share: Share, total: number): number {
  const wanted = 'count' in share ? share.count : Math.floor((total * share.percent) / 100);
  return Math.max(1, wanted);
}

/**
 * How many failures a share tolerates before nothing new starts, as AWS Systems Manager counts MaxErrors:
 * a count n allows n and stops at n+1; a percentage stops when that part of the targets has failed
 * ("10% of 50" stops at the fifth error).
 */
export function shareTolerated(share: Share, total: number): number {
  if ('count' in share) return share.count;
  return Math.max(0, Math.ceil((total * share.percent) / 100) - 1);
}
