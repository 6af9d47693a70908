import { expect, test } from 'vitest';
import { createTurns } from '../../../functions/maintenance/invocation/turns.ts';
import { startAt } from '../run/night.ts';
import { createVirtualTime } from '../run/virtual-clock.ts';

async function taking(count: number) {
  const { clock } = createVirtualTime(startAt);
  const turn = createTurns(2, 10_000, clock);
  const taken: number[] = [];
  const ends = Array.from({ length: count }, (_, place) =>
    turn().then((end) => {
      taken.push(place);
      return end;
    }),
  );
  await clock.wait(1);
  return { clock, taken, ends };
}

test('so many have their turn at once, and the next when one of them is done, in the order in which they asked', async () => {
  const { clock, taken, ends } = await taking(4);
  expect(taken).toEqual([0, 1]);
  const end = await ends[1];
  end?.();
  // Who says twice that he is done gives way but once.
  end?.();
  await clock.wait(1);
  expect(taken).toEqual([0, 1, 2]);
});

test('whoever takes too long holds up the others no longer', async () => {
  const { clock, taken } = await taking(5);
  await clock.wait(9_000);
  expect(taken).toEqual([0, 1]);
  await clock.wait(2_000);
  expect(taken).toEqual([0, 1, 2, 3]);
});
