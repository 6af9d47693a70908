import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { cpuOf } from './cpu-of.ts';
import { type Figure, figure } from './figure.ts';

/** The power of its size that a cost may grow with: one is linear, and sorting is a little more. */
const mostGrowth = 1.2;

/**
 * The least milliseconds of CPU that each work takes, of several turns in which all have theirs one after another, each
 * beginning with no garbage of another. Whatever else the machine does makes a work dearer and never cheaper: the least
 * is what it costs, and the same every time.
 */
export function leastCpuOf(turns: number, works: readonly (() => unknown)[]): readonly number[] {
  const least = works.map(() => Number.POSITIVE_INFINITY);
  for (let turn = 0; turn < turns; turn++)
    for (const [place, work] of works.entries()) {
      collectGarbage();
      least[place] = Math.min(least[place] ?? 0, cpuOf(work).cpuMs);
    }
  return least;
}

/** Collects all of it at once, so that what is measured next begins with none of another's. */
export function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
}

/** What something costs at a size, and what it is compared with. */
export type Cost = { readonly size: number; readonly value: number; readonly baseline: number };

/** How a cost grows from one size to another, as the power of the size, beside how its baseline does. */
export function growth(small: Cost, large: Cost): Figure {
  const sizes = Math.log(large.size / small.size);
  return figure('the same, as a power of its size', 'power', {
    value: Math.log(large.value / small.value) / sizes,
    baseline: Math.log(large.baseline / small.baseline) / sizes,
    atMost: mostGrowth,
  });
}

/** Something that is done to so many, and what is done beside it to be compared with. */
export type Work = { readonly work: () => unknown; readonly beside: () => unknown };

/** What a work costs at the larger of two sizes, and how that grows from the smaller. */
export function costAndGrowth(
  name: string,
  [small, large]: readonly [small: number, large: number],
  workOn: (size: number) => Work,
  { turns, atMost }: { readonly turns: number; readonly atMost?: number },
): readonly Figure[] {
  const works = [large, small].map(workOn).flatMap(({ work, beside }) => [work, beside]);
  const [ofLarge = 0, besideLarge = 0, ofSmall = 0, besideSmall = 0] = leastCpuOf(turns, works);
  return [
    figure(name, 'ms', { value: ofLarge, baseline: besideLarge, ...(atMost !== undefined && { atMost }) }),
    growth(
      { size: small, value: ofSmall, baseline: besideSmall },
      { size: large, value: ofLarge, baseline: besideLarge },
    ),
  ];
}
