import { describe, expect, test } from 'vitest';
import { isoInZone } from '../../../../functions/maintenance/foundation/time/iso-in-zone.ts';

const instant = Date.UTC(2026, 10, 22, 19, 30, 0);
const hour = 3_600_000;

describe('an instant in a zone', () => {
  test.each([
    ['UTC', 0, '2026-11-22T19:30:00+00:00'],
    ['Shanghai', 8 * hour, '2026-11-23T03:30:00+08:00'],
    ['New York in winter', -5 * hour, '2026-11-22T14:30:00-05:00'],
    ['Kathmandu', 5.75 * hour, '2026-11-23T01:15:00+05:45'],
    ['St. John’s', -3.5 * hour, '2026-11-22T16:00:00-03:30'],
  ])('is written with the offset of %s', (_zone, offset, expected) => {
    expect(isoInZone(instant, offset)).toBe(expected);
    expect(Date.parse(expected)).toBe(instant);
  });

  test('is written to the second', () => {
    expect(isoInZone(instant + 999, 0)).toBe('2026-11-22T19:30:00+00:00');
  });
});
