import { describe, expect, test } from 'vitest';
import { readZoneClock } from '../../../functions/maintenance/foundation/time/zone.ts';
import { readMaintenance } from '../../../functions/maintenance/huawei/dcs/dcs-maintenance.ts';
import {
  type DailyWindow,
  dailyWindowOf,
  meetsWindow,
  nameWindow,
  openingAt,
  writtenWindow,
} from '../../../functions/maintenance/plan/maintenance-window.ts';
import { zoneOffset } from '../../../functions/maintenance/runtime/zone-offset.ts';

/** The window that DCS tells so. */
function windowOf(begin: string, end: string): DailyWindow {
  const window = dailyWindowOf(readMaintenance(begin, end));
  if ('fault' in window) throw new TypeError(window.fault);
  return window;
}

const at = (text: string) => Date.parse(`${text}Z`);

describe('a window', () => {
  test.each([
    // Begins, ends, now, whether it is open, since or until when.
    ['18:00:00', '19:00:00', '2026-11-22T17:59:59', false, '2026-11-22T18:00:00'],
    ['18:00:00', '19:00:00', '2026-11-22T18:00:00', true, '2026-11-22T18:00:00'],
    ['18:00:00', '19:00:00', '2026-11-22T18:59:49', true, '2026-11-22T18:00:00'],
    ['18:00:00', '19:00:00', '2026-11-22T18:59:50', false, '2026-11-23T18:00:00'],
    ['18:00:00', '19:00:00', '2026-11-22T19:00:00', false, '2026-11-23T18:00:00'],
    ['22:00:00', '02:00:00', '2026-11-22T21:59:59', false, '2026-11-22T22:00:00'],
    ['22:00:00', '02:00:00', '2026-11-22T22:00:00', true, '2026-11-22T22:00:00'],
    ['22:00:00', '02:00:00', '2026-11-23T00:00:00', true, '2026-11-22T22:00:00'],
    ['22:00:00', '02:00:00', '2026-11-23T01:59:49', true, '2026-11-22T22:00:00'],
    ['22:00:00', '02:00:00', '2026-11-23T02:00:00', false, '2026-11-23T22:00:00'],
    ['00:00:00', '04:00:00', '2026-11-22T23:59:59', false, '2026-11-23T00:00:00'],
    ['20:00:00', '00:00:00', '2026-11-22T23:59:49', true, '2026-11-22T20:00:00'],
    ['20:00:00', '24:00:00', '2026-11-23T00:00:00', false, '2026-11-23T20:00:00'],
    ['23:59:30', '23:59:10', '2026-11-22T23:58:59', true, '2026-11-21T23:59:30'],
    ['23:59:30', '23:59:10', '2026-11-22T23:59:15', false, '2026-11-22T23:59:30'],
  ])('from %s to %s at %s is open: %s, from %s on', (begin, end, now, isOpen, opens) => {
    expect(openingAt(windowOf(begin, end), at(now))).toEqual({ isOpen, at: at(opens) });
  });

  test('meets a span of time that it is open in at any time', () => {
    const window = windowOf('22:00', '02:00');
    expect(meetsWindow(window, at('2026-11-22T19:00:00'), at('2026-11-22T22:00:00'))).toBe(false);
    expect(meetsWindow(window, at('2026-11-22T19:00:00'), at('2026-11-22T22:00:01'))).toBe(true);
    expect(meetsWindow(window, at('2026-11-23T01:30:00'), at('2026-11-23T03:00:00'))).toBe(true);
    expect(meetsWindow(window, at('2026-11-23T02:00:00'), at('2026-11-23T21:00:00'))).toBe(false);
  });
});

