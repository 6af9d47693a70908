import { expect, test } from 'vitest';
import { createRegister } from '../../../functions/maintenance/journal/register-over-store.ts';
import { obsStage, startAt } from './obs-stage.ts';

const tickMs = 300_000;

test('an idle tick asks OBS twice, and once more about every hour; no more of them lie in the bucket', async () => {
  const { store, clock, requests } = await obsStage();
  const ticks = 96;
  for (let tick = 0; tick < ticks; tick += 1) {
    // A process of its own, which knows nothing of those before it.
    const register = createRegister(store, { clock });
    const { lastTick } = await register.open();
    expect(lastTick).toBe(tick === 0 ? undefined : startAt + (tick - 1) * tickMs);
    await register.enter({ kind: 'tick', at: startAt + tick * tickMs });
  }
  const count = (operation: string) => requests().filter((each) => each === operation).length;
  expect([count('ListObjects'), count('AppendObject'), count('DeleteObjects')]).toEqual([ticks, ticks, 7]);
  // One that no other stands for is looked for: the very first, and each that the earlier ones are removed for.
  expect(count('GetObject')).toBe(8);
  expect(requests()).toHaveLength(2 * ticks + 7 + 8);
  expect((await store.list('open/tick/')).length).toBeLessThanOrEqual(13);
});

test('the one note that every tick of an earlier version left is the last tick, and goes with ours', async () => {
  const { store, clock, requests } = await obsStage();
  // As version 0.1 wrote it, after it had removed the one before.
  await store.append('open/tick/2026-11-22T19%3A25%3A00%2E000Z', 0, Buffer.from('\n'));
  const register = createRegister(store, { clock });
  expect((await register.open()).lastTick).toBe(startAt - tickMs);
  for (let tick = 0; tick < 12; tick += 1)
    await register.enter({ kind: 'tick', at: startAt + tick * tickMs });
  expect(await store.list('open/tick/')).toEqual(['open/tick/2026-11-22T20%3A25%3A00%2E000Z']);
  expect(requests().filter((each) => each === 'DeleteObjects')).toHaveLength(1);
});
