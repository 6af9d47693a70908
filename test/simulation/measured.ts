import { createRandom, type Random } from './random.ts';

/** The conditions of a job as a seed draws them, in the terms in which it is judged. */
export type DrawnConditions = {
  readonly forMinutes: number;
  readonly otherwise: 'skip' | 'wait';
  readonly noData: 'refuse' | 'act';
};

/** What fragmentation conditions ask for. */
export const wantedRatio = 1.5;

/** How Cloud Eye is, and what there is to measure. */
export type MeasuringTemper = {
  readonly seed: number;
  /** How much later than its minute a value is there. */
  readonly lagMs: number;
  /** How many of the minutes have none. */
  readonly gaps: number;
  /** How often an instance has none at all. */
  readonly unmeasured: number;
  /** For how many minutes the ratio of an instance stays as it is. */
  readonly steadyMinutes: number;
  /** How often it is high. */
  readonly high: number;
  /** Nobody reaches it in this span, in milliseconds after the beginning. */
  readonly outage: readonly [from: number, until: number] | undefined;
  /** How often a call fails, and takes until nobody waits for it any more. */
  readonly failing: number;
  readonly hanging: number;
  /** How often an answer has values of times that are to come, or none but old ones. */
  readonly lying: number;
};

const minuteMs = 60_000;

/** Draws the conditions of a job; most have none. */
export function drawConditions(
  random: Random,
  windowMinutes: number | undefined,
): DrawnConditions | undefined {
  if (!random.chance(0.2)) return undefined;
  return {
    forMinutes: random.pick([0, 5, 30]),
    otherwise: windowMinutes === undefined ? 'skip' : random.pick(['skip', 'wait']),
    noData: random.pick(['refuse', 'refuse', 'refuse', 'act']),
  };
}

/** Draws how it is with what is measured. */
export function drawMeasuring(random: Random, seed: number): MeasuringTemper {
  const rough = random.chance(0.6);
  const seldom = (chances: readonly number[]) => (rough ? random.pick(chances) : 0);
  const from = random.whole(0, 110) * minuteMs;
  return {
    seed,
    lagMs: random.pick([0, 20_000, 70_000, 150_000, 300_000]),
    gaps: seldom([0, 0.05, 0.3]),
    unmeasured: seldom([0, 0.2]),
    steadyMinutes: random.pick([4, 15, 60, 600]),
    high: random.pick([0.2, 0.5, 0.8, 1]),
    outage: rough && random.chance(0.3) ? [from, from + random.whole(1, 40) * minuteMs] : undefined,
    failing: seldom([0, 0.1, 0.5]),
    hanging: seldom([0, 0, 0.1]),
    lying: seldom([0, 0, 0.2]),
  };
}

/** The ratio that was measured of an instance for the minute that ends at an instant; `undefined` for none. */
export function ratioAt(temper: MeasuringTemper, id: string, at: number): number | undefined {
  const { seed, unmeasured, steadyMinutes, high, gaps } = temper;
  const minute = Math.round(at / minuteMs);
  const chance = (what: string) => createRandom(seed).branch(`${id} ${what}`);
  if (chance('unmeasured').chance(unmeasured)) return undefined;
  if (gaps > 0 && chance(`gap ${minute}`).chance(gaps)) return undefined;
  const phase = chance('phase').whole(0, 1_000);
  const isHigh = chance(`level ${Math.floor((minute + phase) / steadyMinutes)}`).chance(high);
  return isHigh ? 1.8 : 1.2;
}

type MeasuredPoint = { readonly at: number; readonly value: number };

/** What Cloud Eye has of an instance at an instant, of a span of time. */
export function pointsOf(
  temper: MeasuringTemper,
  id: string,
  { from, to, now }: { readonly from: number; readonly to: number; readonly now: number },
): readonly MeasuredPoint[] {
  const points: MeasuredPoint[] = [];
  const last = Math.min(to, now - temper.lagMs);
  for (let at = Math.ceil(from / minuteMs) * minuteMs; at <= last; at += minuteMs) {
    const value = ratioAt(temper, id, at);
    if (value !== undefined) points.push({ at, value });
  }
  return points;
}
