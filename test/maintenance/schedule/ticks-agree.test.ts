import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { zoneOffset } from '../../../functions/maintenance/runtime/zone-offset.ts';
import type { ScheduledFire } from '../../../functions/maintenance/schedule/fires/fire.ts';
import {
  scheduledFireBefore,
  scheduledFires,
} from '../../../functions/maintenance/schedule/fires/scheduled-fires.ts';
import { lineOf, type Parts, type Stage, stage } from './schedule-fixture.ts';

// Whatever a job is told to do with its fires, cutting time into ticks must not lose, double or change one.

const hourMs = 3_600_000;
const pad = (value: number) => String(value).padStart(2, '0');

const cron = fc.constantFrom(
  '30 3 * * *',
  '50 23 * * *',
  '0 0 * * *',
  '0 */6 * * *',
  '15 4 * * MON,THU',
  '0 4 10,25 * *',
  '30 2 * * SUN',
  '30 2,23 * * *',
);
const zone = fc.constantFrom(
  'Asia/Shanghai',
  'Europe/Berlin',
  'Australia/Lord_Howe',
  'America/Havana',
  'Pacific/Chatham',
  'America/Nuuk',
);
const spread = fc.constantFrom(
  '',
  ', jitter: 20m',
  ', jitter: 12h',
  ', window: 15m',
  ', jitter: 14m, window: 15m',
  ', jitter: 3h, window: 4h',
);
const allowed = fc.constantFrom(
  '',
  ', skipOn: [some]',
  ', skipOn: [some], onSkip: next-allowed-day',
  ', onlyOn: [some], onSkip: next-allowed-day',
  ', skipOn: [holidays], onSkip: next-allowed-day',
);
const clock = fc.constantFrom(
  '',
  ', dst: { gap: skip }',
  ', dst: { gap: skip, overlap: last }',
  ', dst: { overlap: both }',
);
const job = fc
  .tuple(cron, zone, spread, allowed, clock)
  .map(
    ([expression, timezone, ...rules]) => `{ cron: "${expression}", timezone: ${timezone}${rules.join('')} }`,
  );

/** Around both changes of the clock in Europe, New Year and Golden Week. */
const firstDay = fc.constantFrom('2026-03-20', '2026-10-01', '2026-10-20', '2026-12-18');
const override = fc.record({
  effect: fc.constantFrom(
    'skip: true',
    'pause: true',
    'move: "05:00"',
    'move: "00:10"',
    'move: "23:55"',
    'move: "02:30"',
    'move: "23:30"',
  ),
  days: fc.integer({ min: -3, max: 20 }),
});

type Situation = { readonly parts: Parts; readonly from: number; readonly to: number };

const situation = fc
  .tuple(
    firstDay,
    fc.array(job, { minLength: 1, maxLength: 3 }),
    fc.array(fc.integer({ min: 0, max: 18 }), { maxLength: 9 }),
    fc.array(override, { maxLength: 2 }),
  )
  .map(([first, jobs, days, overrides]): Situation => {
    const dayAfter = (count: number) =>
      new Date(Date.parse(`${first}T00:00Z`) + count * 24 * hourMs).toISOString().slice(0, 10);
    const entries = [...new Set(days)].map((day) => `{ date: ${dayAfter(day)}, reason: day ${pad(day)} }`);
    return {
      parts: {
        jobs: jobs.map((text, index) => `job-${index}: ${text}`),
        calendars: [
          `some: [${['{ date: 2020-01-01, reason: long ago }', ...entries].join(', ')}]`,
          'holidays: [{ china: holidays }]',
        ],
        overrides: overrides.map(
          ({ effect, days: until }, index) =>
            `- { job: job-${index % jobs.length}, ${effect}, until: ${dayAfter(until)}, by: li.wei, reason: test }`,
        ),
      },
      from: Date.parse(`${first}T00:00Z`),
      to: Date.parse(`${first}T00:00Z`) + 20 * 24 * hourMs,
    };
  });

const within = ({ schedule, calendars }: Stage, after: number, upTo: number): ScheduledFire[] =>
  scheduledFires(schedule, { after, upTo }, zoneOffset, calendars);
const told = (fires: readonly ScheduledFire[]) =>
  fires.map((fire) => `${fire.job.name} ${lineOf(fire)} ${fire.windowEnd} ${fire.notes}`).sort();
const options = { seed: 20_261_123, numRuns: 60 };

describe('the fires of a schedule', () => {
  test('are the same in one look and tick by tick', async () => {
    await fc.assert(
      fc.asyncProperty(situation, fc.constantFrom(1, 3.5, 11, 24), async ({ parts, from, to }, hours) => {
        const staged = await stage(parts);
        const ticks: ScheduledFire[] = [];
        for (let after = from; after < to; after += hours * hourMs) {
          ticks.push(...within(staged, after, Math.min(to, after + hours * hourMs)));
        }
        expect(told(ticks)).toEqual(told(within(staged, from, to)));
      }),
      options,
    );
  });

  test('have each id once, no two starts of a job at one time, and never more runs than the cron has fires', async () => {
    await fc.assert(
      fc.asyncProperty(situation, async ({ parts, from, to }) => {
        const fires = within(await stage(parts), from, to);
        expect(new Set(fires.map(({ id }) => id)).size).toBe(fires.length);
        const starts = fires.filter(({ skipped, job: { jitter } }) => !skipped && !jitter);
        expect(new Set(starts.map(({ startsAt, job: { name } }) => `${name} ${startsAt}`)).size).toBe(
          starts.length,
        );
        for (const { startsAt, windowEnd, skipped } of fires) {
          if (!skipped) expect(startsAt).toBeLessThan(windowEnd ?? Number.POSITIVE_INFINITY);
        }
      }),
      options,
    );
  });

  test('are the same for a timer of one job that comes at its nominal time', async () => {
    await fc.assert(
      fc.asyncProperty(situation, async ({ parts, from, to }) => {
        const staged = await stage(parts);
        for (const fire of within(staged, from, to)) {
          const { schedule, calendars } = staged;
          const named = scheduledFireBefore(schedule, fire.job, fire.at, zoneOffset, calendars);
          expect(named && told([named])).toEqual(told([fire]));
        }
      }),
      { ...options, numRuns: 20 },
    );
  });
});
