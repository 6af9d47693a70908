import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { withFiles } from './run-nightshift.ts';

/** Berlin's clocks go forward on 2027-03-28 and back on 2027-10-31. */
const schedule = `version: 1
timezone: Europe/Berlin
regions:
  frankfurt: { region: eu-de, projectId: "\${PROJECT_ID}" }
calendars:
  freeze: [{ date: 2027-03-26, reason: end of the quarter }, { date: 2027-06-26, reason: end of the quarter }]
  moving: [{ ics: ./moving.ics }]
overrides:
  - { job: weekly, move: "05:00", until: 2027-03-28, by: li.wei, reason: load test }
jobs:
  nightly:
    action: soft_restart
    cron: "30 2 * * *"
    window: 2h
    targets: { region: frankfurt, names: ["cache-*"] }
    skipOn: [freeze, moving]
  weekly:
    action: restart
    cron: "0 4 * * 5,0"
    targets: { region: frankfurt, tags: { env: staging } }
  elsewhere:
    action: restart
    timezone: Asia/Shanghai
    cron: "30 9 28 3 *"
    targets: { region: frankfurt, names: ["session-*"], tags: { env: prod } }
  by-hand:
    action: restart
    targets: { region: frankfurt, names: ["*"] }
  retired:
    action: restart
    enabled: false
    cron: "0 1 * * *"
    targets: { region: frankfurt, names: ["*"] }
`;
const moving = `BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//example//moving//EN
BEGIN:VEVENT
UID:1
DTSTAMP:20260101T000000Z
DTSTART;VALUE=DATE:20270329
SUMMARY:moving house
END:VEVENT
END:VCALENDAR
`.replaceAll('\n', '\r\n');
const files = { 'schedule.yaml': schedule, 'moving.ics': moving };
const fourNights = ['next', '--from', '2027-03-26', '--days', '4'];

const firesSchema = z.strictObject({
  fires: z.array(
    z.strictObject({
      job: z.string(),
      at: z.iso.datetime({ offset: true }),
      utc: z.iso.datetime(),
      skipped: z.nullable(z.string()),
      notes: z.array(z.string()),
    }),
  ),
});

test('shows the coming fires: skips with their reason, overrides, DST nights, and jobs that may meet', async () => {
  await withFiles(files, async (nightshift) => {
    expect(await nightshift(fourNights)).toEqual({
      code: 0,
      stderr: '',
      stdout: `4 days from Fri 2027-03-26 00:00 +01:00: 7 fires, 2 skipped

LOCAL TIME                   UTC           JOB        NOTES
Fri 2027-03-26 02:30 +01:00  03-26 01:30Z  nightly    skipped: calendar freeze: end of the quarter
Fri 2027-03-26 05:00 +01:00  03-26 04:00Z  weekly     moved to 05:00 by li.wei until 2027-03-28: load test
Sat 2027-03-27 02:30 +01:00  03-27 01:30Z  nightly
Sun 2027-03-28 03:30 +02:00  03-28 01:30Z  nightly    clocks go forward this night, from 02:00 to 03:00; may hit the
                                                      same instances as weekly at 04:00
Sun 2027-03-28 09:30 +08:00  03-28 01:30Z  elsewhere
Sun 2027-03-28 04:00 +02:00  03-28 02:00Z  weekly     clocks go forward this night, from 02:00 to 03:00; may hit the
                                                      same instances as nightly at 03:30
Mon 2027-03-29 02:30 +02:00  03-29 00:30Z  nightly    skipped: calendar moving: moving house

by-hand has no fire in this time: it has no cron, and is run by hand
retired has no fire in this time: it is disabled
`,
    });
  });
});

test('of a job that comes very often shows how it goes on, and counts the others; all of them where that is asked for', async () => {
  const often = schedule.replace('cron: "30 2 * * *"', 'cron: "* * * * *"');
  await withFiles({ ...files, 'schedule.yaml': often }, async (nightshift) => {
    const { stdout } = await nightshift(['next', '--from', '2027-03-26', '--days', '2']);
    expect(stdout.split('\n').filter((line) => line.includes('  nightly'))).toHaveLength(5);
    expect(stdout).toMatch(/^2 days from .*: 2881 fires, 1440 skipped\n/);
    expect(stdout).toContain('  weekly  ');
    expect(stdout).toContain(
      'nightly has 2875 more, 1435 of them skipped, the last one at Sat 2027-03-27 23:59 +01:00: --all shows them\n',
    );
    const whole = await nightshift(['next', '--from', '2027-03-26', '--days', '2', '--all']);
    expect(whole.stdout.split('\n').filter((line) => / {2}(nightly|weekly)/.test(line))).toHaveLength(2_881);
    const { fires } = JSON.parse(
      (await nightshift(['next', '--from', '2027-03-26', '--days', '2', '--json'])).stdout,
    );
    expect(fires).toHaveLength(2_881);
  });
});

