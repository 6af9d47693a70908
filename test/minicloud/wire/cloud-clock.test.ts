import { AsyncLocalStorage } from 'node:async_hooks';
import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, test, vi } from 'vitest';
import {
  type CloudClock,
  createCloudClock,
  createHandClock,
} from '../../../functions/minicloud/wire/cloud-clock.ts';

/** What a clock of this file does as it lies down for the rest of a beat; those of other files are none of ours. */
const restOf = new AsyncLocalStorage<() => void>();

/** Lets a clock run without taking any real time until it sleeps, and somebody ask in one of its beats; how many it took. */
async function beatsUntilAsleep(ask?: { beat: number; asked: (clock: CloudClock) => void }) {
  const { setTimeout: real } = globalThis;
  const spy = vi.spyOn(globalThis, 'setTimeout');
  spy.mockImplementation(((act: () => void, ms: number) => {
    const rest = restOf.getStore();
    rest?.();
    return rest ? setImmediate(act) : real(act, ms);
  }) as typeof setTimeout);
  let beats = 0;
  const clock = restOf.run(
    () => {
      beats += 1;
      if (beats === ask?.beat) ask.asked(clock);
    },
    () => createCloudClock({ scale: 1000, startAt: 0 }),
  );
  for (let before = -1, quiet = 0; quiet < 100; quiet = beats === before ? quiet + 1 : 0) {
    before = beats;
    await turn();
  }
  spy.mockRestore();
  return beats;
}

describe('the scaled clock', () => {
  test('starts at the instant it is given and never goes back', () => {
    const clock = createCloudClock({ scale: 1000, startAt: 5_000 });
    const first = clock.now();
    expect(first).toBeGreaterThanOrEqual(5_000);
    expect(clock.now()).toBeGreaterThanOrEqual(first);
  });

  test('waits for cloud time to pass', async () => {
    const clock = createCloudClock({ scale: 10_000, startAt: 0 });
    const before = clock.now();
    await clock.wait(20_000);
    expect(clock.now() - before).toBe(20_000);
  });

  test('hears whoever asks it for something, also in the beat after which it would sleep', async () => {
    const last = await beatsUntilAsleep();
    for (let beat = last - 2; beat <= last; beat++) {
      let heard = false;
      const asked = (clock: CloudClock) => void clock.wait(1).then(() => (heard = true));
      await beatsUntilAsleep({ beat, asked });
      expect(heard, `asked in beat ${beat} of ${last}`).toBe(true);
    }
  });
});

describe('the hand-driven clock', () => {
  test('stands still until it is moved', () => {
    const clock = createHandClock(100);
    expect(clock.now()).toBe(100);
    clock.advance(50);
    expect(clock.now()).toBe(150);
    clock.set(1_000);
    expect(clock.now()).toBe(1_000);
  });

  test('wakes who waited for the instant, the earlier first, and no one else', async () => {
    const clock = createHandClock(0);
    const woken: string[] = [];
    const late = clock.wait(20).then(() => woken.push('late'));
    const early = clock.wait(10).then(() => woken.push('early'));
    void clock.wait(30).then(() => woken.push('not yet'));
    clock.set(20);
    await Promise.all([late, early]);
    expect(woken).toEqual(['early', 'late']);
  });

  test('refuses to go back', () => {
    expect(() => createHandClock(100).set(99)).toThrow('cannot go back');
  });
});
