import { expect, test } from 'vitest';
import type { InstanceSeed } from '../../functions/minicloud/dcs/instance-seed.ts';
import { instanceIdOf } from '../../functions/minicloud/dcs/instance-seed.ts';
import { acceptedOutsideWindow } from '../minicloud/gateway/audit-invariants.ts';
import { withDurable } from './durable-night.ts';

/** In UTC, where the night begins at 19:30; some are given another one while the run goes on. */
const owned = (
  name: string,
  begin: string,
  end: string,
  moved?: readonly [seconds: number, begin: string, end: string],
): InstanceSeed => ({
  name,
  maintenance: { begin, end },
  ...(moved && { maintenanceChanges: [{ afterSeconds: moved[0], begin: moved[1], end: moved[2] }] }),
});

const instances = [
  owned('cache-open', '19:00:00', '20:00:00'),
  owned('cache-over-midnight', '20:20:00', '00:20:00'),
  owned('cache-moved-here', '02:00:00', '06:00:00', [1_000, '20:50:00', '23:00:00']),
  owned('cache-moved-away', '20:50:00', '22:00:00', [2_000, '02:00:00', '06:00:00']),
  owned('cache-late', '10:00:00', '14:00:00'),
  owned('cache-unread', '', ''),
];

const jobs = `
  nightly:
    action: soft_restart
    cron: "30 3 * * *"
    window: 2h
    inMaintenanceWindow: true
    targets: { region: beijing, names: ["cache-*"] }
    rollout: { canary: 1, concurrency: 1, maxFailures: 0 }
    notify: [ops]
`;

test('each instance is touched in its own maintenance window, which is waited for from tick to tick', async () => {
  await withDurable({ jobs, instances, tickMinutes: 30, scale: 5_000 }, async (night) => {
    await night.tick();
    await night.tickUntilOver();
    expect(acceptedOutsideWindow(night.cloud.audit(), instances)).toEqual([]);
    const [summary] = night.summaries();
    const ends = summary?.instances.map(
      ({ name, outcome, code, reason }) => `${name} ${outcome} ${code}: ${reason}`,
    );
    const late = 'not started: the window closed before its turn came; its maintenance window is';
    expect(ends?.sort()).toEqual([
      `cache-late skipped maintenance-window: ${late} 10:00-14:00 UTC (18:00-22:00 Asia/Shanghai)`,
      `cache-moved-away skipped maintenance-window: ${late} 02:00-06:00 UTC (10:00-14:00 Asia/Shanghai)`,
      expect.stringMatching(/^cache-moved-here succeeded returned: /),
      expect.stringMatching(/^cache-open succeeded returned: /),
      expect.stringMatching(/^cache-over-midnight succeeded returned: /),
      'cache-unread refused maintenance-unread: DCS tells no maintenance window of it, so it was not touched - set one in the console',
    ]);
    // By hand they are kept to as well, unless whoever asks says that it may be now.
    const event = { job: 'nightly', instances: [instanceIdOf('cache-late')] };
    const shown = await night.ask({ ...event, dryRun: true });
    expect(shown).toMatchObject({
      plans: [{ instances: [{ decision: 'act', maintenance: { begin: '10:00:00', end: '14:00:00' } }] }],
    });
    const done = await night.ask({ ...event, inMaintenanceWindow: false });
    expect(done).toMatchObject({
      summaries: [
        {
          status: 'succeeded',
          notes: ['inMaintenanceWindow: false in the event, so no maintenance window is waited for'],
        },
      ],
    });
  });
});
