import { describe, expect, test } from 'vitest';
import { createCloudClock, createHandClock } from '../../../functions/minicloud/wire/cloud-clock.ts';

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
