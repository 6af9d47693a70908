import { describe, expect, test } from 'vitest';
import { zoneOffset } from '../../../../functions/maintenance/runtime/zone-offset.ts';
import { dueFires } from '../../../../functions/maintenance/schedule/fires/due-fires.ts';
import type { Job } from '../../../../functions/maintenance/schedule/schedule.ts';
import { jobWith } from '../job-fixture.ts';

const utc = (text: string) => Date.parse(`${text}Z`);

/** The fires of the days given, as UTC instants to the minute. */
function fires(job: Job, from: string, to: string): string[] {
  const span = { after: utc(`${from}T00:00`) - 1, upTo: utc(`${to}T23:59`) };
  return dueFires([job], span, zoneOffset).map(({ at }) => new Date(at).toISOString().slice(0, 16));
}

describe('a span', () => {
  const job = jobWith('30 3 * * *', { timezone: 'Asia/Shanghai' });
  const due = utc('2026-11-22T19:30');

  test('leaves out its beginning and takes in its end', () => {
    expect(dueFires([job], { after: due, upTo: due + 60_000 }, zoneOffset)).toEqual([]);
    expect(dueFires([job], { after: due - 1, upTo: due }, zoneOffset)).toEqual([
      { id: 'nightly@2026-11-23T03:30:00+08:00', job, at: due, wall: utc('2026-11-23T03:30') },
    ]);
    expect(dueFires([job], { after: due - 60_000, upTo: due - 1 }, zoneOffset)).toEqual([]);
  });

  test('may be long, as after a missed day', () => {
    expect(fires(job, '2026-11-21', '2026-11-23')).toEqual([
      '2026-11-21T19:30',
      '2026-11-22T19:30',
      '2026-11-23T19:30',
    ]);
  });

  test('of no length has no fires', () => {
    expect(dueFires([jobWith('* * * * *')], { after: due, upTo: due }, zoneOffset)).toEqual([]);
  });
});

describe('the fires of several jobs', () => {
  const shanghai = jobWith('30 3 * * *', { name: 'shanghai', timezone: 'Asia/Shanghai' });
  const kolkata = jobWith('0 1 * * *', { name: 'kolkata', timezone: 'Asia/Kolkata' });
  const newYork = jobWith('30 14 * * *', { name: 'new-york', timezone: 'America/New_York' });

  test('come in the order of time, whatever their zones', () => {
    const span = { after: utc('2026-11-22T19:00'), upTo: utc('2026-11-22T20:00') };
    expect(dueFires([shanghai, newYork, kolkata], span, zoneOffset).map(({ id }) => id)).toEqual([
      'shanghai@2026-11-23T03:30:00+08:00',
      'new-york@2026-11-22T14:30:00-05:00',
      'kolkata@2026-11-23T01:00:00+05:30',
    ]);
  });

  test('leave out disabled jobs and those without a cron, and do not read their zones', () => {
    const disabled = jobWith('* * * * *', { enabled: false, timezone: 'Asia/Kolkata' });
    const byHand = jobWith(undefined, { timezone: 'Asia/Tokyo' });
    const asked = new Set<string>();
    const span = { after: utc('2026-11-22T19:00'), upTo: utc('2026-11-22T20:00') };
    const found = dueFires([disabled, byHand, shanghai], span, (zone, instant) => {
      asked.add(zone);
      return zoneOffset(zone, instant);
    });
    expect(found.map(({ job }) => job.name)).toEqual(['shanghai']);
    expect([...asked]).toEqual(['Asia/Shanghai']);
  });

  test('cannot be told for a zone that does not exist', () => {
    const job = jobWith('30 3 * * *', { timezone: 'Asia/Beijing' });
    expect(() => fires(job, '2026-11-22', '2026-11-22')).toThrow('no time zone is called "Asia/Beijing"');
  });
});

describe('days', () => {
  test('that end a month: 31 comes in months that have it, L in all', () => {
    expect(fires(jobWith('0 0 31 * *'), '2026-03-15', '2026-06-15')).toEqual([
      '2026-03-31T00:00',
      '2026-05-31T00:00',
    ]);
    expect(fires(jobWith('0 0 L * *'), '2026-01-15', '2026-04-15')).toEqual([
      '2026-01-31T00:00',
      '2026-02-28T00:00',
      '2026-03-31T00:00',
    ]);
  });

  test('of a month end are those of the zone, not of UTC', () => {
    const job = jobWith('30 3 L * *', { timezone: 'Asia/Shanghai' });
    expect(fires(job, '2026-11-01', '2026-12-15')).toEqual(['2026-11-29T19:30']);
  });

  test('such as 29 February come in leap years, and not in 2100', () => {
    const job = jobWith('0 4 29 2 *');
    expect(fires(job, '2024-01-01', '2031-12-31')).toEqual(['2024-02-29T04:00', '2028-02-29T04:00']);
    expect(fires(job, '2097-01-01', '2103-12-31')).toEqual([]);
  });

  test('by their place in the month: second Monday, last Friday, fifth Saturday', () => {
    expect(fires(jobWith('0 4 * * MON#2'), '2026-11-01', '2026-12-31')).toEqual([
      '2026-11-09T04:00',
      '2026-12-14T04:00',
    ]);
    expect(fires(jobWith('0 4 * * 5L'), '2026-11-01', '2026-12-31')).toEqual([
      '2026-11-27T04:00',
      '2026-12-25T04:00',
    ]);
    expect(fires(jobWith('0 4 * * 6#5'), '2026-09-01', '2026-12-31')).toEqual(['2026-10-31T04:00']);
  });

  test('of both day fields: either is enough', () => {
    expect(fires(jobWith('0 4 13 * FRI#1'), '2026-11-01', '2026-11-30')).toEqual([
      '2026-11-06T04:00',
      '2026-11-13T04:00',
    ]);
  });
});
