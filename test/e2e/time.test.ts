import { describe, expect, test } from 'vitest';
import { timerEvent } from '../../functions/minicloud/functiongraph/timer-event.ts';
import { halfPastThree, summariesOf, withDeployed } from './deployed-night.ts';

const instances = [{ name: 'cache-1' }];
const job = (rules: string) => `
  nightly:
    action: soft_restart
    cron: "30 3 * * *"
    targets: { region: beijing, names: ["cache-*"] }
    notify: [ops]
    ${rules}
`;

/** The one summary of a tick, and how many actions the cloud took on. */
async function night(
  rules: string,
  options: { after?: string; deliveredAfterSeconds?: number; zone?: string } = {},
) {
  let result:
    | { status: string; reasons: readonly string[]; notes: readonly string[]; accepted: number; told: number }
    | undefined;
  const jobs = `${job(rules)}${options.after ?? ''}`;
  await withDeployed(
    {
      jobs,
      instances,
      startAt: halfPastThree + (options.deliveredAfterSeconds ?? 0) * 1_000,
      ...(options.zone !== undefined && { zone: options.zone }),
    },
    async ({ cloud, inbox, tick }) => {
      const [summary] = summariesOf(await tick());
      if (!summary) throw new Error('there is no summary');
      result = {
        status: summary.status,
        reasons: summary.problems.map(({ reason }) => reason),
        notes: summary.notes,
        accepted: cloud.audit().filter(({ kind }) => kind === 'accepted').length,
        told: inbox.messages.length,
      };
    },
  );
  return result;
}

/** The time of the night is another day in each of the last two than in the schedule's own. */
const zones = ['Asia/Shanghai', 'UTC', 'America/New_York'];

describe.each(zones)('a fire that must not run, in a process whose own zone is %s,', (zone) => {
  test('is skipped under an override, which names who and why, and the channels are told', async () => {
    const after = `overrides:
  - { job: nightly, skip: true, until: 2026-11-25, by: li.wei, reason: load test }
`;
    expect(await night('', { after, zone })).toEqual({
      status: 'skipped',
      reasons: ['skipped by li.wei until 2026-11-25: load test'],
      notes: [],
      accepted: 0,
      told: 1,
    });
  });

  test('is run again on the first day that the override does not hold', async () => {
    const after = `overrides:
  - { job: nightly, skip: true, until: 2026-11-23, by: li.wei, reason: load test }
`;
    expect(await night('', { after, zone })).toMatchObject({ status: 'succeeded', accepted: 1 });
  });

  test('is skipped on a day of a calendar', async () => {
    const after = `calendars:
  freeze:
    - { from: 2026-11-22, to: 2026-11-24, reason: big sale }
`;
    expect(await night('skipOn: [freeze]', { after, zone })).toMatchObject({
      status: 'skipped',
      reasons: ['calendar freeze: big sale'],
      accepted: 0,
    });
  });
});

describe('a fire', () => {
  test('is skipped on a holiday of China, and run on a working day', async () => {
    const after = `calendars:
  workdays:
    - { china: workdays }
  holidays:
    - { china: holidays }
`;
    expect(await night('onlyOn: [holidays]', { after })).toMatchObject({ status: 'skipped', accepted: 0 });
    expect(await night('onlyOn: [workdays]', { after })).toMatchObject({ status: 'succeeded', accepted: 1 });
  });

  test.each([
    { rules: '', late: 1_500, status: 'succeeded' },
    { rules: '', late: 1_900, status: 'skipped' },
    { rules: 'window: 2h', late: 1_900, status: 'succeeded' },
    { rules: 'window: 2h', late: 7_260, status: 'skipped' },
    { rules: 'startDeadline: 5m', late: 360, status: 'skipped' },
  ])('delivered $late seconds late with "$rules": $status', async ({ rules, late, status }) => {
    expect(await night(rules, { deliveredAfterSeconds: late })).toMatchObject({ status });
  });
});

describe('a timer that names a job whose fire was put off', () => {
  const named = { jobs: ['nightly'] };

  test('waits for the jitter of the fire', async () => {
    await withDeployed({ jobs: job('jitter: 5m\n    window: 2h'), instances }, async ({ cloud, invoke }) => {
      const event = timerEvent({ time: halfPastThree, triggerName: 't', userEvent: JSON.stringify(named) });
      const [summary] = summariesOf(await invoke(event));
      const accepted = cloud.audit().find(({ kind }) => kind === 'accepted');
      expect(summary?.status).toBe('succeeded');
      expect(summary?.notes).toEqual([expect.stringContaining('jitter:')]);
      expect(accepted?.at).toBeGreaterThan(halfPastThree + 2_000);
      expect(accepted?.at).toBeLessThan(halfPastThree + 400_000);
    });
  });

  test.each(zones)('does not run it before the time to which it was moved, in %s', async (zone) => {
    const moved = `overrides:
  - { job: nightly, move: "23:00", until: 2026-11-25, by: li.wei, reason: load test }
`;
    await withDeployed({ jobs: `${job('')}${moved}`, instances, zone }, async ({ cloud, invoke }) => {
      const event = timerEvent({ time: halfPastThree, triggerName: 't', userEvent: JSON.stringify(named) });
      const [summary] = summariesOf(await invoke(event));
      expect(summary?.problems).toMatchObject([
        { code: 'early', reason: expect.stringContaining('starts at 2026-11-23T23:00:00+08:00') },
      ]);
      expect(cloud.audit().filter(({ kind }) => kind === 'accepted')).toEqual([]);
    });
  });
});

describe('a tick that waited behind the run of its job', () => {
  const minutely = job('window: 2h').replace('30 3 * * *', '30-40 3 * * *');

  test.each([
    { overlap: 'skip', statuses: ['succeeded', 'skipped', 'skipped', 'skipped', 'skipped', 'skipped'] },
    { overlap: 'queue', statuses: Array(6).fill('succeeded') },
  ])('with overlap $overlap: $statuses', async ({ overlap, statuses }) => {
    const slow = [{ name: 'cache-1', restartSeconds: 400 }];
    const jobs = minutely.replace('window: 2h', `window: 4h\n    overlap: ${overlap}`);
    await withDeployed({ jobs, instances: slow }, async ({ tick }) => {
      const first = summariesOf(await tick());
      // The fires from 03:31 to 03:35, which came due while the one of 03:30 was still going.
      const second = summariesOf(await tick(halfPastThree + 300_000));
      expect([...first, ...second].map(({ status }) => status)).toEqual(statuses);
    });
  });
});
