import { median } from './median.ts';

/** Something measured, beside what it is compared with in the same run. */
export type Figure = {
  readonly name: string;
  /** `power`: of the size that a cost grows with. */
  readonly unit: 'power' | 'ms' | 's' | 'min' | 'KB' | 'MB' | 'GB-s' | 'calls' | 'appends';
  readonly value: number;
  /** `null` where there is nothing to compare with. */
  readonly baseline: number | null;
  /** The value over the baseline. Not always their quotient: medians of ratios are not ratios of medians. */
  readonly ratio: number | null;
  /** What it must not exceed: the ratio, or the value in its unit. */
  readonly limit: { readonly of: 'ratio' | 'value'; readonly atMost: number } | null;
};

/** A figure whose ratio is the quotient of its value and baseline. */
export function figure(
  name: string,
  unit: Figure['unit'],
  { value, baseline, atMost }: { value: number; baseline: number | null; atMost?: number },
): Figure {
  return {
    name,
    unit,
    value,
    baseline,
    ratio: baseline === null ? null : value / baseline,
    limit: atMost === undefined ? null : { of: 'value', atMost },
  };
}

/**
 * A figure of which each value was measured right beside its baseline: the middle of the ratios stays where it is when
 * the machine has something else to do, which both of a pair have of.
 */
export function pairedFigure(
  name: string,
  unit: Figure['unit'],
  pairs: readonly (readonly [value: number, baseline: number])[],
  atMost?: number,
): Figure {
  return {
    name,
    unit,
    value: median(pairs.map(([value]) => value)),
    baseline: median(pairs.map(([, baseline]) => baseline)),
    ratio: median(pairs.map(([value, baseline]) => value / baseline)),
    limit: atMost === undefined ? null : { of: 'ratio', atMost },
  };
}

/** Whether a figure keeps its limit; one without a limit does. */
export function keepsLimit({ value, ratio, limit }: Figure): boolean {
  if (limit === null) return true;
  return (limit.of === 'value' ? value : (ratio ?? Number.POSITIVE_INFINITY)) <= limit.atMost;
}
