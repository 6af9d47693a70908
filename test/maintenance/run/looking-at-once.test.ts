import { describe, expect, test } from 'vitest';
import { createOtherRuns } from '../../../functions/maintenance/run/other-runs.ts';
import { stillClock } from '../notify/still-clock.ts';
import { startAt } from './night.ts';
import { b, beside, c, submitting } from './runs-beside.ts';

describe('two that look at the same runs at once', () => {
  /** Whoever waits for nothing but this process is through by then. */
  const settled = () => new Promise((resolve) => setImmediate(resolve));

  /** A run on a and one on b, and a third that is about b and c; reads of journals wait as long as they are held up. */
  async function lookingTwice() {
    let heldUp: Promise<void> = Promise.resolve();
    const scene = await beside((journal) => ({
      append: journal.append,
      async read(run) {
        await heldUp;
        return journal.read(run);
      },
    }));
    await scene.enter('other@now', [b, c], submitting(b));
    const { own } = await beside(undefined, [b]);
    const others = createOtherRuns(scene, stillClock(startAt), () => undefined);
    const holdUp = () => {
      let end = () => {};
      heldUp = new Promise((resolve) => {
        end = resolve;
      });
      return () => end();
    };
    return { ...scene, holdUp, lookForB: async () => [...(await others.look(own))] };
  }

  test('read once what one of them need not know', async () => {
    const { look, lookForB, reads, holdUp } = await lookingTwice();
    const goOn = holdUp();
    const first = lookForB();
    await settled();
    const second = look();
    await settled();
    goOn();
    expect([await first, await second, reads]).toEqual([[[b, 'other@now']], [], ['other@now']]);
  });

  test('do not wait for each other where it is known already that one need not know', async () => {
    const { look, lookForB, holdUp } = await lookingTwice();
    await look();
    const goOn = holdUp();
    const first = lookForB();
    await settled();
    expect(await look()).toEqual([]);
    goOn();
    expect(await first).toEqual([[b, 'other@now']]);
  });
});
