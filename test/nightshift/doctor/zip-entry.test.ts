import { readFileSync } from 'node:fs';
import { zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { zipEntry } from '../../../functions/nightshift/doctor/zip-entry.ts';

describe('the file of a zip', () => {
  const text = 'a night shift '.repeat(200);
  const files = { 'index.js': Buffer.from('x'), 'schedule.yaml': Buffer.from(text) };

  test.each([0, 9] as const)('is read, packed or not (level %i)', (level) => {
    const zip = Buffer.from(zipSync(files, { level }));
    expect(zipEntry(zip, 'schedule.yaml')).toBe(text);
    expect(zipEntry(zip, 'index.js')).toBe('x');
    expect(zipEntry(zip, 'other')).toBeUndefined();
  });

  test('of the build is the schedule', () => {
    const schedule = readFileSync('config/schedule.yaml', 'utf8');
    expect(zipEntry(readFileSync('dist/nightshift.zip'), 'schedule.yaml')).toBe(schedule);
  });

  test('is nothing in what is no zip', () => {
    expect(zipEntry(Buffer.from('no zip'), 'schedule.yaml')).toBeUndefined();
  });
});
