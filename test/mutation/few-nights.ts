import { expect, test } from 'vitest';
import { simulate } from '../simulation/simulate.ts';

/** As many of the simulation's nights as a mutant is held to. */
const nights = Array.from({ length: 24 }, (_, index) => index + 1);

test.each(nights)('nothing that must hold is broken in night %i', async (seed) => {
  expect((await simulate(seed)).violations).toEqual([]);
});
