import { expect, test } from 'vitest';
import { createWaits, withinTime } from '../../../functions/maintenance/runtime/waits.ts';
import { createVirtualTime } from '../run/virtual-clock.ts';

const startAt = Date.parse('2026-11-22T19:30:00Z');

/** Work within a function of 60 s, which began with the clock. */
function sixtySeconds() {
  const { clock } = createVirtualTime(startAt);
  const waits = createWaits(clock.now);
  const remainingMs = () => startAt + 60_000 - clock.now();
  return { clock, waits, within: <T>(work: Promise<T>) => withinTime(work, waits, clock, remainingMs) };
}

test('work that ends in time is what it comes to', async () => {
  const { clock, within } = sixtySeconds();
  expect(await within(clock.wait(50_000).then(() => 'done'))).toBe('done');
  await expect(within(Promise.reject(new RangeError('a bug')))).rejects.toThrow('a bug');
});

test('work that does not end is given up while people can still be told, and says what it waited for', async () => {
  const { clock, waits, within } = sixtySeconds();
  const work = clock
    .wait(10_000)
    .then(() => waits.during('the register of runs', () => new Promise<never>(() => {})));
  await expect(within(work)).rejects.toMatchObject({
    code: 'time.over',
    message: expect.stringContaining(
      "the function's time of 1m ends while it has waited for the register of runs for 44s",
    ),
  });
  expect(clock.now() - startAt).toBe(54_000);
});

test('people who are being told have what is left of the time', async () => {
  const { clock, waits, within } = sixtySeconds();
  const work = clock.wait(50_000).then(() => waits.telling('the channel ops', () => clock.wait(8_000)));
  expect(await within(work)).toBeUndefined();
  expect(clock.now() - startAt).toBe(58_000);
});
