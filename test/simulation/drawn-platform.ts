import { type InstanceSeed, instanceIdOf } from '../../functions/minicloud/dcs/instance-seed.ts';
import type { SimulatedJob } from './drawn-jobs.ts';
import type { Random } from './random.ts';

/** Something that people or the cloud do while runs go on, some milliseconds after the beginning. */
export type Incident = { readonly afterMs: number } & (
  | { readonly kind: 'by-hand'; readonly job: string }
  | { readonly kind: 'retry-failed'; readonly job: string }
  | { readonly kind: 'cancel'; readonly job: string }
  | { readonly kind: 'timer-job'; readonly job: string }
  | { readonly kind: 'status' }
  | { readonly kind: 'vanish'; readonly instance: string }
  | { readonly kind: 'backup'; readonly instance: string; readonly seconds: number }
);

/** How the platform, the network and the journal behave until it is calm; chances are from 0 to 1. */
export type PlatformTemper = {
  readonly limitMs: number;
  readonly handOver: boolean;
  readonly crash: number;
  readonly missedTick: number;
  readonly lateTick: number;
  readonly repeatedTick: number;
  /** The very first tick is delivered twice at the same moment. */
  readonly twoFirstTicks: boolean;
  /** How often an invocation that failed is tried again under the same request id. */
  readonly retries: number;
  /** No tick comes in this span, in milliseconds after the beginning. */
  readonly outage: readonly [from: number, until: number] | undefined;
  /** Nobody reaches the journal in this span. */
  readonly journalOutage: readonly [from: number, until: number] | undefined;
  readonly lostAppend: number;
  /** How often a record begins to be given out badly: cut, empty, older than it is, or as if it were not there. */
  readonly badRead: number;
  /** How often an append to a record is answered as if it had been stored, and is not. */
  readonly unstored: number;
  /** The same of an entry of the register. */
  readonly unstoredEntry: number;
  /** How often the register is listed without what was entered in the last seconds. */
  readonly oldList: number;
  readonly slowCall: number;
  readonly deafChannel: number;
  readonly incidents: readonly Incident[];
};

const minuteMs = 60_000;

/** Draws the platform's temper. */
export function drawPlatform(
  random: Random,
  jobs: readonly SimulatedJob[],
  instances: readonly InstanceSeed[],
): Omit<PlatformTemper, 'twoFirstTicks'> {
  const rough = random.chance(0.75);
  const seldom = (chances: readonly number[]) => (rough ? random.pick(chances) : 0);
  const span = (longest: number): readonly [number, number] => {
    const from = random.whole(0, 110) * minuteMs;
    return [from, from + random.whole(1, longest) * minuteMs];
  };
  return {
    limitMs: random.pick([60, 120, 290, 290, 900, 1_800]) * 1_000,
    handOver: random.chance(0.5),
    crash: seldom([0, 0.1, 0.3, 0.5]),
    missedTick: seldom([0, 0, 0.1, 0.4]),
    lateTick: seldom([0, 0.2]),
    repeatedTick: seldom([0, 0.1, 0.4]),
    retries: random.whole(0, 2),
    outage: rough && random.chance(0.1) ? span(80) : undefined,
    journalOutage: rough && random.chance(0.1) ? span(15) : undefined,
    lostAppend: seldom([0, 0, 0.02, 0.1]),
    ...drawBadness(random.branch('badness'), rough),
    slowCall: seldom([0, 0.02, 0.1]),
    deafChannel: seldom([0, 0.1]),
    incidents: Array.from({ length: random.chance(0.5) ? random.whole(1, 3) : 0 }, () =>
      drawIncident(random, jobs, instances),
    ),
  };
}

/** Of its own branch, so that the nights of before keep all else that they had. */
function drawBadness(
  random: Random,
  rough: boolean,
): Pick<PlatformTemper, 'badRead' | 'unstored' | 'unstoredEntry' | 'oldList'> {
  const seldom = (chances: readonly number[]) => (rough ? random.pick(chances) : 0);
  const records = { badRead: seldom([0, 0, 0.05, 0.3]), unstored: seldom([0, 0, 0.02, 0.1]) };
  return { ...records, unstoredEntry: seldom([0, 0, 0.1]), oldList: seldom([0, 0, 0.1]) };
}

function drawIncident(
  random: Random,
  jobs: readonly SimulatedJob[],
  instances: readonly InstanceSeed[],
): Incident {
  const afterMs = random.whole(5 * 60, 100 * 60) * 1_000;
  const job = random.pick(jobs).name;
  const instance = instanceIdOf(random.pick(instances).name);
  return random.pick<Incident>([
    { afterMs, kind: 'by-hand', job },
    { afterMs, kind: 'retry-failed', job },
    { afterMs, kind: 'cancel', job },
    { afterMs, kind: 'cancel', job },
    { afterMs, kind: 'timer-job', job },
    { afterMs, kind: 'status' },
    { afterMs, kind: 'vanish', instance },
    { afterMs, kind: 'backup', instance, seconds: random.pick([60, 400]) },
  ]);
}
