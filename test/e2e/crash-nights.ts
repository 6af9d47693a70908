import type { RequestFacts, Verdict } from '../../functions/minicloud/gateway/interceptor.ts';
import { brokenPromises, type Promises } from './broken-promises.ts';
import { halfPastThree } from './deployed-night.ts';
import { type Durable, type DurableOptions, withDurable } from './durable-night.ts';

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

/** Counts what the function asks for in a night without a crash; throws when that night breaks a promise. */
export async function rehearse(story: CrashStory): Promise<Requests> {
  let all = 0;
  let changing = 0;
  await withStory(story, async (night) => {
    night.cloud.interceptor = (request) => {
      all += 1;
      if (changes(request)) changing += 1;
      return 'pass';
    };
    await live(night);
    const broken = brokenPromises(night, story.promises);
    if (broken.length > 0) throw new Error(broken.join('\n'));
  });
  return { all, changing };
}

function changes({ method }: RequestFacts): boolean {
  return method !== 'GET';
}

/** Kills the process at the points, each in a night of its own. */
export async function crashAt(
  story: CrashStory,
  points: readonly CrashPoint[],
): Promise<readonly CrashedNight[]> {
  const nights: CrashedNight[] = [];
  // One by one: beside another one, each would look more often whether all that it waits for still waits.
  for (const point of points) nights.push(await crash(story, point));
  return nights;
}

/** Every request of the night, before it is carried out, and every one that changes something, after it. */
export function pointsOf({ all, changing }: Requests): readonly CrashPoint[] {
  const upTo = (count: number, verdict: CrashPoint['verdict']) =>
    Array.from({ length: count }, (_, index) => ({ verdict, nth: index + 1 }));
  return [...upTo(all, 'kill-before'), ...upTo(changing, 'kill-after')];
}

async function crash(story: CrashStory, point: CrashPoint): Promise<CrashedNight> {
  let seen = 0;
  let killed: string | undefined;
  let night: Omit<CrashedNight, keyof CrashPoint | 'killed'> | undefined;
  await withStory(story, async (durable) => {
    durable.cloud.interceptor = (request) => {
      if (point.verdict === 'kill-before' || changes(request)) seen += 1;
      if (seen !== point.nth || killed !== undefined) return 'pass';
      killed = `${request.method} ${request.target}`;
      return point.verdict;
    };
    await live(durable);
    const missed = durable.cloud
      .audit()
      .some((entry) => entry.kind === 'intercepted' && entry.sender === undefined);
    night = {
      broken: [
        ...brokenPromises(durable, story.promises),
        ...(missed ? ['nobody knows which process to kill'] : []),
      ],
      statuses: durable.summaries().map(({ status }) => status),
      failures: durable.failures(),
    };
  });
  if (!night) throw new Error('the night was not lived through');
  return { ...point, killed, ...night };
}

function withStory(story: CrashStory, use: (night: Durable) => Promise<void>): Promise<void> {
  return withDurable({ tickMinutes: 1, ...story, instances: story.promises.selected }, (night) => {
    night.noteTick(halfPastThree - 60_000);
    return use(night);
  });
}

async function live(night: Durable): Promise<void> {
  await night.tick();
  await night.tickUntilOver();
}
