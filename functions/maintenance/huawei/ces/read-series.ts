import { type CallCause, causeIn } from '../../foundation/call-cause.ts';
import { inParallel } from '../../foundation/in-batches.ts';
import type { MetricPoint, SeriesWanted } from '../../plan/metric-series.ts';
import { CallError } from '../../run/call-failure.ts';
import type { SeriesSpan } from '../../run/metrics.ts';
import { refusesWhatWasAsked } from './ces-failure.ts';
import { keyOf } from './read-metric-data.ts';

/** What a call gave for a series that was asked for: its points, or why there is none to judge by. */
export type Got =
  | { readonly kind: 'points'; readonly points: readonly MetricPoint[] }
  | { readonly kind: 'unread'; readonly cause: CallCause };

/** One call for some series; a series without an entry has no points. Throws `CallError`. */
export type Ask = (series: readonly SeriesWanted[]) => Promise<ReadonlyMap<string, readonly MetricPoint[]>>;

/** What was found out of a region's CES, for as long as the process lives. */
export type CesLimits = {
  /** How many metrics a call may have: 500, and 10 in older and partner regions. */
  metrics: number;
  /** How many points, which the service keeps to by moving `from`. */
  points: number;
  /** So many points were seen to be given from the very start. */
  proven: number;
};

/** What is documented. */
export function documentedLimits(): CesLimits {
  return { metrics: 500, points: 3_000, proven: 0 };
}

const fewMetrics = 10;
const minuteMs = 60_000;

/** How many calls of a read are under way at once: the answer of each has up to 3,000 points, and is in memory. */
const callsAtOnce = 6;

/**
 * Reads series in as few calls as the limits allow, whatever the service makes of them, by `keyOf`.
 *
 * Asked for too many points the service moves `from`, and says nothing of it. So where a call of several series gives
 * none of them a point at the start, some of them are asked for again: if that gives older points, the call was cut, and
 * all of it is asked for in smaller parts; if not, there are none. A call that is refused for what it asks is made again with
 * ten metrics in each, and then with one, so that one metric that a region does not have spoils no other.
 */
export async function readSeries(
  series: readonly SeriesWanted[],
  { from, to }: Pick<SeriesSpan, 'from' | 'to'>,
  limits: CesLimits,
  ask: Ask,
): Promise<ReadonlyMap<string, Got>> {
  const got = new Map<string, Got>();
  const minutes = Math.max(1, Math.ceil((to - from) / minuteMs));
  /** Of how many points the call was that began at an instant. */
  const starts = new Map<number, number>();
  const trueStarts = new Set<number>();
  let refusedSingly = false;

  /** In parts of what is allowed now; the first of them alone, as it shows what is allowed. */
  async function readAll(all: readonly SeriesWanted[]): Promise<void> {
    for (let done = 0; done < all.length; ) {
      const size = Math.max(1, Math.min(limits.metrics, Math.floor(limits.points / minutes)));
      const round = all.slice(done, done + (done === 0 ? size : size * callsAtOnce));
      await inParallel(partsOf(round, size), callsAtOnce, readPart);
      done += round.length;
    }
  }

  async function readPart(part: readonly SeriesWanted[]): Promise<void> {
    const answer = await askOnce(part);
    if (!answer) return;
    const start = earliest(part.map((one) => answer.get(keyOf(one))?.[0]?.at));
    if (maybeCut(part, start)) {
      const some = someOf(part, answer);
      await readPart(some);
      const others = part.filter((one) => !some.includes(one));
      const again = earliest(some.map((one) => firstOf(got.get(keyOf(one)))));
      if (again !== undefined && (start === undefined || again < start)) {
        limits.points = Math.max(minutes, Math.min(limits.points, some.length * minutes));
        return readAll(others);
      }
      const lost = some.map((one) => got.get(keyOf(one))).find((one) => one?.kind === 'unread');
      if (lost) return settle(others, () => lost);
    }
    settle(part, (one) => ({ kind: 'points', points: answer.get(keyOf(one)) ?? [] }));
  }

  function settle(part: readonly SeriesWanted[], giving: (one: SeriesWanted) => Got): void {
    for (const one of part) got.set(keyOf(one), giving(one));
  }

  /** Cut calls of different lengths begin at different instants: of two that begin at one, neither was cut. */
  function maybeCut(part: readonly SeriesWanted[], start: number | undefined): boolean {
    const points = part.length * minutes;
    if (start !== undefined && start <= from + minuteMs) limits.proven = Math.max(limits.proven, points);
    if (part.length === 1 || points <= limits.proven) return false;
    if (start === undefined) return true;
    // Unless even a call of half as many has no more than a minute, which says nothing.
    if ((starts.get(start) ?? points) !== points && start <= to - minuteMs) trueStarts.add(start);
    starts.set(start, points);
    return !trueStarts.has(start);
  }

  /** The answer; where there is none, that is seen to. */
  async function askOnce(part: readonly SeriesWanted[]) {
    try {
      return await ask(part);
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
      const isForThem = refusesWhatWasAsked(error) && part.length > 1 && !refusedSingly;
      if (!isForThem) settle(part, () => ({ kind: 'unread', cause: causeIn(error.failure) }));
      else if (part.length > fewMetrics) {
        limits.metrics = fewMetrics;
        await readAll(part);
      } else {
        await inParallel(part, callsAtOnce, (one) => readPart([one]));
        // When none is taken even so, it is not for one of them.
        refusedSingly = part.every((one) => got.get(keyOf(one))?.kind === 'unread');
      }
      return undefined;
    }
  }

  await readAll(series);
  return got;
}

/**
 * Those of a call to ask for again, so few that a call of them begins much earlier where the first one was cut: half of them,
 * the one that begins first and those that have nothing before all others; of a call without any point, which may have
 * begun after the newest, a tenth.
 */
function someOf(
  part: readonly SeriesWanted[],
  answer: ReadonlyMap<string, readonly MetricPoint[]>,
): readonly SeriesWanted[] {
  const firstOfOne = (one: SeriesWanted) => answer.get(keyOf(one))?.[0]?.at ?? Number.POSITIVE_INFINITY;
  const empty = part.filter((one) => firstOfOne(one) === Number.POSITIVE_INFINITY);
  const [first, ...others] = part
    .filter((one) => !empty.includes(one))
    .toSorted((one, other) => firstOfOne(one) - firstOfOne(other));
  if (first) return [first, ...empty, ...others].slice(0, Math.floor(part.length / 2));
  const step = Math.min(10, part.length);
  return part.filter((_, place) => place % step === 0);
}

function partsOf<Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, part) =>
    items.slice(part * size, (part + 1) * size),
  );
}

function earliest(instants: readonly (number | undefined)[]): number | undefined {
  const known = instants.filter((at) => at !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}

function firstOf(got: Got | undefined): number | undefined {
  return got?.kind === 'points' ? got.points[0]?.at : undefined;
}
