import { describe, expect, test } from 'vitest';
import { calendarDay } from '../../../../functions/maintenance/foundation/time/day.ts';

describe('a day of the calendar', () => {
  test.each([
    '2026-02-29',
    '2026-13-01',
    '2026-00-10',
    '2026-04-31',
    '2026-1-1',
    '26-01-01',
    '2026-01-01T00:00',
  ])('is not %s', (text) => {
    expect(calendarDay(text)).toBeUndefined();
  });

  test('may be the 29th of February in a leap year', () => {
    expect(calendarDay('2028-02-29')).toEqual({ year: 2028, month: 2, day: 29 });
  });
});
