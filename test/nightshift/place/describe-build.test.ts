import { describe, expect, test } from 'vitest';
import { describeBuild, otherVersion } from '../../../functions/nightshift/place/describe-build.ts';

test.each([
  ['0.1.0+0123456789ab', '0.1.0, commit 0123456789ab'],
  ['1.20.3+0123456789ab.dirty.fedcba98', '1.20.3, commit 0123456789ab +changes (sources fedcba98)'],
  ['0.1.0+unknown.fedcba98', '0.1.0, unknown commit (sources fedcba98)'],
  ['something else', 'something else'],
  [undefined, 'from source'],
])('a build %s is told as %s', (build, told) => {
  expect(describeBuild(build)).toBe(told);
});

describe('another version', () => {
  const [older, own] = ['0.1.0+0123456789ab', '0.2.0+abcdef012345'];

  test('is told of what is deployed, and of what is to be', () => {
    expect(otherVersion(older, own, own)).toBe(
      'this command line is 0.2.0, commit abcdef012345; the function that is deployed is 0.1.0, commit 0123456789ab',
    );
    expect(otherVersion(own, older, own)).toBe(
      'this command line is 0.2.0, commit abcdef012345; the function to be deployed is 0.1.0, commit 0123456789ab',
    );
  });

  test.each([
    ['the same', own, own, own],
    ['not known', undefined, undefined, own],
  ])('is not told where it is %s', (_, deployed, wanted, here) => {
    expect(otherVersion(deployed, wanted, here)).toBeUndefined();
  });
});
