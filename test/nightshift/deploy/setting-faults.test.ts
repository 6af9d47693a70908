import { describe, expect, test } from 'vitest';
import {
  type RunSettings,
  settingFaults,
} from '../../../functions/nightshift/deploy/function/setting-faults.ts';

const retries = (maxAsyncRetryAttempts: number) => ({ asyncPolicy: { maxAsyncRetryAttempts } });
const inBoth = { xrole: 'nightshift-dcs', appXrole: undefined, enableLtsLog: true };
const withJournal: RunSettings = { ...inBoth, ...retries(3), timeout: 900, maxInstanceNum: 10 };
const without: RunSettings = { ...inBoth, ...retries(0), timeout: 7_200, maxInstanceNum: 1 };

const codes = (settings: RunSettings, hasJournal: boolean | undefined) =>
  settingFaults(settings, hasJournal).map(({ severity, code }) => `${severity} ${code}`);

describe('the settings of a function', () => {
  test('that the documents give are right, with a journal and without', () => {
    expect(codes(withJournal, true)).toEqual([]);
    expect(codes(without, false)).toEqual([]);
  });

  test('that are made for no journal are told where there is one, and the other way round', () => {
    expect(codes(without, true)).toEqual([
      'warning function.timeout-long',
      'warning function.no-retries',
      'warning function.one-instance',
    ]);
    expect(codes(withJournal, false)).toEqual(['error function.retries', 'warning function.instances']);
  });

  test.each([
    [{ timeout: 3 }, 'error function.timeout'],
    [{ xrole: undefined }, 'error function.agency'],
    [{ xrole: '', appXrole: '' }, 'error function.agency'],
    [{ maxInstanceNum: 0 }, 'error function.disabled'],
    [{ enableLtsLog: false }, 'warning function.logs'],
  ])('of which %j is wrong whatever the schedule has', (wrong, code) => {
    for (const hasJournal of [true, false, undefined]) {
      const right = hasJournal === false ? without : withJournal;
      expect(codes({ ...right, ...wrong }, hasJournal)).toEqual([code]);
    }
  });

  test('that are left as they are, or of a schedule that cannot be read, are not judged', () => {
    const left = { asyncPolicy: undefined, maxInstanceNum: undefined, enableLtsLog: undefined };
    expect(codes({ ...withJournal, ...left }, true)).toEqual([]);
    expect(codes({ ...without, ...left }, false)).toEqual([]);
    expect([codes(withJournal, undefined), codes(without, undefined)]).toEqual([[], []]);
  });
});
