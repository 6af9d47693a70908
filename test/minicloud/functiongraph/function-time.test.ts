import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { hostFixture, runningClock, start } from './function-fixture.ts';

const reportSchema = z.object({
  before: z.number(),
  cloudMs: z.number(),
  remainingBefore: z.number(),
  spentOfRemaining: z.number(),
  newDate: z.number(),
});

const timeLimitMs = 10 * 3_600_000;

async function reportAt(scale: number, waitMs: number) {
  const began = performance.now();
  const clock = runningClock(scale);
  const host = hostFixture('tells-time', { clock, timeLimitMs });
  const before = clock.now();
  const invocation = await host.invoke({ waitMs });
  if (invocation.kind !== 'answered') throw new Error(`the function ${invocation.kind}`);
  const [after, realMs] = [clock.now(), performance.now() - began];
  return { before, after, realMs, invocation, report: reportSchema.parse(invocation.answer) };
}

describe('time in a function that lives a thousand times as fast', () => {
  test("is the cloud's: between what the host saw before and after", async () => {
    const { before, after, report } = await reportAt(1000, 60_000);
    expect(report.before).toBeGreaterThanOrEqual(before);
    expect(report.before + report.cloudMs).toBeLessThanOrEqual(after);
    expect(report.before).toBeGreaterThanOrEqual(start);
  });

  test('passes in timers of every form: four waits of a minute each are four minutes', async () => {
    const { invocation, report } = await reportAt(1000, 60_000);
    expect(report.cloudMs).toBeGreaterThanOrEqual(4 * 59_000);
    expect(invocation.cloudMs).toBeGreaterThanOrEqual(report.cloudMs);
  });

  test('is exactly what was waited for, however long this machine worked meanwhile', async () => {
    const { report, invocation } = await reportAt(1000, 1000);
    expect(report.cloudMs).toBe(4_000);
    expect(invocation.cloudMs).toBe(4_000);
  });

  // Counted from the making of the clock: some milliseconds of a span may have been saved up before it.
  test('goes no faster than the clock says', async () => {
    const { after, realMs } = await reportAt(1000, 60_000);
    expect(after - start).toBeLessThanOrEqual(Math.ceil(realMs) * 1000);
  });

  test('is what remains of the time limit, counted from the start of the invocation', async () => {
    const { report } = await reportAt(1000, 60_000);
    expect(report.remainingBefore).toBeLessThanOrEqual(timeLimitMs);
    expect(report.spentOfRemaining).toBeGreaterThanOrEqual(report.cloudMs);
  });

  test('is the same for every way to ask for now', async () => {
    const { report } = await reportAt(1000, 60_000);
    expect(report.newDate).toBeGreaterThanOrEqual(report.cloudMs);
  });
});

test('Date stays a full Date', async () => {
  const { invocation } = await reportAt(60, 60);
  expect(invocation).toMatchObject({
    answer: {
      called: 'string',
      calledAgrees: true,
      explicit: '2026-11-22T19:30:00.000Z',
      utc: 1767225600000,
      ofNode: true,
      instance: true,
      subclass: true,
      constructorIsDate: true,
      name: 'Date',
      length: 7,
    },
  });
});

test('unscaled time goes no faster than real time', async () => {
  const { report, after, realMs } = await reportAt(1, 20);
  expect(report.cloudMs).toBe(80);
  expect(after - start).toBeLessThanOrEqual(Math.ceil(realMs));
});
