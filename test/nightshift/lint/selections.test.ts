import { describe, expect, test } from 'vitest';
import { jobText, lintsOf } from './lint-fixture.ts';

const nightly = (targets: string) => lintsOf(`jobs:\n${jobText('nightly', { targets })}`);

describe('a selector that repeats another', () => {
  test.each([
    [
      'a name under a glob',
      '{ region: beijing, names: ["cache-*", "cache-web"] }',
      'names[1]',
      '"cache-web" repeats "cache-*"',
    ],
    [
      'a name before its glob',
      '{ region: beijing, names: ["cache-web", "cache-*"] }',
      'names[0]',
      '"cache-web" repeats "cache-*"',
    ],
    [
      'the same glob twice',
      '{ region: beijing, names: ["cache-*", "cache-*"] }',
      'names[1]',
      '"cache-*" repeats "cache-*"',
    ],
    ['an id twice', '{ region: beijing, ids: [a-1, b-2, a-1] }', 'ids[2]', '"a-1" repeats "a-1"'],
    [
      'a version within a version',
      '{ region: beijing, engineVersions: ["5.0.7", "5.0"] }',
      'engineVersions[0]',
      '"5.0.7" repeats "5.0"',
    ],
    [
      'an exclusion under an exclusion',
      '{ region: beijing, names: ["cache-*"], exclude: { names: ["*-pinned", "cache-1-pinned"] } }',
      'exclude.names[1]',
      '"cache-1-pinned" repeats "*-pinned"',
    ],
  ])('%s is found where it stands', async (_, targets, place, found) => {
    expect(await nightly(targets)).toEqual([
      `targets.repeated jobs.nightly.targets.${place}: ${found} - expected each instance to be selected once`,
    ]);
  });

  test.each([
    ['globs that only overlap', '{ region: beijing, names: ["cache-*", "*-web"] }'],
    ['versions that only begin alike', '{ region: beijing, engineVersions: ["5.0", "5.01"] }'],
    [
      'an exclusion inside the selection',
      '{ region: beijing, names: ["cache-*"], exclude: { names: ["cache-1"] } }',
    ],
  ])('%s are no repetition', async (_, targets) => {
    expect(await nightly(targets)).toEqual([]);
  });
});

describe('a repetition among finer conditions', () => {
  test.each([
    ['engineVersions: [">= 5.0", "6.0"]', 'engineVersions[1]', '"6.0" repeats ">= 5.0"'],
    [
      'engineVersions: ["> 6.0 < 7.2", ">= 6.2.3 <= 7.1"]',
      'engineVersions[1]',
      '">= 6.2.3 <= 7.1" repeats "> 6.0 < 7.2"',
    ],
    ['cacheModes: [ha, single, ha]', 'cacheModes[2]', '"ha" repeats "ha"'],
    ['enterpriseProjects: ["0", "0"]', 'enterpriseProjects[1]', '"0" repeats "0"'],
  ])('%s', async (conditions, place, found) => {
    expect(await nightly(`{ region: beijing, ${conditions} }`)).toEqual([
      `targets.repeated jobs.nightly.targets.${place}: ${found} - expected each instance to be selected once`,
    ]);
  });

  test('is none where ranges only overlap', async () => {
    expect(await nightly('{ region: beijing, engineVersions: [">= 5.0 < 6.2", ">= 6.0"] }')).toEqual([]);
  });
});

describe('a status that the action never starts from', () => {
  test.each([
    ['soft_restart', '[RUNNING, FROZEN]', 1, 'FROZEN', 'RUNNING or ERROR'],
    ['flush', '[ERROR]', 0, 'ERROR', 'RUNNING'],
  ])('%s %s', async (action, statuses, index, status, expected) => {
    const targets = `{ region: beijing, statuses: ${statuses} }`;
    const data = action === 'flush' ? { destroysData: 'acknowledged', backup: 'none' } : {};
    expect(await lintsOf(`jobs:\n${jobText('nightly', { action, targets, ...data })}`)).toEqual([
      `targets.status jobs.nightly.targets.statuses[${index}]: "${status}", from which ${action} never starts: such instances are refused every time - expected ${expected}`,
    ]);
  });

  test('is meant where it is excluded', async () => {
    const targets = '{ region: beijing, statuses: [RUNNING], exclude: { statuses: [FROZEN], names: [a] } }';
    expect(await nightly(targets)).toEqual([]);
  });
});

test('a star in the value of a tag stands for itself, in exclusions too', async () => {
  const targets = '{ region: beijing, tags: { env: "stag*", app: shop }, exclude: { tags: { tier: "*" } } }';
  expect(await lintsOf(`jobs:\n${jobText('nightly', { targets })}`)).toEqual([
    'targets.tag-star jobs.nightly.targets.tags.env: "stag*", in which the * stands for itself: only names may have a star for any text - expected the value of the tag in full',
    'targets.tag-star jobs.nightly.targets.exclude.tags.tier: "*", in which the * stands for itself: only names may have a star for any text - expected the value of the tag in full',
  ]);
});

describe('what nothing uses', () => {
  test('is found in every section, and a job that is disabled still uses what it names', async () => {
    const text = `
regions:
  beijing: { region: cn-north-4, projectId: "\${PROJECT}" }
  guiyang: { region: cn-southwest-2, projectId: "\${PROJECT}" }
notify:
  ops: { kind: webhook, url: "\${OPS_URL}" }
  audit: { kind: webhook, url: "\${AUDIT_URL}" }
calendars:
  freeze: [{ date: 2027-11-11, reason: Double 11 }]
  books: [{ date: 2027-12-31, reason: closing of the books }]
jobs:
${jobText('nightly', { enabled: 'false', notify: '[ops]', skipOn: '[freeze]' })}`;
    expect(await lintsOf(text)).toEqual([
      "regions.unused regions.guiyang: a region that no job uses - expected it in a job's targets, or removed",
      "notify.unused notify.audit: a channel that no job uses, so it only gets failed invocations - expected it in a job's notify, or removed",
      "calendars.unused calendars.books: a calendar that no job uses - expected it in a job's skipOn or onlyOn, or removed",
    ]);
  });
});
