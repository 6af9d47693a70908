import { describe, expect, test } from 'vitest';
import type { PlatformKnobs } from '../../functions/minicloud/functiongraph/platform-knobs.ts';
import { brokenPromises } from './broken-promises.ts';
import { halfPastThree } from './deployed-night.ts';
import { withDurable } from './durable-night.ts';

const fleet = Array.from({ length: 6 }, (_, index) => ({ name: `cache-${index}` }));
const promises = { selected: fleet, concurrency: 2 };
const jobs = `
  nightly:
    action: soft_restart
    cron: "30 3 * * *"
    targets: { region: beijing, names: ["*"] }
    rollout: { concurrency: 2 }
    notify: [ops]
`;
/** Too short for all six, so that the run goes from one invocation to the next. */
const short = { jobs, instances: fleet, timeLimitSeconds: 120 };

/** Delivers events of a kind at once, at once again as if it were another, and once more late. */
function thrice(of: 'timer' | 'async'): PlatformKnobs['deliver'] {
  return ({ cause }) =>
    cause === of
      ? [{ afterSeconds: 0 }, { afterSeconds: 0, requestId: 'fresh' }, { afterSeconds: 200 }]
      : [{ afterSeconds: 0 }];
}

describe('events that come more than once, late or never', () => {
  test.each([
    ['ticks', 'timer'],
    ['hand-overs', 'async'],
  ] as const)('%s that come twice at once and a third time late are acted on once', async (_, cause) => {
    await withDurable({ ...short, knobs: { deliver: thrice(cause) } }, async (night) => {
      await night.tick();
      await night.tickUntilOver();
      expect(brokenPromises(night, promises)).toEqual([]);
      expect(night.summaries()).toMatchObject([{ status: 'succeeded', counts: { succeeded: 6 } }]);
      expect(night.failures()).toEqual([]);
      expect(night.ends().filter((end) => end.cause === cause).length).toBeGreaterThanOrEqual(3);
    });
  });

  test('a tick that comes when its run is over tells nobody again', async () => {
    await withDurable({ ...short, timeLimitSeconds: 900 }, async (night) => {
      await night.tick();
      const accepted = () => night.cloud.audit().filter(({ kind }) => kind === 'accepted').length;
      expect([accepted(), night.inbox.messages.length]).toEqual([6, 1]);
      await night.tick(halfPastThree);
      await night.tick(halfPastThree + 4_000);
      expect([accepted(), night.inbox.messages.length]).toEqual([6, 1]);
    });
  });

  test('a hand-over that is lost costs no more than the time to the next tick', async () => {
    let lost = 0;
    const deliver: PlatformKnobs['deliver'] = ({ cause }) => {
      if (cause !== 'async') return [{ afterSeconds: 0 }];
      lost += 1;
      return [];
    };
    await withDurable({ ...short, knobs: { deliver } }, async (night) => {
      await night.tick();
      await night.tickUntilOver();
      expect(brokenPromises(night, promises)).toEqual([]);
      expect(night.summaries()).toMatchObject([{ status: 'succeeded', counts: { succeeded: 6 } }]);
      // Each tick goes on where the one before had to leave: none is waited through.
      const acting = night.cloud
        .audit()
        .flatMap((entry) => (entry.kind === 'accepted' ? [Math.floor(entry.at / 300_000)] : []));
      const spans = [...new Set(acting)].map((span) => span - (acting[0] ?? 0));
      expect(spans).toEqual(spans.map((__, index) => index));
      expect(lost).toBeGreaterThan(0);
    });
  });

  test.each(['kill-before', 'kill-after'] as const)(
    'a process that dies over its hand-over (%s) has left the run in order',
    async (verdict) => {
      await withDurable(short, async (night) => {
        let handedOver = 0;
        night.cloud.interceptor = ({ method, target }) => {
          if (method !== 'POST' || !target.includes('/invocations-async')) return 'pass';
          handedOver += 1;
          return handedOver === 1 ? verdict : 'pass';
        };
        await night.tick();
        await night.tickUntilOver();
        expect(night.ends().map(({ end }) => end)).toContain('crashed');
        expect(brokenPromises(night, promises)).toEqual([]);
        expect(night.summaries()).toMatchObject([{ status: 'succeeded', counts: { succeeded: 6 } }]);
      });
    },
  );

  test('fires of an hour without ticks are run where they are in time, and told as missed where not', async () => {
    const twoJobs = `
  in-time:
    action: soft_restart
    cron: "30 2 * * *"
    window: 2h
    targets: { region: beijing, names: ["cache-0"] }
    notify: [ops]
  too-late:
    action: soft_restart
    cron: "30 2,3 * * *"
    targets: { region: beijing, names: ["cache-1"] }
    notify: [ops]
  gone-by:
    action: soft_restart
    cron: "35 2 * * *"
    targets: { region: beijing, names: ["cache-2"] }
    notify: [ops]
`;
    await withDurable({ jobs: twoJobs, instances: fleet }, async (night) => {
      night.noteTick(halfPastThree - 65 * 60_000);
      await night.tick();
      await night.tickUntilOver();
      const told = night.summaries().map(({ run, status, notes, problems }) => ({
        run: run.replace('2026-11-23T', '').replace(':00+08:00', ''),
        status,
        notes,
        problems: problems.map(({ code }) => code),
      }));
      expect(told.sort((a, b) => (a.run < b.run ? -1 : 1))).toEqual([
        { run: 'gone-by@02:35', status: 'skipped', notes: [], problems: ['missed'] },
        { run: 'in-time@02:30', status: 'succeeded', notes: [], problems: [] },
        {
          run: 'too-late@03:30',
          status: 'succeeded',
          notes: ['missed, as no tick came in time: too-late@2026-11-23T02:30:00+08:00'],
          problems: [],
        },
      ]);
    });
  });
});