describe('--json', () => {
  test('gives every fire with its offset, in UTC, with the reason of a skip or null, and its notes', async () => {
    await withFiles(files, async (nightshift) => {
      const { stdout, code } = await nightshift([...fourNights, '--json']);
      const { fires } = firesSchema.parse(JSON.parse(stdout));
      expect(code).toBe(0);
      expect(fires).toHaveLength(7);
      expect(fires.filter(({ at }) => Date.parse(at) !== Date.parse('2027-03-28T01:30:00Z')).at(0)).toEqual({
        job: 'nightly',
        at: '2027-03-26T02:30:00+01:00',
        utc: '2027-03-26T01:30:00.000Z',
        skipped: 'calendar freeze: end of the quarter',
        notes: [],
      });
      expect(fires.find(({ job, at }) => job === 'nightly' && at.startsWith('2027-03-28'))).toEqual({
        job: 'nightly',
        at: '2027-03-28T03:30:00+02:00',
        utc: '2027-03-28T01:30:00.000Z',
        skipped: null,
        notes: [
          'clocks go forward this night, from 02:00 to 03:00',
          'may hit the same instances as weekly at 04:00',
        ],
      });
      for (const { at, utc } of fires) expect(Date.parse(at)).toBe(Date.parse(utc));
    });
  });
});

describe('what is asked for', () => {
  test('is one job, in its own zone, and still what it may meet', async () => {
    await withFiles(files, async (nightshift) => {
      const own = await nightshift(['next', 'elsewhere', '--from', '2027-03-28T09:30', '--days', '1']);
      expect(own.stdout).toMatch(/^1 day from Sun 2027-03-28 09:30 \+08:00: 1 fire, 0 skipped\n/);
      const weekly = await nightshift(['next', 'weekly', '--from', '2027-03-28', '--days', '1']);
      expect(weekly.stdout).toContain('nightly at 03:30');
      expect(weekly.stdout).not.toContain('nightly  ');
    });
  });

  test.each([
    ['2027-03-27', '2027-03-27 00:00 +01:00'],
    ['2027-03-27T12:00Z', '2027-03-27 13:00 +01:00'],
    ['2027-03-27T12:00+08:00', '2027-03-27 05:00 +01:00'],
    ['2027-03-28T02:30', '2027-03-28 03:30 +02:00'],
    ['2027-10-31T02:30', '2027-10-31 02:30 +02:00'],
  ])('begins at %s', async (from, begin) => {
    await withFiles(files, async (nightshift) => {
      expect((await nightshift(['next', '--days', '1', '--from', from])).stdout).toContain(` ${begin}: `);
    });
  });

  test('ends after that many days: a fire at the end belongs to the next look', async () => {
    await withFiles(files, async (nightshift) => {
      const look = async (from: string) => {
        const { stdout } = await nightshift(['next', 'nightly', '--days', '1', '--from', from, '--json']);
        return firesSchema.parse(JSON.parse(stdout)).fires.map(({ at }) => at);
      };
      expect(await look('2027-04-01T02:30')).toEqual(['2027-04-01T02:30:00+02:00']);
      expect(await look('2027-04-01T02:31')).toEqual(['2027-04-02T02:30:00+02:00']);
    });
  });

  test('is from now on where no time is given', async () => {
    await withFiles(files, async (nightshift) => {
      const before = Date.now();
      const { stdout } = await nightshift(['next', 'nightly', '--json']);
      const { fires } = firesSchema.parse(JSON.parse(stdout));
      expect(fires.length).toBeGreaterThanOrEqual(29);
      expect(Date.parse(fires[0]?.utc ?? '')).toBeGreaterThanOrEqual(before);
    });
  });
});

describe('what cannot be done', () => {
  test.each([
    [
      'a job that there is not',
      ['next', 'nigthly'],
      1,
      'nightshift: there is no job "nigthly" - expected one of nightly, weekly, elsewhere, by-hand, retired; did you mean "nightly"?',
    ],
    ['no number of days', ['next', '--days', '0'], 2, 'Expected a number of days from 1 to 3660.'],
    ['no day', ['next', '--from', '2027-02-30'], 2, 'Expected a time such as 2026-11-23'],
    [
      'no file',
      ['next', '--schedule', 'none.yaml'],
      1,
      'nightshift: none.yaml: there is no such file - expected the schedule there',
    ],
  ])('%s is told on standard error', async (_, args, code, told) => {
    await withFiles(files, async (nightshift) => {
      const ended = await nightshift(args);
      expect(ended).toMatchObject({ code, stdout: '' });
      expect(ended.stderr).toContain(told);
    });
  });

  test('a broken schedule is told of with all that is wrong, a line each', async () => {
    const broken = schedule.replace('soft_restart', 'softrestart').replace('"0 1 * * *"', '"0 0 1 * * *"');
    await withFiles({ ...files, 'schedule.yaml': broken }, async (nightshift) => {
      const { code, stdout, stderr } = await nightshift(['next']);
      expect([code, stdout]).toEqual([1, '']);
      expect(
        stderr
          .trimEnd()
          .split('\n')
          .map((line) => line.split(': ')[0]),
      ).toEqual(['schedule.yaml:12:13 jobs.nightly.action', 'schedule.yaml:32:11 jobs.retired.cron']);
    });
  });
});
