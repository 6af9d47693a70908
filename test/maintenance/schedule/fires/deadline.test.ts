import { describe, expect, test } from 'vitest';
import { deadlineOf, lateness } from '../../../../functions/maintenance/schedule/fires/deadline.ts';
import { stage } from '../schedule-fixture.ts';

const minute = 60_000;

async function fireWith(keys: string) {
  const { fires } = await stage({
    jobs: [`nightly: { cron: "30 23 * * *"${keys} }`],
    calendars: ['freeze: [{ date: 2026-11-11, reason: Double 11 }]'],
  });
  const [fire] = fires('2026-11-10', '2026-11-10');
  if (!fire) expect.unreachable('there is no fire');
  return fire;
}

describe('the deadline of a fire', () => {
  test.each([
    ['is 30 minutes without a window', '', 30],
    ['is the end of the window', ', window: 2h', 120],
    ['is the startDeadline of the job', ', startDeadline: 5m', 5],
    ['is the startDeadline also within a window', ', window: 2h, startDeadline: 45m', 45],
    ['is never after the window', ', window: 10m, startDeadline: 45m', 10],
    ['is never on a forbidden day that begins before', ', window: 2h, skipOn: [freeze]', 30],
    ['is 30 minutes at most where only a forbidden day ends the night', ', skipOn: [freeze]', 30],
  ])('%s', async (_, keys, minutes) => {
    const fire = await fireWith(keys);
    expect((deadlineOf(fire.job, fire) - fire.at) / minute).toBe(minutes);
  });

  test('counts from when jitter lets the fire start, the window from its cron', async () => {
    const free = await fireWith(', jitter: 20m, startDeadline: 5m');
    expect(free.startsAt).toBeGreaterThan(free.at);
    expect(deadlineOf(free.job, free) - free.startsAt).toBe(5 * minute);
    const windowed = await fireWith(', jitter: 20m, window: 30m');
    expect(deadlineOf(windowed.job, windowed) - windowed.at).toBe(30 * minute);
  });
});

describe('a fire that is delivered late', () => {
  test('runs until its deadline, and is skipped a moment after', async () => {
    const fire = await fireWith(', startDeadline: 20m');
    expect(lateness(fire.job, fire, fire.at)).toBeUndefined();
    expect(lateness(fire.job, fire, fire.at + 20 * minute)).toBeUndefined();
    expect(lateness(fire.job, fire, fire.at + 20 * minute + 1)?.code).toBe('late');
  });

  test.each([
    [', startDeadline: 20m', 'came 50m after its start; its deadline was 20m after it'],
    [', window: 45m', 'came 50m after its start; its window ended 45m after it'],
    ['', 'came 50m after its start; its deadline was 30m after it'],
  ])('says how late it came and what was allowed: %s', async (keys, reason) => {
    const fire = await fireWith(keys);
    expect(lateness(fire.job, fire, fire.at + 50 * minute)).toEqual({ code: 'late', reason });
  });
});
