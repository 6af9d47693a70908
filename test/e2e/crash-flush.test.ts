import { describe, expect, test } from 'vitest';
import { type CrashStory, crashAt, pointsOf, rehearse } from './crash-nights.ts';

/** A canary and one more, and both need a backup first: neither has one that is young enough. */
const story: CrashStory = {
  jobs: `
  nightly:
    action: flush
    cron: "30 3 * * *"
    startDeadline: 12h
    targets: { region: beijing, names: ["*"] }
    rollout: { canary: 1, concurrency: 1, maxFailures: 0 }
    retry: { attempts: 2, backoff: 5s }
    settle: { poll: 10s, acceptance: 30s, timeout: 10m }
    destroysData: acknowledged
    backup: required
    notify: [ops]
`,
  scale: 300_000,
  timeLimitSeconds: 3_600,
  promises: {
    selected: ['a-cart', 'b-mail'].map((name) => ({ name, flushSeconds: 10, newBackupSeconds: 10 })),
    concurrency: 1,
    canary: ['a-cart'],
    maxFailures: 0,
    backup: 'required',
  },
};

const points = pointsOf(await rehearse(story));

describe('a run of flushes, each after a backup', () => {
  test(`keeps every promise when its process is killed at any of ${points.length} points`, async () => {
    const nights = await crashAt(story, points);
    expect(nights.filter(({ broken }) => broken.length > 0)).toEqual([]);
    // Up to its crash a night is the rehearsal, request by request.
    expect(nights.filter(({ killed }) => killed === undefined)).toEqual([]);
  });
});
