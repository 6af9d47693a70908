import { expect, test } from 'vitest';
import { withFiles } from './run-nightshift.ts';

const job = (name: string, times: string) => `
  ${name}:
    action: restart
    ${times}
    targets: { region: beijing, names: ["${name}-*"] }
`;
const schedule = `version: 1
timezone: Europe/Berlin
regions:
  beijing: { region: cn-north-4, projectId: "0123456789abcdef0123456789abcdef" }
jobs:
${job('once', 'at: "2099-03-29T02:30"')}${job('past', 'at: 2020-12-12 03:00')}${job(
  'some-days',
  'cron: "30 3 * * *"\n    from: 2099-03-28\n    until: 2099-03-30',
)}`;

test('next, validate and triggers tell of times for once and of dates', async () => {
  await withFiles({ 'schedule.yaml': schedule }, async (nightshift) => {
    const next = await nightshift(['next', '--from', '2099-03-27', '--days', '7']);
    expect(next.stdout).toBe(`7 days from Fri 2099-03-27 00:00 +01:00: 3 fires, 0 skipped

LOCAL TIME                   UTC           JOB        NOTES
Sat 2099-03-28 03:30 +01:00  03-28 02:30Z  some-days
Sun 2099-03-29 03:30 +02:00  03-29 01:30Z  once       clocks go forward this night, from 02:00 to 03:00
Sun 2099-03-29 03:30 +02:00  03-29 01:30Z  some-days  clocks go forward this night, from 02:00 to 03:00

past has no fire in this time: it comes once, at 2020-12-12 03:00
`);
    const after = await nightshift(['next', '--from', '2099-04-01', '--days', '1']);
    expect(after.stdout).toContain('once has no fire in this time: it comes once, at 2099-03-29 02:30\n');
    expect(after.stdout).toContain(
      'some-days has no fire in this time: its cron does not come, with the dates from 2099-03-28 until 2099-03-30\n',
    );
    const validated = await nightshift(['validate']);
    expect(validated).toMatchObject({ code: 0, stderr: '' });
    expect(
      validated.stdout,
    ).toBe(`schedule.yaml:14:5 jobs.past.at: 2020-12-12 03:00 is over in Europe/Berlin: the job does not come any more - expected a time that is to come, or the job removed; people can run it by hand on any day
  14 |     at: 2020-12-12 03:00
     |     ^ warning at.over

schedule.yaml: 1 warning
3 jobs: once, past, some-days
`);
    const triggers = await nightshift(['triggers']);
    expect(
      triggers.stdout,
    ).toBe(`1 TIMER trigger, the tick: it names no job, and the function works out what is due
  - once: at "2099-03-29T02:30": a timer has no year, and would come every year
  - some-days: from 2099-03-28 and until 2099-03-30: a timer has no dates, and would come on every day

TRIGGER  SCHEDULE                   USER EVENT
tick     CRON_TZ=UTC 0 */5 * * * ?  (none)
`);
  });
});
