import { expect, test } from 'vitest';
import { playQuarter } from './nights.ts';

test('nothing that must hold is broken in the second quarter of the nights', async () => {
  expect(await playQuarter(2)).toEqual([]);
});
