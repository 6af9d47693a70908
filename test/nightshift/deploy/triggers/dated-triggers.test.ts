import { describe, expect, test } from 'vitest';
import { zoneOffset } from '../../../../functions/maintenance/runtime/zone-offset.ts';
import { planTriggers } from '../../../../functions/nightshift/deploy/triggers/trigger-plan.ts';
import { scheduleOf } from '../schedule-of.ts';

/** Monday, 23 November 2026. */
const now = Date.UTC(2026, 10, 23);
const plan = (jobs: readonly string[], sections: readonly string[] = []) =>
  planTriggers(scheduleOf(jobs, sections), { now, zoneOffset });

describe('a tick for the dates of jobs', () => {
  test('says what a timer cannot say of the dates of a job', () => {
    const jobs = [
      'a: { at: "2026-12-12T03:00" }',
      'b: { cron: "0 1 * * *", from: 2026-11-24, until: 2026-12-01 }',
      'c: { cron: "0 1 * * *", from: 2026-11-23, until: 2026-12-01 }',
    ];
    expect(plan(jobs).reasons).toEqual([
      {
        job: 'a',
        code: 'at',
        reason: 'at "2026-12-12T03:00": a timer has no year, and would come every year',
      },
      {
        job: 'b',
        code: 'dates',
        reason: 'from 2026-11-24 and until 2026-12-01: a timer has no dates, and would come on every day',
      },
      {
        job: 'c',
        code: 'dates',
        reason: 'until 2026-12-01: a timer has no dates, and would come on every day',
      },
    ]);
  });

  test('is no longer wanted for a first day that has come', () => {
    expect(plan(['a: { cron: "0 1 * * *", from: 2026-11-23 }']).kind).toBe('exact');
  });

  test.each([
    ['an at', 'a: { at: "2026-11-22T03:00" }'],
    ['an at that jitter put off to today', 'a: { at: "2026-11-21T23:00", jitter: 12h }'],
    ['an until', 'a: { cron: "0 1 * * *", until: 2026-11-23 }'],
  ])('is wanted for nothing that is over by %s', (_, job) => {
    expect(plan([job])).toEqual({ kind: 'none', triggers: [], reasons: [] });
    expect(plan([job, 'b: { cron: "0 1 * * *" }'])).toMatchObject({
      kind: 'exact',
      triggers: [{ jobs: ['b'] }],
    });
  });

  test('is still wanted on the day of an at, and for as long as a calendar may put it off', () => {
    const sections = ['calendars: { freeze: [{ date: 2026-11-20, reason: books }] }'];
    const late = 'a: { at: "2026-11-20T03:00", skipOn: [freeze], onSkip: next-allowed-day }';
    expect(plan(['a: { at: "2026-11-23T03:00" }']).kind).toBe('tick');
    expect(plan([late], sections).kind).toBe('tick');
    expect(plan([late.replace('11-20T', '10-20T')], sections).kind).toBe('none');
  });
});