describe('a window is told in UTC and by the clock of the job', () => {
  const named = (zone: string, now: string, begin = '18:00:00', end = '19:00:00') => {
    const clock = readZoneClock(zone, at(now) - 86_400_000, at(now) + 3 * 86_400_000, zoneOffset);
    return nameWindow(windowOf(begin, end), at(now), { zone, clock });
  };

  test.each([
    ['Asia/Shanghai', '2026-11-22T10:00:00', '18:00-19:00 UTC (02:00-03:00 Asia/Shanghai)'],
    ['Asia/Kolkata', '2026-11-22T10:00:00', '18:00-19:00 UTC (23:30-00:30 Asia/Kolkata)'],
    ['UTC', '2026-11-22T10:00:00', '18:00-19:00 UTC'],
    ['Europe/London', '2026-11-22T10:00:00', '18:00-19:00 UTC'],
    ['Europe/London', '2026-07-22T10:00:00', '18:00-19:00 UTC (19:00-20:00 Europe/London)'],
  ])('in %s at %s: %s', (zone, now, text) => {
    expect(named(zone, now)).toBe(text);
  });

  test('as it is then, where the clock is set back before it comes or in the middle of it', () => {
    // Berlin: 2026-10-25, at 01:00 UTC back from 03:00 to 02:00.
    expect(named('Europe/Berlin', '2026-10-24T20:00:00', '02:00:00', '06:00:00')).toBe(
      '02:00-06:00 UTC (03:00-07:00 Europe/Berlin)',
    );
    expect(named('Europe/Berlin', '2026-10-24T20:00:00', '22:00:00', '02:00:00')).toBe(
      '22:00-02:00 UTC (00:00-03:00 Europe/Berlin)',
    );
  });

  test('to the second, where it is not on the minute', () => {
    expect(named('Asia/Shanghai', '2026-11-22T10:00:00', '18:00:30', '19:00')).toBe(
      '18:00:30-19:00 UTC (02:00:30-03:00 Asia/Shanghai)',
    );
  });
});

describe('what DCS tells of a window', () => {
  test('is written as it was told', () => {
    expect(writtenWindow(windowOf('02:00', '23:59:30'))).toEqual({ begin: '02:00:00', end: '23:59:30' });
  });

  /** What is said of an instance that was left alone for it, and of one that was tried before. */
  const obscure = (what: string, advice: string) => ({
    fault: `${what}, so it was not touched - ${advice}`,
    faultOfTried: `${what} - ${advice}`,
  });

  test('may be nothing', () => {
    const untold = obscure('DCS tells no maintenance window of it', 'set one in the console');
    expect(dailyWindowOf({ untold: true })).toEqual(untold);
    expect(dailyWindowOf(undefined)).toEqual(untold);
  });

  test.each([
    ['02:00:00', '06:00:00'],
    ['02:00', '06:00'],
    ['2:00', '6:00:00'],
    [' 02:00:00 ', '06:00:00\n'],
    ['02:00:00Z', '06:00:00z'],
    ['02:00:00.000', '06:00:00.000Z'],
    ['02:00:00+00:00', '06:00:00+0000'],
    ['02:00 UTC', '06:00:00 UTC'],
  ])('is read from %j to %j', (begin, end) => {
    expect(readMaintenance(begin, end)).toEqual({ begin: 7_200_000, end: 21_600_000 });
  });

  test.each([
    [undefined, undefined],
    [null, null],
    ['', ''],
    [{}, null],
  ])('is nothing: %j to %j', (begin, end) => {
    expect(readMaintenance(begin, end)).toEqual({ untold: true });
  });

  test.each([
    ['02:00:00', undefined],
    ['', '06:00:00'],
    ['25:00:00', '06:00:00'],
    ['24:00:01', '06:00:00'],
    ['02:60', '06:00'],
    ['02:00:60', '06:00'],
    ['10:00:00+08:00', '14:00:00+08:00'],
    ['02', '06'],
    ['2 o\u2019clock', '06:00:00'],
    [2, 6],
    [['02:00:00'], '06:00:00'],
    ['02:00:00\n03:00:00', '06:00:00'],
    ['０２:００:００', '06:00:00'],
  ])('cannot be read from %j to %j, and is shown', (begin, end) => {
    const read = readMaintenance(begin, end);
    expect(read).toEqual({ odd: { begin: JSON.stringify(begin ?? null), end: JSON.stringify(end ?? null) } });
    const told = `DCS tells ${JSON.stringify(begin ?? null)} to ${JSON.stringify(end ?? null)}`;
    const what = `${told} as its maintenance window, which cannot be read`;
    expect(dailyWindowOf(read)).toEqual(obscure(what, 'set it in the console'));
  });

  test('is shown up to where nobody needs more of it', () => {
    const read = readMaintenance('x'.repeat(5_000), '06:00:00');
    expect(JSON.stringify(read).length).toBeLessThan(120);
  });

  test.each([
    ['02:00:00', '02:00'],
    ['00:00:00', '24:00:00'],
  ])('may be all day or never, from %s to %s', (begin, end) => {
    const what = `its maintenance window begins and ends at ${begin.slice(0, 5)} UTC, which may be all day or never`;
    expect(dailyWindowOf(readMaintenance(begin, end))).toEqual(obscure(what, 'set it in the console'));
  });
});
