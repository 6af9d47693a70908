import { describe, expect, test } from 'vitest';
import { nearestName, oneOf } from '../../../functions/maintenance/document/nearest-name.ts';

const keys = ['action', 'cron', 'timezone', 'targets', 'spreadBy', 'dst'];

describe('the name that was meant', () => {
  test.each([
    ['acton', 'action'],
    ['corn', 'cron'],
    ['timezome', 'timezone'],
    ['TARGET', 'targets'],
    ['spread_by', 'spreadBy'],
    ['dts', 'dst'],
    ['tiemzoen', 'timezone'],
  ])('by %s is %s', (misspelt, meant) => {
    expect(nearestName(misspelt, keys)).toBe(meant);
  });

  test.each(['priority', 'x', 'd5s6t7', 'cr', ''])('by %j is none', (misspelt) => {
    expect(nearestName(misspelt, keys)).toBeUndefined();
  });

  test('is the nearest of several', () => {
    expect(nearestName('jobs', ['job', 'jabs', 'jobs2', 'jobs'])).toBe('jobs');
  });

  test('is asked for behind the list of names, of which a long one is cut', () => {
    expect(oneOf(['ops'], 'opps')).toBe('ops; did you mean "ops"?');
    expect(oneOf(['ops', 'audit'], 'pager')).toBe('one of ops, audit');
    expect(oneOf(['on call', '', '\u0007ops', '值班'], 'pager')).toBe(
      'one of "on call", "", "\\u0007ops", 值班',
    );
    const many = Array.from({ length: 1_000 }, (_, index) => `job-${index}`);
    expect(oneOf(many, 'job-12345').length).toBeLessThan(250);
  });
});
