import { describe, expect, test } from 'vitest';
import { summarySchema } from '../../functions/maintenance/report/summary.ts';
import { instanceIdOf } from '../../functions/minicloud/dcs/instance-seed.ts';
import {
  acceptedSince,
  groupCollisions,
  mostInFlight,
  repeatedActions,
} from '../minicloud/gateway/audit-invariants.ts';
import { halfPastThree, secrets, summariesOf, withDeployed } from './deployed-night.ts';

const nightly = `
  nightly:
    action: soft_restart
    cron: "30 3 * * *"
    targets: { region: beijing, tags: { env: staging } }
    rollout: { canary: 1, concurrency: 3, spreadBy: "tag:app", maxFailures: 2 }
    notify: [ops, plain]
`;
const apps = ['cart', 'cart', 'login', 'login', 'search', 'search', 'images', 'mail'];
const staging = apps.map((app, index) => ({ name: `${app}-${index}`, tags: { env: 'staging', app } }));
const bystander = { name: 'prod-1', tags: { env: 'prod', app: 'cart' } };

describe('the built function, on a timer tick at the minute of the cron', () => {
  test('restarts what is selected, keeps every rule of the rollout, and tells each channel once', async () => {
    const failing = instanceIdOf('login-2');
    const options = {
      jobs: nightly,
      instances: [...staging, bystander],
      faults: [
        {
          operation: 'RestartOrFlushInstances',
          matches: { instance: failing },
          times: 2,
          effect: { kind: 'item-failed' },
        },
        {
          operation: 'ListInstances',
          after: 3,
          times: 1,
          effect: { kind: 'throttled', retryAfterSeconds: 5 },
        },
      ],
    } as const;
    await withDeployed(options, async ({ cloud, inbox, tick }) => {
      const [summary, ...more] = summariesOf(await tick());
      expect(more).toEqual([]);
      expect(summarySchema.safeParse(summary).error).toBeUndefined();
      expect(summary).toMatchObject({
        run: 'nightly@2026-11-23T03:30:00+08:00',
        job: 'nightly',
        action: 'soft_restart',
        status: 'succeeded',
        scheduledFor: '2026-11-23T03:30:00+08:00',
        counts: { selected: 8, succeeded: 8, failed: 0, refused: 0, skipped: 0, deferred: 0, unknown: 0 },
      });
      expect(summary?.instances.find(({ id }) => id === failing)).toMatchObject({ attempts: 3 });

      const audit = cloud.audit();
      const groups = new Map(staging.map(({ name, tags }) => [instanceIdOf(name), [tags.app]]));
      expect(repeatedActions(audit)).toEqual([]);
      expect(mostInFlight(audit)).toBeLessThanOrEqual(3);
      expect(groupCollisions(audit, (id) => groups.get(id) ?? [])).toEqual([]);
      expect(
        audit.some((entry) => entry.kind === 'accepted' && entry.instance === instanceIdOf('prod-1')),
      ).toBe(false);

      expect(inbox.messages.map(({ path, answered }) => [path.split('/').at(-1), answered]).sort()).toEqual([
        ['ops', 'accepted'],
        ['plain', 'accepted'],
      ]);
      for (const { json } of inbox.messages)
        expect(json).toEqual({
          type: 'nightshift.run.finished',
          timestamp: expect.any(String),
          data: summary,
        });
    });
  });

  test('does not restart twice when the timer is delivered twice', async () => {
    await withDeployed({ jobs: nightly, instances: staging }, async ({ cloud, inbox, tick }) => {
      const first = summariesOf(await tick());
      const second = summariesOf(await tick(halfPastThree + 4_000));
      expect(second).toEqual(first);
      expect(repeatedActions(cloud.audit())).toEqual([]);
      expect(cloud.audit().filter(({ kind }) => kind === 'accepted')).toHaveLength(8);
      expect(inbox.messages).toHaveLength(2);
    });
  });

  test('does nothing on a tick that owns no fire, and asks the cloud nothing', async () => {
    await withDeployed({ jobs: nightly, instances: staging }, async ({ cloud, tick }) => {
      expect(summariesOf(await tick(halfPastThree - 300_000))).toEqual([]);
      expect(summariesOf(await tick(halfPastThree + 300_000))).toEqual([]);
      expect(cloud.audit()).toEqual([]);
    });
  });

  test('stops when more fail than maxFailures allows, and nothing starts after that', async () => {
    const jobs = nightly.replace('canary: 1, concurrency: 3', 'concurrency: 1');
    const faults = [{ operation: 'RestartOrFlushInstances', effect: { kind: 'ends-in-error' } }] as const;
    await withDeployed({ jobs, instances: staging, faults }, async ({ cloud, tick }) => {
      const [summary] = summariesOf(await tick());
      expect(summary).toMatchObject({ status: 'failed', counts: { failed: 3, skipped: 5 } });
      const lastEnd =
        cloud.audit().findLast((entry) => entry.kind === 'status' && entry.to === 'ERROR')?.at ?? 0;
      expect(acceptedSince(cloud.audit(), lastEnd)).toEqual([]);
    });
  });

  test("ends cleanly before the function's time limit: deferred, told, not killed", async () => {
    const jobs = nightly.replace('canary: 1, concurrency: 3', 'concurrency: 1');
    await withDeployed(
      { jobs, instances: staging, timeLimitSeconds: 300 },
      async ({ cloud, inbox, tick }) => {
        const invocation = await tick();
        const [summary] = summariesOf(invocation);
        expect(summary?.counts.deferred).toBeGreaterThan(0);
        expect(summary?.counts.succeeded).toBeGreaterThan(0);
        expect(summary?.status).toBe('partial');
        expect(inbox.messages).toHaveLength(2);
        expect(acceptedSince(cloud.audit(), halfPastThree + 240_000)).toEqual([]);
      },
    );
  });

  test('lets no secret out: not in a log, an answer or a message, also when the cloud echoes them', async () => {
    const faults = [
      { operation: 'ListInstances', after: 1, times: 2, effect: { kind: 'credentials-expired' } },
    ] as const;
    await withDeployed({ jobs: nightly, instances: staging, faults }, async ({ inbox, tick }) => {
      inbox.script({ kind: 'echo', status: 500 }, { times: 2 });
      const invocation = await tick();
      const seen = JSON.stringify([invocation, inbox.messages.map(({ body }) => body)]);
      for (const secret of Object.values(secrets)) expect(seen).not.toContain(secret);
      expect(invocation.logs.length).toBeGreaterThan(3);
      for (const line of invocation.logs)
        expect(JSON.parse(line)).toMatchObject({ requestId: invocation.requestId });
    });
  });
});

describe('a job whose fires come faster than its runs end', () => {
  test('is run once, and the fires that came due meanwhile are skipped, each with its own summary', async () => {
    const jobs = nightly.replace('30 3 * * *', '26-30 3 * * *');
    await withDeployed({ jobs, instances: staging }, async ({ cloud, tick }) => {
      const summaries = summariesOf(await tick());
      expect(summaries.map(({ run, status }) => [run.slice(-14, -9), status])).toEqual([
        ['03:26', 'succeeded'],
        ['03:27', 'skipped'],
        ['03:28', 'skipped'],
        ['03:29', 'skipped'],
        ['03:30', 'skipped'],
      ]);
      expect(repeatedActions(cloud.audit())).toEqual([]);
    });
  });
});
