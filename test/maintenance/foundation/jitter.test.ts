import { describe, expect, test } from 'vitest';
import { jitterOf } from '../../../functions/maintenance/foundation/backoff.ts';
import { stage } from '../schedule/schedule-fixture.ts';

const minute = 60_000;
const ids = Array.from({ length: 4_000 }, (_, index) => {
  const day = new Date(Date.UTC(2020, 0, 1 + index)).toISOString().slice(0, 10);
  return `nightly@${day}T03:30:00+08:00`;
});

describe('jitter', () => {
  test('is the same for the same fire, in whole seconds, from nothing up to its most', () => {
    for (const id of ids) {
      const delay = jitterOf(id, 20 * minute);
      expect(delay).toBe(jitterOf(id, 20 * minute));
      expect(delay % 1_000).toBe(0);
      expect(delay).toBeGreaterThanOrEqual(0);
      expect(delay).toBeLessThanOrEqual(20 * minute);
    }
  });

  test('is spread evenly, over the nights of a job and over the jobs of a night', () => {
    const jobs = Array.from({ length: 4_000 }, (_, index) => `job-${index}@2026-11-23T03:30:00+08:00`);
    for (const fires of [ids, jobs]) {
      const counts = new Array<number>(20).fill(0);
      for (const id of fires) {
        const bin = Math.floor(jitterOf(id, 20 * minute) / minute);
        counts[bin] = (counts[bin] ?? 0) + 1;
      }
      // 200 are expected in each minute; chi squared with 19 degrees of freedom passes 43.8 once in a thousand.
      const chiSquared = counts.reduce((sum, count) => sum + (count - 200) ** 2 / 200, 0);
      expect(chiSquared).toBeLessThan(43.8);
    }
  });

  test('of neighbouring nights has nothing to do with each other', () => {
    const delays = ids.map((id) => jitterOf(id, 1_000_000) / 1_000_000 - 0.5);
    const product = delays.slice(1).reduce((sum, delay, index) => sum + delay * (delays[index] ?? 0), 0);
    const square = delays.reduce((sum, delay) => sum + delay * delay, 0);
    expect(Math.abs(product / square)).toBeLessThan(0.05);
  });

  test('without room is none', () => {
    expect(jitterOf('nightly@2026-11-23T03:30:00+08:00', 0)).toBe(0);
    expect(jitterOf('nightly@2026-11-23T03:30:00+08:00', -5_000)).toBe(0);
  });
});

describe('a job with jitter', () => {
  test('starts later and is told by how much; its id and window are those of its cron', async () => {
    const { fires } = await stage({ jobs: ['nightly: { cron: "30 3 * * *", window: 2h, jitter: 20m }'] });
    const [fire] = fires('2026-11-23', '2026-11-23');
    const at = Date.parse('2026-11-23T03:30+08:00');
    const delay = jitterOf('nightly@2026-11-23T03:30:00+08:00', 20 * minute);
    expect(delay).toBeGreaterThan(minute);
    expect(fire).toMatchObject({
      id: 'nightly@2026-11-23T03:30:00+08:00',
      at,
      startsAt: at + delay,
      windowEnd: at + 120 * minute,
    });
    expect(fire?.notes).toEqual([expect.stringMatching(/^jitter: \d+m( \d+s)? after 03:30$/)]);
  });

  test('never starts when its window is over', async () => {
    const { fires } = await stage({ jobs: ['nightly: { cron: "30 3 * * *", window: 5m, jitter: 4m }'] });
    const found = fires('2026-01-01', '2026-12-31');
    expect(found).toHaveLength(365);
    expect(found.filter(({ startsAt, windowEnd }) => startsAt >= (windowEnd ?? 0))).toEqual([]);
    expect(new Set(found.map(({ startsAt, at }) => startsAt - at)).size).toBeGreaterThan(100);
  });

  test('never starts on a day that its calendars forbid', async () => {
    const { fires } = await stage({
      jobs: ['late: { cron: "50 23 * * *", jitter: 1h, skipOn: [odd] }'],
      calendars: [
        'odd:',
        ...[3, 5, 7, 9, 11].map(
          (day) => `  - { date: 2026-11-${String(day).padStart(2, '0')}, reason: odd }`,
        ),
      ],
    });
    const running = fires('2026-11-02', '2026-11-11').filter(({ skipped }) => !skipped);
    expect(running.length).toBeGreaterThan(4);
    for (const { startsAt } of running) {
      const day = new Date(startsAt + 8 * 60 * minute).getUTCDate();
      expect(day % 2).toBe(0);
    }
  });
});
