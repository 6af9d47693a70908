import { describe, expect, test } from 'vitest';
import { zoneOffset } from '../../../functions/maintenance/runtime/zone-offset.ts';
import { scheduledFires } from '../../../functions/maintenance/schedule/fires/scheduled-fires.ts';
import { stage } from './schedule-fixture.ts';

// What was measured of schedulers of the same kind: jitter that turned Friday 23:50 into Friday 00:10, and hours that
// a change of the clock swallowed or doubled.

/** All starts of a year, on the clock of a zone. */
async function startsOf(job: string, zone: string, year: number): Promise<string[]> {
  const { schedule, calendars } = await stage({ jobs: [job] });
  const span = { after: Date.UTC(year, 0, 1, -14), upTo: Date.UTC(year + 1, 0, 1, 14) };
  const clock = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' });
  return scheduledFires(schedule, span, zoneOffset, calendars)
    .map(({ startsAt }) => clock.format(startsAt))
    .filter((start) => start.startsWith(String(year)));
}

describe('jitter', () => {
  test('a weekly job at Friday 23:50 with 20 minutes of jitter does not run on Friday 00:10', async () => {
    const job = 'weekly: { cron: "50 23 * * FRI", jitter: 20m }';
    const starts = await startsOf(job, 'Asia/Shanghai', 2026);
    expect(starts).toHaveLength(52);
    const dayOf = (start: string) => new Date(`${start.slice(0, 10)}T00:00Z`).getUTCDay();
    for (const start of starts) {
      const isFridayNight = dayOf(start) === 5 && start.slice(11) >= '23:50';
      const isSaturdayMorning = dayOf(start) === 6 && start.slice(11) <= '00:10';
      expect([start, isFridayNight || isSaturdayMorning]).toEqual([start, true]);
    }
    // Both happen, or the jitter would do nothing.
    expect(new Set(starts.map(dayOf))).toEqual(new Set([5, 6]));
  });

  test('a monthly job on the 1st at 23:50 runs on the 2nd at the latest, not on the morning of the 1st', async () => {
    const starts = await startsOf('monthly: { cron: "50 23 1 * *", jitter: 20m }', 'Asia/Shanghai', 2026);
    expect(starts).toHaveLength(12);
    for (const start of starts) expect(start.slice(8)).toMatch(/^01 23:5\d$|^02 00:(0\d|10)$/);
  });

  test('a job of New Year’s Eve at 23:30 stays on that night', async () => {
    const starts = await startsOf('yearly: { cron: "30 23 31 12 *", jitter: 1h }', 'Asia/Shanghai', 2026);
    // The start of 2025's night may be in 2026; one of 2026 may be in 2027.
    for (const start of starts) expect(start).toMatch(/^2026-(12-31 23:[345]|01-01 00:[012])/);
  });

  test('a job of every quarter of an hour is spread too, instead of ignoring its jitter', async () => {
    const starts = await startsOf('often: { cron: "*/15 0-1 * * *", jitter: 10m }', 'Asia/Shanghai', 2026);
    const minutes = new Set(starts.map((start) => Number(start.slice(14)) % 15));
    expect(minutes).toEqual(new Set([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]));
  });

  test('is the same however often the schedule is deployed: it comes from the fire', async () => {
    const job = 'weekly: { cron: "50 23 * * FRI", jitter: 20m }';
    const one = await startsOf(job, 'Asia/Shanghai', 2026);
    expect(await startsOf(job, 'Asia/Shanghai', 2026)).toEqual(one);
  });
});

describe('a change of the clock', () => {
  test.each([
    ['Europe/Berlin', 2, '2026-03-29', '2026-10-25'],
    ['America/New_York', 2, '2026-03-08', '2026-11-01'],
    ['America/New_York', 1, '2026-03-08', '2026-11-01'],
  ])('in %s: hour %i is neither lost on %s nor doubled on %s', async (zone, hour, forward, back) => {
    const starts = await startsOf(`nightly: { cron: "0 ${hour} * * *", timezone: ${zone} }`, zone, 2026);
    const days = starts.map((start) => start.slice(0, 10));
    expect(days).toHaveLength(365);
    expect(new Set(days).size).toBe(365);
    expect(days).toContain(forward);
    expect(days.filter((day) => day === back)).toHaveLength(1);
  });

  test('02:00 in Berlin is neither lost on 29 March nor doubled on 25 October', async () => {
    const job = 'nightly: { cron: "0 2 * * *", timezone: Europe/Berlin }';
    const starts = await startsOf(job, 'Europe/Berlin', 2026);
    expect(starts.filter((start) => start.startsWith('2026-03-29'))).toEqual(['2026-03-29 03:00']);
    expect(starts.filter((start) => start.startsWith('2026-10-25'))).toEqual(['2026-10-25 02:00']);
  });
});
