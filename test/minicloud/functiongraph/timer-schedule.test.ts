import { describe, expect, test } from 'vitest';
import { parseTimerSchedule } from '../../../functions/minicloud/functiongraph/timer-schedule.ts';
import { startAt } from '../dcs/small-dcs.ts';

/** The next fires after 03:30 in Shanghai on Monday, 23 November 2026, in UTC. */
function nextFires(type: 'Rate' | 'Cron', text: string, count = 2): readonly string[] {
  const schedule = parseTimerSchedule(type, text, { since: startAt + 7000, timeZone: 'Asia/Shanghai' });
  const fires: string[] = [];
  for (let at = startAt; fires.length < count; ) {
    at = schedule.next(at);
    fires.push(new Date(at).toISOString().slice(5, 19));
  }
  return fires;
}

describe('a timer’s schedule', () => {
  test.each([
    ['Rate', '3m', '11-22T19:33:07', '11-22T19:36:07'],
    ['Rate', '24h', '11-23T19:30:07', '11-24T19:30:07'],
    ['Rate', '30d', '12-22T19:30:07', '01-21T19:30:07'],
    ['Cron', '@every 1h30m', '11-22T21:00:07', '11-22T22:30:07'],
    ['Cron', '@every 1.5h', '11-22T21:00:07', '11-22T22:30:07'],
    // Seconds first; the region's time zone where none is named.
    ['Cron', '0 0 4 * * *', '11-22T20:00:00', '11-23T20:00:00'],
    ['Cron', '0 0 4 * *', '11-22T20:00:00', '11-23T20:00:00'],
    ['Cron', '*/5 * * * *', '11-22T19:30:05', '11-22T19:30:10'],
    ['Cron', 'CRON_TZ=Europe/Berlin 0 30 12 ? * MON-FRI', '11-23T11:30:00', '11-24T11:30:00'],
    ['Cron', 'CRON_TZ=UTC 0 0 0 ? * 0', '11-29T00:00:00', '12-06T00:00:00'],
    ['Cron', 'CRON_TZ=UTC 0 0 0 1 JAN,Jul ?', '01-01T00:00:00', '07-01T00:00:00'],
  ] as const)('%s %s', (type, text, ...fires) => {
    expect(nextFires(type, text)).toEqual(fires);
  });

  test.each([
    ['Rate', '0m'],
    ['Rate', '61m'],
    ['Rate', '25h'],
    ['Rate', '31d'],
    ['Rate', '5s'],
    ['Rate', '5 m'],
    ['Cron', ''],
    ['Cron', '* * * *'],
    ['Cron', '0 0 4 * * * 2026'],
    ['Cron', '0 0 4 * * 7'],
    ['Cron', '0 0 24 * * *'],
    ['Cron', '60 0 4 * * *'],
    ['Cron', '0 0 4 L * ?'],
    ['Cron', '0 0 4 ? * MON#1'],
    ['Cron', '? 0 4 * * *'],
    ['Cron', '0 0 4 30 2 ?'],
    ['Cron', 'CRON_TZ=Mars/Olympus 0 0 4 * * *'],
    ['Cron', 'CRON_TZ=Europe/Berlin @every 1h'],
    ['Cron', '@every 3d'],
    ['Cron', '@every 10ms'],
    ['Cron', '@daily'],
  ] as const)('%s %j is refused', (type, text) => {
    expect(() => nextFires(type, text)).toThrow(expect.objectContaining({ code: 'FSS.1109' }));
  });
});
