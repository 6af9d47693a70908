import { expect, test } from 'vitest';
import { describeBuild } from '../../../functions/nightshift/place/describe-build.ts';

test.each([
  ['0.1.0+0123456789ab', '0.1.0, commit 0123456789ab'],
  ['1.20.3+0123456789ab.dirty.fedcba98', '1.20.3, commit 0123456789ab +changes (sources fedcba98)'],
  ['0.1.0+unknown.fedcba98', '0.1.0, unknown commit (sources fedcba98)'],
  ['something else', 'something else'],
  [undefined, 'from source'],
])('a build %s is told as %s', (build, told) => {
  expect(describeBuild(build)).toBe(told);
});
