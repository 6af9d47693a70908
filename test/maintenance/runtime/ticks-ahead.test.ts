import { describe, expect, test } from 'vitest';
import { createTicksAhead } from '../../../functions/maintenance/runtime/ticks-ahead.ts';

const now = Date.parse('2026-11-23T03:30:00+08:00');
const minute = 60_000;
const hour = 60 * minute;

describe('a tick that is ahead of the clock', () => {
  test.each([
    ['5m', 5 * minute, 5 * minute],
    ['15m', 15 * minute, 5 * minute],
    ['1h', hour, 5 * minute],
    ['1m', minute, 2 * minute],
  ])('with tick: %s may be so by a few minutes and no more', (_, tickMs, allowed) => {
    const ticks = createTicksAhead();
    ticks.check(now - hour, now, tickMs);
    ticks.check(now + allowed, now, tickMs);
    expect(() => ticks.check(now + allowed + 1_000, now, tickMs)).toThrow("ahead of this machine's clock");
  });

  test('says what to send instead', () => {
    expect(() => createTicksAhead().check(now + 30 * 24 * hour, now, 5 * minute)).toThrow(
      expect.objectContaining({
        code: 'tick.ahead',
        message: expect.stringMatching(/30d ahead.*{"job":"NAME"}/),
      }),
    );
  });
});

describe('several in a row', () => {
  test('ahead by about the same say that the clock is behind, and by how much', () => {
    const ticks = createTicksAhead();
    const come = (index: number) =>
      ticks.check(now + 3 * hour + index * 5 * minute, now + index * 5 * minute, 5 * minute);
    expect(() => come(0)).toThrow(expect.objectContaining({ code: 'tick.ahead' }));
    expect(() => come(1)).toThrow(
      expect.objectContaining({
        code: 'clock.behind',
        message: expect.stringMatching(/^2 ticks.*behind by about 3h/),
      }),
    );
    expect(() => come(2)).toThrow(/^3 ticks/);
    ticks.check(now, now, 5 * minute);
    expect(() => come(4)).toThrow(expect.objectContaining({ code: 'tick.ahead' }));
  });

  test('that are one event sent again, or ahead by anything, say nothing of the clock', () => {
    const ticks = createTicksAhead();
    for (const at of [now + 2 * hour, now + 2 * hour, now + 9 * hour])
      expect(() => ticks.check(at, now, 5 * minute)).toThrow(expect.objectContaining({ code: 'tick.ahead' }));
  });
});
