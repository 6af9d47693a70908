import { describe, expect, test } from 'vitest';
import { brokenPromises } from './broken-promises.ts';
import { type Durable, withDurable } from './durable-night.ts';

/** Away for long enough that somebody can be asked meanwhile. */
const fleet = Array.from({ length: 6 }, (_, index) => ({ name: `cache-${index}`, restartSeconds: 120 }));
const jobs = `
  nightly:
    action: soft_restart
    cron: "30 3 * * *"
    targets: { region: beijing, names: ["*"] }
    rollout: { concurrency: 2 }
    settle: { inFunction: 10m }
    notify: [ops]
`;
const run = 'nightly@2026-11-23T03:30:00+08:00';
const slow = { jobs, instances: fleet };

/** Lets the tick fire, and resolves when the first call that restarts has gone out. */
async function begun(night: Durable): Promise<{ readonly over: Promise<void> }> {
  let over: Promise<void> = Promise.resolve();
  await new Promise<void>((resolve) => {
    night.cloud.interceptor = ({ method }) => {
      if (method === 'PUT') resolve();
      return 'pass';
    };
    over = night.tick();
  });
  return { over };
}

describe('a run that is going on', () => {
  test('is shown by status, held and with what is left, and by history when it has ended', async () => {
    await withDurable(slow, async (night) => {
      const { over } = await begun(night);
      expect(await night.ask({ command: 'status' })).toEqual({
        unfinished: [
          {
            run,
            enteredAt: expect.stringContaining('2026-11-23T03:3'),
            state: 'held',
            note: expect.stringMatching(/^held by \S+ until 2026-11-23T03:3/),
            selected: 6,
            left: expect.any(Number),
            away: expect.arrayContaining([
              expect.objectContaining({ region: 'beijing', expected: 'RUNNING' }),
            ]),
          },
        ],
        ended: [],
      });
      expect(await night.ask({ command: 'history' })).toEqual({ ended: [] });
      await over;
      const ended = [
        {
          run,
          job: 'nightly',
          status: 'succeeded',
          endedAt: expect.stringContaining('2026-11-23T03:3'),
          outcomes: expect.objectContaining({ succeeded: 6, failed: 0 }),
        },
      ];
      expect(await night.ask({ command: 'status' })).toEqual({ unfinished: [], ended });
      expect(await night.ask({ command: 'history' })).toEqual({ ended });
    });
  });

  test('is cancelled by an event: what is in flight is seen to its end, and the rest is skipped', async () => {
    await withDurable(slow, async (night) => {
      const { over } = await begun(night);
      expect(await night.ask({ cancel: run })).toEqual({ cancelled: run, left: expect.any(Number) });
      await over;
      await night.tickUntilOver();
      expect(brokenPromises(night, { selected: fleet, concurrency: 2 })).toEqual([]);
      const [summary] = night.summaries();
      expect(summary?.counts).toMatchObject({ selected: 6, succeeded: 2, skipped: 4 });
      const skipped = summary?.instances.filter(({ outcome }) => outcome === 'skipped') ?? [];
      expect(new Set(skipped.map(({ code }) => code))).toEqual(new Set(['cancelled']));
      expect(night.cloud.audit().filter(({ kind }) => kind === 'accepted')).toHaveLength(2);
      expect(await night.ask({ cancel: run })).toEqual({
        started: false,
        reason: `the run "${run}" has ended - expected one that is not over`,
      });
      expect(await night.ask({ cancel: 'nightly@nobody-knows' })).toMatchObject({ started: false });
    });
  });

  test('is cancelled while nobody holds it, and the next tick ends it', async () => {
    await withDurable(slow, async (night) => {
      night.cloud.interceptor = ({ method }) => (method === 'PUT' ? 'kill-after' : 'pass');
      await night.tick();
      night.cloud.interceptor = undefined;
      expect(await night.ask({ cancel: run })).toEqual({ cancelled: run, left: 6 });
      await night.tickUntilOver();
      expect(brokenPromises(night, { selected: fleet, concurrency: 2 })).toEqual([]);
      expect(night.summaries()[0]?.counts).toMatchObject({ selected: 6, skipped: 4 });
      expect(night.cloud.audit().filter(({ kind }) => kind === 'accepted')).toHaveLength(2);
    });
  });
});
