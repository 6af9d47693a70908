import { expect, test } from 'vitest';
import { timerEvent } from '../../functions/minicloud/functiongraph/timer-event.ts';
import { halfPastThree } from './deployed-night.ts';
import { withDurable } from './durable-night.ts';

const job = (name: string, times: string) => `
  ${name}:
    action: soft_restart
    ${times}
    targets: { region: beijing, names: ["${name}"] }
    settle: { timeout: 20s, poll: 1s, acceptance: 4s }
    notify: [ops]
`;
const hourMs = 3_600_000;

test('a job for once and jobs with dates come at their times and never again', async () => {
  const jobs = [
    job('once', 'at: "2026-11-23 03:30"'),
    job('missed', 'at: "2026-11-22T23:00"'),
    job('later', 'at: "2027-11-23T03:30"'),
    job('tonight', 'cron: "30 3 * * *"\n    from: 2026-11-23\n    until: 2026-11-24'),
    job('over', 'cron: "30 3 * * *"\n    until: 2026-11-23'),
    job('coming', 'cron: "30 3 * * *"\n    from: 2026-11-24'),
  ];
  const names = ['once', 'missed', 'later', 'tonight', 'over', 'coming'];
  const instances = names.map((name) => ({ name, restartSeconds: 5 }));
  await withDurable({ jobs: jobs.join(''), instances }, async (night) => {
    const told = () =>
      night
        .summaries()
        .map(({ run, status, problems }) => [run, status, ...problems.map(({ code }) => code)])
        .sort();
    night.noteTick(halfPastThree - 6 * hourMs);
    await night.tick();
    await night.tickUntilOver();
    const expected = [
      ['missed@2026-11-22T23:00:00+08:00', 'skipped', 'missed'],
      ['once@2026-11-23T03:30:00+08:00', 'succeeded'],
      ['tonight@2026-11-23T03:30:00+08:00', 'succeeded'],
    ];
    expect(told()).toEqual(expected);

    const naming = (name: string, time: number) =>
      night.ask(timerEvent({ time, triggerName: 'own', userEvent: JSON.stringify({ job: name }) }));
    await night.tick(halfPastThree + hourMs / 12);
    await naming('once', halfPastThree);
    expect(told()).toEqual(expected);
    await naming('later', halfPastThree);
    await naming('over', halfPastThree);
    expect(told()).toEqual(
      [
        ...expected,
        ['later@2026-11-23T03:30:00+08:00', 'skipped', 'dates'],
        ['over@2026-11-23T03:30:00+08:00', 'skipped', 'dates'],
      ].sort(),
    );
    expect(night.cloud.audit().filter(({ kind }) => kind === 'accepted')).toHaveLength(2);
  });
});
