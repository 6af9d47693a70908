import { CronExpressionParser } from 'cron-parser';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readZoneClock } from '../../../functions/maintenance/foundation/time/zone.ts';
import { zoneOffset } from '../../../functions/maintenance/runtime/zone-offset.ts';
import { dueFires, fireBefore } from '../../../functions/maintenance/schedule/fires/due-fires.ts';
import { tickSpan } from '../../../functions/maintenance/schedule/fires/scheduled-fires.ts';
import { jobWith } from './job-fixture.ts';

const hourMs = 3_600_000;
const start = Date.UTC(2024, 0, 1);
const end = Date.UTC(2031, 0, 1);

/** Zones that change on different nights and hours, at midnight, for Ramadan, or not at all any more. */
const zones = [
  'Europe/Berlin',
  'America/New_York',
  'America/Santiago',
  'Asia/Shanghai',
  'Pacific/Auckland',
  'Africa/Casablanca',
  'America/Sao_Paulo',
  'Asia/Beirut',
  'Africa/Cairo',
] as const;

/** Every clock change of the zone in seven years, and the end of a leap February. */
function nightsOf(zone: string): number[] {
  const { changes } = readZoneClock(zone, start, end, zoneOffset);
  return [...changes.map(({ at }) => at), Date.UTC(2028, 1, 29)];
}

const few = (max: number) =>
  fc.uniqueArray(fc.integer({ min: 0, max }), { minLength: 1, maxLength: 4 }).map(String);
const minute = fc.oneof(few(59), fc.constantFrom('0', '30', '*/20', '5/15', '58-59'));
const nightHours = few(4);
const hour = fc.oneof(
  nightHours,
  few(23),
  fc.constantFrom('*', '*/2', '*/3', '0-23', '0-22', '1-3', '23', '0'),
);
const frequent = fc.tuple(minute, hour).map(([minutes, hours]) => `${minutes} ${hours} * * *`);

const day = fc.constantFrom('*', '?', '1', '29', '31', 'L', '15,L', '*/10', '1-7', '28-31');
const month = fc.constantFrom('*', '2', '3,10', '*/3', 'SEP-NOV');
const weekday = fc.constantFrom('*', 'SUN', 'MON-FRI', '0,6', '7', '1#2', 'SUN#5', '0L', 'FRIL', 'SAT#1');
const seldom = fc.tuple(nightHours, day, month, weekday).map((fields) => `30 ${fields.join(' ')}`);

/** cron-parser's fires in (after, upTo]. */
function oracle(cron: string, tz: string, after: number, upTo: number): number[] {
  const expression = CronExpressionParser.parse(cron, { tz, currentDate: new Date(after) });
  const fires: number[] = [];
  for (let at = expression.next().getTime(); at <= upTo; at = expression.next().getTime()) fires.push(at);
  return fires;
}

describe.each(zones)('in %s', (timezone) => {
  const nights = nightsOf(timezone);

  test('ticks through the nights of clock changes give each fire of cron-parser once', () => {
    const tick = fc.constantFrom(5, 7, 15, 60).map((minutes) => minutes * 60_000);
    fc.assert(
      fc.property(fc.constantFrom(...nights), frequent, tick, fc.integer(), (night, cron, tickMs, wander) => {
        const job = jobWith(cron, { timezone });
        const first = tickSpan(night - 30 * hourMs, tickMs);
        const walked: number[] = [];
        let span = first;
        for (let index = 0; span.upTo < night + 30 * hourMs; index += 1) {
          walked.push(...dueFires([job], span, zoneOffset).map(({ at }) => at));
          // The timer is some seconds early or late, and no two ticks alike.
          const jitter = ((wander + index * 7_919) % (tickMs / 2 - 1)) * (index % 2 === 0 ? 1 : -1);
          span = tickSpan(span.upTo + tickMs + jitter, tickMs);
        }
        expect(walked).toEqual(oracle(cron, timezone, first.after, span.after));
      }),
      { seed: 20_261_123, numRuns: 40 },
    );
  });

  test('a year of seldom fires is that of cron-parser, and each fire is found from the next', () => {
    const year = fc.constantFrom(2024, 2025, 2026, 2027, 2028, 2029, 2030);
    fc.assert(
      fc.property(seldom, year, (cron, number) => {
        const [after, upTo] = [Date.UTC(number, 0, 1), Date.UTC(number + 1, 0, 1)];
        const job = jobWith(cron, { timezone });
        const fires = dueFires([job], { after, upTo }, zoneOffset).map(({ at }) => at);
        expect(fires).toEqual(oracle(cron, timezone, after, upTo));
        for (const [index, at] of fires.slice(1, 20).entries()) {
          expect(fireBefore(job, at - 1, zoneOffset)?.at).toBe(fires[index]);
        }
      }),
      { seed: 20_261_123, numRuns: 10 },
    );
  });
});
