import { describe, expect, test } from 'vitest';
import { zoneOffset } from '../../../functions/maintenance/runtime/zone-offset.ts';
import { dueFires } from '../../../functions/maintenance/schedule/fires/due-fires.ts';
import type { DstPolicy } from '../../../functions/maintenance/schedule/schema.ts';
import { jobWith } from './job-fixture.ts';

const hourMs = 3_600_000;

/** When a cron fires in a zone in the hours around an instant, as the zone's clock shows it, with its offset. */
function around(instant: string, timezone: string, cron: string, dst: Partial<DstPolicy> = {}): string[] {
  const middle = Date.parse(instant);
  const span = { after: middle - 4 * hourMs, upTo: middle + 5 * hourMs };
  return dueFires([jobWith(cron, { timezone, dst })], span, zoneOffset).map(({ id }) =>
    id.replace('nightly@', ''),
  );
}

describe('where the clock is set forward (Berlin, 2026-03-29, 02:00 becomes 03:00)', () => {
  const berlin = (cron: string, dst?: Partial<DstPolicy>) =>
    around('2026-03-29T01:00Z', 'Europe/Berlin', cron, dst);

  test('a skipped time fires as long after the change as it was to be after 02:00', () => {
    expect(berlin('30 2 * * *')).toEqual(['2026-03-29T03:30:00+02:00']);
    expect(berlin('0 2 * * *')).toEqual(['2026-03-29T03:00:00+02:00']);
  });

  test('a skipped time and one that is there already are one fire', () => {
    expect(berlin('30 2,3 * * *')).toEqual(['2026-03-29T03:30:00+02:00']);
  });

  test('gap: skip leaves the skipped time out, and nothing else', () => {
    expect(berlin('30 2 * * *', { gap: 'skip' })).toEqual([]);
    expect(berlin('30 2,3 * * *', { gap: 'skip' })).toEqual(['2026-03-29T03:30:00+02:00']);
  });

  test('a job of every hour follows the clock, with nothing extra', () => {
    expect(berlin('30 * * * *').slice(2, 5)).toEqual([
      '2026-03-29T00:30:00+01:00',
      '2026-03-29T01:30:00+01:00',
      '2026-03-29T03:30:00+02:00',
    ]);
  });

  test('a job of some hours, however they are written, keeps its skipped one', () => {
    expect(berlin('0 */2 * * *')).toContain('2026-03-29T03:00:00+02:00');
    expect(berlin('0 0-22 * * *').filter((id) => id.includes('T03'))).toEqual(['2026-03-29T03:00:00+02:00']);
  });

  test('nothing is lost or doubled when the change lies between two ticks', () => {
    const change = Date.parse('2026-03-29T01:00Z');
    const jobs = [jobWith('*/15 1-3 * * *', { timezone: 'Europe/Berlin' })];
    const walked: number[] = [];
    for (let upTo = change - 2 * hourMs; upTo <= change + 2 * hourMs; upTo += 420_000) {
      walked.push(...dueFires(jobs, { after: upTo - 420_000, upTo }, zoneOffset).map(({ at }) => at));
    }
    const quarters = Array.from({ length: 8 }, (_, index) => change - hourMs + (index * hourMs) / 4);
    expect(walked).toEqual(quarters);
  });
});

describe('where the clock is set back (Berlin, 2026-10-25, 03:00 becomes 02:00)', () => {
  const berlin = (cron: string, dst?: Partial<DstPolicy>) =>
    around('2026-10-25T01:00Z', 'Europe/Berlin', cron, dst);
  const first = '2026-10-25T02:30:00+02:00';
  const second = '2026-10-25T02:30:00+01:00';

  test('a repeated time fires the first time only', () => {
    expect(berlin('30 2 * * *')).toEqual([first]);
  });

  test('overlap: last takes the second time, both takes both, under different ids', () => {
    expect(berlin('30 2 * * *', { overlap: 'last' })).toEqual([second]);
    expect(berlin('30 2 * * *', { overlap: 'both' })).toEqual([first, second]);
  });

  test('a job of every hour runs both times whatever its policy', () => {
    for (const overlap of ['first', 'last', 'both'] as const) {
      expect(berlin('30 * * * *', { overlap }).filter((id) => id.includes('T02:30'))).toEqual([
        first,
        second,
      ]);
    }
  });

  test('times around the repeated hour fire once under every policy', () => {
    for (const overlap of ['first', 'last', 'both'] as const) {
      expect(berlin('59 1 * * *', { overlap })).toEqual(['2026-10-25T01:59:00+02:00']);
      expect(berlin('0 3 * * *', { overlap })).toEqual(['2026-10-25T03:00:00+01:00']);
    }
  });
});

describe('clock changes that cron-parser gets wrong', () => {
  test('of half an hour: Lord Howe skips from 02:00 to 02:30 on 2026-10-04', () => {
    const lordHowe = (cron: string) => around('2026-10-03T15:30Z', 'Australia/Lord_Howe', cron);
    expect(lordHowe('15 2 * * *')).toEqual(['2026-10-04T02:45:00+11:00']);
    expect(lordHowe('45 2 * * *')).toEqual(['2026-10-04T02:45:00+11:00']);
    expect(around('2026-04-04T15:00Z', 'Australia/Lord_Howe', '45 1 * * *')).toEqual([
      '2026-04-05T01:45:00+11:00',
    ]);
  });

  test('of two hours: Troll skips from 01:00 to 03:00 on 2026-03-29', () => {
    const troll = (cron: string) => around('2026-03-29T01:00Z', 'Antarctica/Troll', cron);
    expect(troll('30 1 * * *')).toEqual(['2026-03-29T03:30:00+02:00']);
    expect(troll('30 2 * * *')).toEqual(['2026-03-29T04:30:00+02:00']);
  });

  test('up to midnight: Nuuk skips the last hour of Saturday 2026-03-28', () => {
    const nuuk = (cron: string) => around('2026-03-29T01:00Z', 'America/Nuuk', cron);
    expect(nuuk('30 23 * * SAT')).toEqual(['2026-03-29T00:30:00-01:00']);
    expect(nuuk('30 23 * * SUN')).toEqual([]);
  });

  test('back to midnight: Havana has 00:30 twice on 2026-11-01', () => {
    expect(around('2026-11-01T05:00Z', 'America/Havana', '30 0 * * *')).toEqual([
      '2026-11-01T00:30:00-04:00',
    ]);
  });
});

test('midnight itself may be skipped: Santiago, 2026-09-06', () => {
  expect(around('2026-09-06T04:00Z', 'America/Santiago', '0 0 * * *')).toEqual(['2026-09-06T01:00:00-03:00']);
});

test('a whole day may be skipped: Apia had no 30 December 2011', () => {
  expect(around('2011-12-30T13:30Z', 'Pacific/Apia', '30 3 30 12 *')).toEqual(['2011-12-31T03:30:00+14:00']);
  expect(around('2011-12-30T13:30Z', 'Pacific/Apia', '30 3 * * *')).toEqual(['2011-12-31T03:30:00+14:00']);
});
