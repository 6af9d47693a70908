import { expect, test } from 'vitest';

test('these tests run in the zone of their project', () => {
  expect(process.env['TZ']).toMatch(/^(UTC|Asia\/Shanghai|America\/New_York)$/);
  const offsets: Readonly<Record<string, number>> = {
    UTC: 0,
    'Asia/Shanghai': -480,
    'America/New_York': 300,
  };
  expect(new Date('2026-01-15T00:00:00Z').getTimezoneOffset()).toBe(offsets[process.env['TZ'] ?? '']);
});
