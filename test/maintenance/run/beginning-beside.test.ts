import { expect, test } from 'vitest';
import type { Clock } from '../../../functions/maintenance/foundation/clock.ts';
import { beginsHere } from '../../../functions/maintenance/run/other-runs.ts';
import { stillClock } from '../notify/still-clock.ts';
import { startAt } from './night.ts';
import { a, beside, submitting } from './runs-beside.ts';

/** Two runs on an instance of a third, and for how long that one waits for what its process is about to open. */
async function setScene() {
  const clock = stillClock(startAt);
  const { journal, enter, look } = await beside(undefined, [a], clock);
  for (const run of ['first@now', 'second@now']) await enter(run, [a]);
  return {
    begins: (run: string) => beginsHere(run, journal, clock),
    halfASecondLater: () => clock.wait(500),
    async waits() {
      clock.waits.length = 0;
      await look();
      return clock.waits;
    },
  };
}

test('runs that are about to be opened are waited for until a second after the last of them was', async () => {
  const { begins, halfASecondLater, waits } = await setScene();
  begins('first@now');
  await halfASecondLater();
  begins('second@now');
  expect(await waits()).toEqual([1_000]);
});

test('a run that is about to be opened again is waited for, whatever came of the first time', async () => {
  const { begins, halfASecondLater, waits } = await setScene();
  const giveUp = begins('first@now');
  await halfASecondLater();
  begins('first@now');
  giveUp();
  expect(await waits()).toEqual([1_000]);
});

test('whoever waits for a run goes on as soon as that comes to nothing, and waits for no time any more', async () => {
  let waiting = 0;
  const never: Clock = {
    now: () => startAt,
    wait: (_, signal) =>
      new Promise(() => {
        waiting += 1;
        signal?.addEventListener('abort', () => {
          waiting -= 1;
        });
      }),
  };
  const { journal, enter, look } = await beside(undefined, [a], never);
  await enter('first@now', [a], submitting(a));
  const giveUp = beginsHere('first@now', journal, never);
  const looking = look();
  await new Promise((resolve) => setImmediate(resolve));
  expect(waiting).toBe(1);
  giveUp();
  expect([await looking, waiting]).toEqual([[[a, 'first@now']], 0]);
});
