import type { RequestFacts, Verdict } from '../../functions/minicloud/gateway/interceptor.ts';
import { brokenPromises, type Promises } from './broken-promises.ts';
import { halfPastThree } from './deployed-night.ts';
import { type Durable, type DurableOptions, withDurable } from './durable-night.ts';

/** Longer than from one night to the next. */
const idleSeconds = 2 * 86_400;

/** A night that is lived through again and again, and what its job promises. */
export type CrashStory = Omit<DurableOptions, 'instances'> & { readonly promises: Promises };

/**
 * Where the process is killed: before a request of its own is carried out, or after one that changes something. After
 * one that only reads is as before it: the process dies without the answer.
 */
export type CrashPoint = {
  readonly verdict: Extract<Verdict, `kill-${string}`>;
  /** Which of the requests that are meant, from 1. */
  readonly nth: number;
};

/** How many requests a night has, and how many of them change something. */
export type Requests = { readonly all: number; readonly changing: number };

/** What came of a night in which the process was killed. */
export type CrashedNight = CrashPoint & {
  /** What was asked for by the request; `undefined` when the night was over before it. */
  readonly killed: string | undefined;
  readonly broken: readonly string[];
  readonly statuses: readonly string[];
  /** What people were told of invocations that could do nothing. */
  readonly failures: readonly string[];
};

/**
 * Counts what the function asks for in a night without a crash; throws when that night breaks a promise. Its process
 * has lived through a night before, as those have that will be killed.
 */
export async function rehearse(story: CrashStory): Promise<Requests> {
  let counted: Requests = { all: 0, changing: 0 };
  await withStory(story, async (night) => {
    await live(night);
    await begin(night);
    night.cloud.interceptor = (request) => {
      const { all, changing } = counted;
      counted = { all: all + 1, changing: changing + (changes(request) ? 1 : 0) };
      return 'pass';
    };
    await live(night);
    const broken = brokenPromises(night, story.promises);
    if (broken.length > 0) throw new Error(broken.join('\n'));
  });
  return counted;
}

function changes({ method }: RequestFacts): boolean {
  return method !== 'GET';
}

/**
 * Kills the process at the points, each in a night of its own: night after night on one cloud, where the process that
 * goes on after a crash is a new one, and the next that is killed.
 */
export async function crashAt(
  story: CrashStory,
  points: readonly CrashPoint[],
): Promise<readonly CrashedNight[]> {
  const nights: CrashedNight[] = [];
  await withStory(story, async (night) => {
    for (const point of points) {
      nights.push(await crash(night, story.promises, point));
      await begin(night);
    }
  });
  return nights;
}

/** Every request of the night, before it is carried out, and every one that changes something, after it. */
export function pointsOf({ all, changing }: Requests): readonly CrashPoint[] {
  const upTo = (count: number, verdict: CrashPoint['verdict']) =>
    Array.from({ length: count }, (_, index) => ({ verdict, nth: index + 1 }));
  return [...upTo(all, 'kill-before'), ...upTo(changing, 'kill-after')];
}

async function crash(night: Durable, promises: Promises, point: CrashPoint): Promise<CrashedNight> {
  let seen = 0;
  let killed: string | undefined;
  night.cloud.interceptor = (request) => {
    if (point.verdict === 'kill-before' || changes(request)) seen += 1;
    if (seen !== point.nth || killed !== undefined) return 'pass';
    killed = `${request.method} ${request.target}`;
    return point.verdict;
  };
  await live(night);
  const missed = night.audit().some((entry) => entry.kind === 'intercepted' && entry.sender === undefined);
  return {
    ...point,
    killed,
    broken: [...brokenPromises(night, promises), ...(missed ? ['nobody knows which process to kill'] : [])],
    statuses: night.summaries().map(({ status }) => status),
    failures: night.failures(),
  };
}

function withStory(story: CrashStory, use: (night: Durable) => Promise<void>): Promise<void> {
  const options = { tickMinutes: 1, ...story, instances: story.promises.selected };
  return withDurable({ ...options, knobs: { ...story.knobs, idleSeconds } }, async (night) => {
    night.noteTick(halfPastThree - 60_000);
    await use(night);
  });
}

/** Another night, to which the process of the one before comes warm. */
async function begin(night: Durable): Promise<void> {
  night.cloud.interceptor = undefined;
  await night.nextNight();
  night.noteTick(night.cloud.clock.now() - 60_000);
}

async function live(night: Durable): Promise<void> {
  await night.tick();
  await night.tickUntilOver();
}
