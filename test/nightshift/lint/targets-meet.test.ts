import { describe, expect, test } from 'vitest';
import { readCapacity } from '../../../functions/maintenance/schedule/range.ts';
import type { Targets } from '../../../functions/maintenance/schedule/selector-schema.ts';
import { targetsMeet } from '../../../functions/nightshift/lint/selectors.ts';

const regions = {
  beijing: { region: 'cn-north-4', projectId: 'p1' },
  north: { region: 'cn-north-4', projectId: 'p1' },
  guiyang: { region: 'cn-southwest-2', projectId: 'p1' },
};
const size = (text: string) => readCapacity(text) ?? expect.unreachable();
const meet = (one: Partial<Targets>, other: Partial<Targets>) =>
  [
    targetsMeet({ region: 'beijing', ...one }, { region: 'beijing', ...other }, regions),
    targetsMeet({ region: 'beijing', ...other }, { region: 'beijing', ...one }, regions),
  ] as const;

describe('targets may be the same instances', () => {
  const pairs: readonly (readonly [string, Partial<Targets>, Partial<Targets>])[] = [
    ['by names and tags, of which only DCS knows', { names: ['cache-*'] }, { tags: { env: 'prod' } }],
    ['by ids and names', { ids: ['a'] }, { names: ['cache-*'] }],
    ['by globs that share a name', { names: ['cache-*'] }, { names: ['*-web'] }],
    ['by different tags', { tags: { env: 'prod' } }, { tags: { app: 'shop' } }],
    ['by a version within a version', { engineVersions: ['5.0'] }, { engineVersions: ['5.0.7'] }],
    ['by ranges of versions that overlap', { engineVersions: ['>= 5.0 < 6.2'] }, { engineVersions: ['6.0'] }],
    ['by ranges of sizes that overlap', { capacity: size('>= 8GB') }, { capacity: size('<= 8GB') }],
    ['by other statuses, which change', { statuses: ['ERROR'] }, { statuses: ['RUNNING'] }],
    ['by other zones, as nodes are in several', { availabilityZones: ['a'] }, { availabilityZones: ['b'] }],
    ['by two names of one region', { region: 'north', names: ['*'] }, { names: ['*'] }],
    ['by one of several regions', { region: ['guiyang', 'beijing'], names: ['*'] }, { names: ['*'] }],
    ['by a name from the environment', { names: ['${NAME}'] }, { names: ['cache-*'] }],
    ['by a tag from the environment', { tags: { env: '${ENV}' } }, { tags: { env: 'prod' } }],
    ['besides what one excludes', { names: ['*'], exclude: { names: ['cache-1'] } }, { names: ['cache-*'] }],
    [
      'besides a tag that not all of them have',
      { names: ['*'], exclude: { tags: { env: 'prod', app: 'x' } } },
      { tags: { env: 'prod' } },
    ],
  ];
  test.each(pairs)('%s', (_, one, other) => {
    expect(meet(one, other)).toEqual([true, true]);
  });
});

describe('targets are never the same instances', () => {
  const pairs: readonly (readonly [string, Partial<Targets>, Partial<Targets>])[] = [
    ['in other regions', { region: 'guiyang', names: ['*'] }, { names: ['*'] }],
    ['with other ids', { ids: ['a', 'b'] }, { ids: ['c'] }],
    ['with globs that share no name', { names: ['cache-*'] }, { names: ['session-*'] }],
    ['with other values of a tag', { tags: { env: 'prod', app: 'x' } }, { tags: { env: 'staging' } }],
    ['with ranges of versions apart', { engineVersions: ['< 5.0'] }, { engineVersions: ['>= 5.0', '7.0'] }],
    ['with ranges of sizes apart', { capacity: size('> 8GB') }, { capacity: size('<= 8GB') }],
    ['with other cache modes', { cacheModes: ['ha'] }, { cacheModes: ['single', 'proxy'] }],
    ['with other enterprise projects', { enterpriseProjects: ['0'] }, { enterpriseProjects: ['x'] }],
    [
      'where one excludes the sizes',
      { names: ['*'], exclude: { capacity: size('>= 8GB') } },
      { capacity: size('> 8GB') },
    ],
    ['with other versions', { engineVersions: ['5.0'] }, { engineVersions: ['5.01', '6.0'] }],
    [
      'where one excludes the names',
      { names: ['*'], exclude: { names: ['*-pinned'] } },
      { names: ['a-pinned', '?-pinned'] },
    ],
    ['where one excludes the ids', { names: ['*'], exclude: { ids: ['a', 'b'] } }, { ids: ['b'] }],
    [
      'where one excludes the tags',
      { names: ['*'], exclude: { tags: { env: 'prod' } } },
      { tags: { env: 'prod', app: 'x' } },
    ],
    [
      'where one excludes the versions',
      { names: ['*'], exclude: { engineVersions: ['5.0'] } },
      { engineVersions: ['5.0.7'] },
    ],
  ];
  test.each(pairs)('%s', (_, one, other) => {
    expect(meet(one, other)).toEqual([false, false]);
  });
});
