import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { judgeClocks, noteClock } from '../../../functions/maintenance/http/clocks.ts';

const startAt = Date.parse('2026-11-22T19:30:00Z');
const minuteMs = 60_000;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: startAt });
});
afterEach(() => {
  vi.useRealTimers();
});

const dateAhead = (minutes: number) => new Date(Date.now() + minutes * minuteMs).toUTCString();
/** Names of its own for each test: what a process has seen, it knows until it ends. */
let tests = 0;
const names = () => {
  tests += 1;
  // What the test before noted is too old to tell anything.
  vi.setSystemTime(startAt + tests * 3_600_000);
  return [`obs-${tests}`, `dcs-${tests}`] as const;
};

test('a clock with which no third one agrees may be either', () => {
  const [obs] = names();
  noteClock(obs, dateAhead(-20));
  expect(judgeClocks(obs)).toMatch(
    /^the clock of obs-\d+ is 20 minutes behind that of this machine; which of the two is off cannot be told from here \(it showed /,
  );
});

test('a clock that differs from two is off', () => {
  const [obs, dcs] = names();
  noteClock(dcs, dateAhead(0));
  noteClock(obs, dateAhead(20));
  expect(judgeClocks(obs)).toMatch(
    /^the clock of obs-\d+ is off: it is 20 minutes ahead of that of this machine, with which dcs-\d+ agrees/,
  );
});

test('this machine’s is off where two others agree', () => {
  const [obs, dcs] = names();
  noteClock(dcs, dateAhead(21));
  noteClock(obs, dateAhead(20));
  expect(judgeClocks(obs)).toMatch(/^the clock of this machine is off: .* and dcs-\d+ agrees with obs-\d+/);
});

test('what was seen long ago, or is no date, tells nothing', () => {
  const [obs, dcs] = names();
  noteClock(dcs, dateAhead(0));
  noteClock(dcs, 'yesterday');
  noteClock(dcs, undefined);
  vi.setSystemTime(Date.now() + 40 * minuteMs);
  noteClock(obs, dateAhead(20));
  expect(judgeClocks(obs)).toMatch(/cannot be told from here/);
  expect(judgeClocks('another')).toBeUndefined();
});
