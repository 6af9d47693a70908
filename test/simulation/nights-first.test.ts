import { expect, test } from 'vitest';
import { nightsPerFile, playNights } from './nights.ts';

test('nothing that must hold is broken in the first quarter of the nights', {
  timeout: 600_000,
}, async () => {
  expect(await playNights(1, nightsPerFile)).toEqual([]);
});
