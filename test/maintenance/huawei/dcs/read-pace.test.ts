import { describe, expect, test } from 'vitest';
import {
  createReadPace,
  readsAtOnce,
  readsInABurst,
} from '../../../../functions/maintenance/huawei/dcs/read-pace.ts';
import { createVirtualTime } from '../../run/virtual-clock.ts';

type Turn = Awaited<ReturnType<ReturnType<typeof createReadPace>['begin']>>;

/** A pace, and who has his turn by now; no second passes meanwhile. */
function pacing() {
  const { cloud, clock } = createVirtualTime(0);
  const pace = createReadPace(clock);
  const turns: Turn[] = [];
  const kinds = ['get', 'list', 'config'];
  return {
    clock,
    turns,
    pace,
    now: () => cloud.now(),
    /** Asks for so many turns, of several kinds. */
    async ask(count: number) {
      for (let index = 0; index < count; index += 1)
        void pace.begin(kinds[index % kinds.length] ?? '').then((turn) => turns.push(turn));
      await settled();
    },
    async end(count: number, throttled = false) {
      for (const turn of turns.splice(0, count)) turn.end(throttled);
      await settled();
    },
  };
}

/** Everything that waits for no time has happened. */
async function settled() {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}

describe('reads of a region', () => {
  test('go side by side, so many at once, and the next when one is over', async () => {
    const { ask, end, turns } = pacing();
    await ask(readsAtOnce + 5);
    expect(turns).toHaveLength(readsAtOnce);
    await end(2);
    expect(turns).toHaveLength(readsAtOnce);
    await end(readsAtOnce);
    expect(turns).toHaveLength(3);
  });

  test('are halved by an answer that they are too many, once for all that were under way', async () => {
    const { ask, end, turns } = pacing();
    await ask(readsAtOnce);
    await end(30, true);
    await ask(readsAtOnce);
    expect(turns).toHaveLength(readsAtOnce - 30);
    await end(20, true);
    expect(turns).toHaveLength(readsAtOnce / 2);
  });

  test('are never fewer than one, and more again as all goes well', async () => {
    const { ask, end, turns } = pacing();
    for (let halved = 0; halved < 10; halved += 1) {
      await ask(1);
      await end(1, true);
    }
    await ask(10);
    expect(turns).toHaveLength(1);
    await end(1);
    expect(turns).toHaveLength(2);
    await end(2);
    expect(turns).toHaveLength(3);
  });

  test('of one kind begin no faster than the gateway takes them', async () => {
    const { clock, pace, now } = pacing();
    const begun: number[] = [];
    await Promise.all(
      Array.from({ length: 500 }, async () => {
        const turn = await pace.begin('get');
        begun.push(now());
        await clock.wait(10);
        turn.end(false);
      }),
    );
    expect(begun.filter((at) => at === 0)).toHaveLength(readsInABurst);
    for (const from of begun)
      expect(begun.filter((at) => at >= from && at < from + 1_000).length).toBeLessThanOrEqual(200);
    expect(begun.at(-1)).toBeLessThanOrEqual(450 * 7);
  });
});
