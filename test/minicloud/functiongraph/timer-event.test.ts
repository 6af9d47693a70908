import { describe, expect, test } from 'vitest';
import { timerEvent } from '../../../functions/minicloud/functiongraph/timer-event.ts';

/** 2023-06-01T08:30:00+08:00, as in the documentation's example. */
const time = Date.UTC(2023, 5, 1, 0, 30);

describe('a timer event', () => {
  test('is the documented one, field by field', () => {
    expect(timerEvent({ time, triggerName: 'Timer_001', userEvent: 'User Event' })).toEqual({
      version: 'v1.0',
      time: '2023-06-01T08:30:00+08:00',
      trigger_type: 'TIMER',
      trigger_name: 'Timer_001',
      user_event: 'User Event',
    });
  });

  test('has a string for user_event even if the trigger was given none', () => {
    expect(timerEvent({ time, triggerName: 'tick' }).user_event).toBe('');
  });

  test.each([
    [0, '2023-06-01T00:30:00+00:00'],
    [5.5 * 3_600_000, '2023-06-01T06:00:00+05:30'],
    [-3 * 3_600_000, '2023-05-31T21:30:00-03:00'],
    [-3.5 * 3_600_000, '2023-05-31T21:00:00-03:30'],
  ])('tells its time in the offset of the region (%i ms)', (zoneOffset, expected) => {
    expect(timerEvent({ time, triggerName: 'tick', zoneOffset }).time).toBe(expected);
  });

  test('tells it to the second, as the platform does', () => {
    expect(timerEvent({ time: time + 999, triggerName: 'tick' }).time).toBe('2023-06-01T08:30:00+08:00');
  });
});
