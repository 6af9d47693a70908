import { describe, expect, test } from 'vitest';
import { instanceIdOf } from '../../functions/minicloud/dcs/instance-seed.ts';
import { type CrashStory, crashAt, pointsOf, rehearse } from './crash-nights.ts';

const apps = ['a-cart', 'b-cart', 'c-mail'];
const failing = (name: string, times: number, kind: 'ends-in-error' | 'item-failed') =>
  ({
    operation: 'RestartOrFlushInstances',
    matches: { instance: instanceIdOf(name) },
    times,
    effect: { kind },
  }) as const;

/** A canary, two of one group, one that fails for good, and one whose first try is not taken. */
const story: CrashStory = {
  jobs: `
  nightly:
    action: soft_restart
    cron: "30 3 * * *"
    startDeadline: 12h
    targets: { region: beijing, names: ["*"] }
    rollout: { canary: 1, concurrency: 2, spreadBy: "tag:app", maxFailures: 0 }
    retry: { attempts: 2, backoff: 5s }
    settle: { poll: 10s, acceptance: 30s, timeout: 10m }
    notify: [ops]
`,
  scale: 300_000,
  timeLimitSeconds: 3_600,
  faults: [failing('b-cart', 2, 'ends-in-error'), failing('c-mail', 1, 'item-failed')],
  promises: {
    selected: apps.map((name) => ({ name, tags: { app: name.slice(2) }, restartSeconds: 10 })),
    concurrency: 2,
    spreadBy: 'app',
    canary: ['a-cart'],
    maxFailures: 0,
  },
};

const points = pointsOf(await rehearse(story));

describe('a run of restarts, some of which fail', () => {
  test(`keeps every promise when its process is killed at any of ${points.length} points`, async () => {
    const nights = await crashAt(story, points);
    expect(nights.filter(({ broken }) => broken.length > 0)).toEqual([]);
    // Up to its crash a night is the rehearsal, request by request.
    expect(nights.filter(({ killed }) => killed === undefined)).toEqual([]);
  });
});
