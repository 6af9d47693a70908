import { expect, test } from 'vitest';
import { playQuarter } from './nights.ts';

test('nothing that must hold is broken in the first quarter of the nights', async () => {
  expect(await playQuarter(1)).toEqual([]);
});
