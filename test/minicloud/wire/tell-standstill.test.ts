import { expect, onTestFinished, test, vi } from 'vitest';
import type { Reached } from '../../../functions/minicloud/wire/clock-followers.ts';
import { createCloudClock } from '../../../functions/minicloud/wire/cloud-clock.ts';
import { tellStandstill } from '../../../functions/minicloud/wire/tell-standstill.ts';

const startAt = Date.parse('2026-12-02T03:02:00+08:00');

function onlooker() {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  onTestFinished(() => void vi.useRealTimers());
  const clock = createCloudClock({ scale: 1000, startAt });
  const lines: string[] = [];
  onTestFinished(tellStandstill(clock, (line) => lines.push(line)));
  return { clock, lines };
}

test('a clock that stands still for long is told, with all for whom it waits, and then ever less often', async () => {
  const { clock, lines } = onlooker();
  const goOn = [clock.hold('nightshift (process 7) to be loaded'), clock.hold('code to be unpacked')];
  vi.advanceTimersByTime(9_000);
  expect(lines).toEqual([]);
  vi.advanceTimersByTime(1_000);
  const line = (seconds: number) =>
    `the cloud's clock stands still at 2026-12-02T03:02:00+08:00, for ${seconds} s by now: it waits for nightshift (process 7) to be loaded, and for code to be unpacked`;
  expect(lines).toEqual([line(10)]);
  vi.advanceTimersByTime(30_000);
  expect(lines).toEqual([10, 20, 40].map(line));
  for (const go of goOn) go();
  await clock.wait(1_000);
  vi.advanceTimersByTime(100_000);
  expect(lines).toHaveLength(3);
});

test('so is one whose follower does not say that it waits', async () => {
  const { clock, lines } = onlooker();
  let end = () => {};
  onTestFinished(() => end());
  await new Promise<void>((asked) => {
    const reach = () => {
      asked();
      return new Promise<Reached>((resolve) => {
        end = () => resolve({ due: Number.POSITIVE_INFINITY, connections: [] });
      });
    };
    clock.follow({ name: 'nightshift (process 7)', computedMs: () => 0, reach });
  });
  vi.advanceTimersByTime(10_000);
  expect(lines).toEqual([expect.stringMatching(/: it waits for nightshift \(process 7\), which /)]);
});
