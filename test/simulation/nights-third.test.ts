import { expect, test } from 'vitest';
import { playQuarter } from './nights.ts';

test('nothing that must hold is broken in the third quarter of the nights', async () => {
  expect(await playQuarter(3)).toEqual([]);
});
