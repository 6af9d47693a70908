import { describe, expect, test } from 'vitest';
import { zoneOffset } from '../../../../functions/maintenance/runtime/zone-offset.ts';
import { fireAfter, fireBefore } from '../../../../functions/maintenance/schedule/fires/due-fires.ts';
import type { Job } from '../../../../functions/maintenance/schedule/schedule.ts';
import { jobWith } from '../job-fixture.ts';

const latest = (job: Job, instant: string) => fireBefore(job, Date.parse(instant), zoneOffset)?.id;
const next = (job: Job, instant: string) => fireAfter(job, Date.parse(instant), zoneOffset)?.id;

describe('the latest fire', () => {
  const job = jobWith('30 3 * * *', { timezone: 'Asia/Shanghai' });

  test('may be at the instant itself, or a second short of a day ago', () => {
    expect(latest(job, '2026-11-22T19:30:00Z')).toBe('nightly@2026-11-23T03:30:00+08:00');
    expect(latest(job, '2026-11-22T19:29:59Z')).toBe('nightly@2026-11-22T03:30:00+08:00');
  });

  test('is found years back, for 29 February across 2100 too', () => {
    const leapDay = jobWith('0 4 29 2 *');
    expect(latest(leapDay, '2027-12-31T00:00Z')).toBe('nightly@2024-02-29T04:00:00+00:00');
    expect(latest(leapDay, '2104-02-29T03:59Z')).toBe('nightly@2096-02-29T04:00:00+00:00');
    expect(latest(jobWith('0 0 * 2 MON#5'), '2044-02-28T00:00Z')).toBe('nightly@2016-02-29T00:00:00+00:00');
  });

  test('is found on either side of the date line', () => {
    const kiritimati = jobWith('0 1 * * MON', { timezone: 'Pacific/Kiritimati' });
    expect(latest(kiritimati, '2026-11-22T11:00Z')).toBe('nightly@2026-11-23T01:00:00+14:00');
    const niue = jobWith('0 23 * * SUN', { timezone: 'Pacific/Niue' });
    expect(latest(niue, '2026-11-23T10:00Z')).toBe('nightly@2026-11-22T23:00:00-11:00');
  });

  test('takes a skipped time for where it was moved to', () => {
    const berlin = jobWith('30 2 * * *', { timezone: 'Europe/Berlin' });
    expect(latest(berlin, '2026-03-29T01:29:59Z')).toBe('nightly@2026-03-28T02:30:00+01:00');
    expect(latest(berlin, '2026-03-29T01:30:00Z')).toBe('nightly@2026-03-29T03:30:00+02:00');
  });
});

describe('the next fire', () => {
  test('is after the instant, never at it', () => {
    const job = jobWith('30 3 * * *', { timezone: 'Asia/Shanghai' });
    expect(next(job, '2026-11-22T19:29:59Z')).toBe('nightly@2026-11-23T03:30:00+08:00');
    expect(next(job, '2026-11-22T19:30:00Z')).toBe('nightly@2026-11-24T03:30:00+08:00');
  });

  test('is found years ahead', () => {
    expect(next(jobWith('0 0 * 2 MON#5'), '2026-11-23T00:00Z')).toBe('nightly@2044-02-29T00:00:00+00:00');
    expect(next(jobWith('0 4 29 2 *'), '2096-03-01T00:00Z')).toBe('nightly@2104-02-29T04:00:00+00:00');
  });
});

test('a disabled job has no fires, nor has one without a cron', () => {
  for (const job of [jobWith('* * * * *', { enabled: false }), jobWith(undefined)]) {
    expect(latest(job, '2026-11-23T00:00Z')).toBeUndefined();
    expect(next(job, '2026-11-23T00:00Z')).toBeUndefined();
  }
});
