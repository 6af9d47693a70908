import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { type Cloud, startCloud } from '../../../functions/minicloud/gateway/cloud.ts';
import { createCloudClock } from '../../../functions/minicloud/wire/cloud-clock.ts';
import { checkSchedule } from '../../../functions/nightshift/place/schedule-file.ts';
import { type Nightshift, withFiles } from './run-nightshift.ts';

const [full, empty] = ['a'.repeat(32), 'b'.repeat(32)];

let cloud: Cloud;
let keys: Record<string, string>;
beforeAll(async () => {
  cloud = await startCloud({
    clock: createCloudClock({ scale: 1 }),
    projects: { 'cn-north-4': full, 'cn-east-3': empty },
    instances: [
      { name: 'cart', tags: { env: 'staging', app: 'shop' } },
      { name: 'images', tags: { env: 'staging' }, cacheMode: 'single' },
      { name: 'ledger', tags: { env: 'prod' } },
    ],
  });
  keys = { HUAWEICLOUD_SDK_AK: cloud.accessKey, HUAWEICLOUD_SDK_SK: cloud.secretKey };
});
afterAll(() => cloud.close());

const toldSchema = z.strictObject({
  written: z.array(z.string()),
  kept: z.array(z.string()),
  seen: z.array(z.string()),
  unseen: z.array(z.strictObject({ what: z.string(), why: z.string(), todo: z.nullable(z.string()) })),
  findings: z.array(z.string()),
  next: z.array(z.string()),
});

const all = [
  '.gitignore',
  'config/iam-policy-hand-over.json',
  'config/iam-policy-journal.json',
  'config/iam-policy.json',
  'config/schedule.yaml',
  'serverless.yml',
];

async function init(
  nightshift: Nightshift,
  args: readonly string[],
  environment: Record<string, string> = keys,
) {
  const { code, stdout, stderr } = await nightshift(
    ['init', ...args, '--json', '--endpoint', cloud.endpoint],
    environment,
  );
  expect([code, stderr]).toEqual([0, '']);
  return toldSchema.parse(JSON.parse(stdout));
}

const filesOf = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => statSync(join(folder, path)).isFile())
    .sort();

/** `validate --strict` in a folder says that nothing is wrong. */
async function expectFit(nightshift: Nightshift, folder = '.') {
  const at = (path: string) => (folder === '.' ? path : `${folder}/${path}`);
  const { code, stdout } = await nightshift([
    'validate',
    '--strict',
    '--json',
    '--schedule',
    at('config/schedule.yaml'),
    '--serverless',
    at('serverless.yml'),
  ]);
  expect([code, JSON.parse(stdout)]).toEqual([0, { diagnostics: [] }]);
}

describe.each(['en', 'zh'])('a new project, in %s', (language) => {
  test('fits the account: tags that are there, without whose data a restart loses, and runs by hand only', async () => {
    await withFiles({}, async (nightshift, folder) => {
      const told = await init(nightshift, ['shop', '--yes', '--language', language]);
      expect(told).toMatchObject({
        written: expect.arrayContaining(all),
        kept: [],
        unseen: [],
        findings: [],
      });
      expect(told.seen.at(-1)).toBe(
        '3 instances seen in cn-north-4: first-restart is for the 2 with env=staging, without 1 whose data a restart loses or may lose',
      );
      expect(filesOf(join(folder, 'shop'))).toEqual(all);
      const text = readFileSync(join(folder, 'shop/config/schedule.yaml'), 'utf8');
      const { schedule } = checkSchedule('schedule.yaml', text);
      expect(schedule.journal?.url).toBe(`obs://nightshift-${full}/nightshift`);
      expect(schedule.jobs).toMatchObject([
        {
          name: 'first-restart',
          cron: undefined,
          targets: { tags: { env: 'staging' }, exclude: { names: ['images'] } },
        },
      ]);
      expect(/\p{Script=Han}/u.test(text)).toBe(language === 'zh');
      await expectFit(nightshift, 'shop');
    });
  });

  test('is a template without keys, and says what nobody could see', async () => {
    await withFiles({}, async (nightshift, folder) => {
      const told = await init(nightshift, ['--language', language], {});
      expect(told.unseen.map(({ what }) => what)).toEqual(['the account', 'the project']);
      expect(filesOf(folder)).toEqual(all);
      await expectFit(nightshift);
    });
  });
});

describe('what cannot be seen is said with its cause, and a template written', () => {
  test.each([
    [
      'wrong keys',
      { HUAWEICLOUD_SDK_SK: 'wrong' },
      ['--project', full],
      'the instances',
      /^the secret key is not the one of the access key/,
    ],
    [
      "another account's project",
      {},
      ['--project', 'c'.repeat(32)],
      'the instances',
      /^these keys have no such project/,
    ],
  ])('%s', async (_, environment, args, what, todo) => {
    await withFiles({}, async (nightshift) => {
      const told = await init(nightshift, ['--yes', ...args], { ...keys, ...environment });
      expect(told.unseen).toEqual([
        { what, why: expect.stringMatching(/could not be listed/), todo: expect.stringMatching(todo) },
      ]);
      expect(told.written).toHaveLength(all.length);
    });
  });

  test('no network', async () => {
    await withFiles({}, async (nightshift) => {
      const told = await nightshift(['init', '--project', full, '--endpoint', 'http://127.0.0.1:9'], keys);
      expect(told.code).toBe(0);
      expect(told.stdout).toContain('- not seen: the instances - ');
      expect(told.stdout).toContain('  -> nothing answers at 127.0.0.1:9 as it should: look at the network');
      expect(told.stdout).not.toContain('does not fit');
    });
  });

  test('no right to read how instances keep their data: nobody is restarted for it', async () => {
    cloud.dcs.addFault({ operation: 'ListConfigurations', times: 100, effect: { kind: 'forbidden' } });
    await withFiles({}, async (nightshift, folder) => {
      const told = await init(nightshift, ['--yes']);
      cloud.dcs.addFault({ operation: 'ListConfigurations', times: 0, effect: { kind: 'forbidden' } });
      expect(told.unseen[0]?.why).toContain('dcs:instance:getConfiguration');
      expect(readFileSync(join(folder, 'config/schedule.yaml'), 'utf8')).toContain(
        'the job is refused until it says destroysData',
      );
      expect(told.findings).toEqual([]);
    });
  });

  test('an account without instances', async () => {
    await withFiles({}, async (nightshift) => {
      const told = await init(nightshift, ['--yes', '--region', 'cn-east-3']);
      expect(told.seen.at(-1)).toBe(
        'there is no instance in cn-east-3: first-restart is for a tag that none has - edit its targets when there are some',
      );
      expect(told.findings).toEqual([]);
    });
  });
});

describe('what stands', () => {
  test('is never overwritten, also not by a second init', async () => {
    await withFiles({ 'serverless.yml': 'mine' }, async (nightshift, folder) => {
      const first = await nightshift(['init', '--yes', '--json'], {});
      expect(first.code).toBe(1);
      expect(toldSchema.parse(JSON.parse(first.stdout))).toMatchObject({
        kept: ['serverless.yml'],
        findings: [expect.stringContaining('serverless.yml:1:1')],
      });
      expect(readFileSync(join(folder, 'serverless.yml'), 'utf8')).toBe('mine');
      const second = await nightshift(['init', '--yes', '--json'], {});
      expect(toldSchema.parse(JSON.parse(second.stdout)).written).toEqual([]);
    });
  });

  test('a schedule without the rest gets what goes with it', async () => {
    const schedule = `version: 1
tick: 10m
regions: { south: { region: cn-south-1, projectId: "\${SOUTH}" } }
notify: { ops: { kind: webhook, url: "\${HOOK}" } }
jobs: { nightly: { action: restart, cron: "0 3 * * *", startDeadline: 30m, targets: { region: south, names: ["a-*"] }, notify: [ops] } }
`;
    await withFiles({ 'config/schedule.yaml': schedule }, async (nightshift, folder) => {
      const told = await init(nightshift, ['--yes'], {});
      expect(told).toMatchObject({ kept: ['config/schedule.yaml'], unseen: [] });
      const text = readFileSync(join(folder, 'serverless.yml'), 'utf8');
      expect(text).toContain('projectId: "${env:SOUTH}"');
      expect(text).toContain('maxInstanceNum: 1\n');
      expect(told.findings).toEqual([]);
    });
  });

  test.each([
    [
      'version: 2\njobs: {}\n',
      'version: 2, which is newer than this Nightshift - expected 1, or a newer Nightshift',
    ],
    ['version: 1\njobs: [\n', 'config/schedule.yaml:'],
  ])(
    'and has mistakes, or is of a newer version, is told and nothing written: %j',
    async (schedule, said) => {
      await withFiles({ 'config/schedule.yaml': schedule }, async (nightshift, folder) => {
        const { code, stderr } = await nightshift(['init', '--yes'], {});
        expect(code).toBe(1);
        expect(stderr).toContain(said);
        expect(stderr.trim().split('\n')).toHaveLength(1);
        expect(filesOf(folder)).toEqual(['config/schedule.yaml']);
      });
    },
  );

  test.each([
    ['a/b/c', 'there is no folder a/b to make a/b/c in'],
    ['file', 'file is a file - expected a folder'],
    ['file/x', 'there is no folder file to make file/x in'],
  ])('a folder that cannot be: %s', async (folder, said) => {
    await withFiles({ file: '' }, async (nightshift) => {
      const { code, stderr } = await nightshift(['init', folder, '--yes'], {});
      expect(code).toBe(1);
      expect(stderr).toContain(said);
      expect(stderr.trim().split('\n')).toHaveLength(1);
    });
  });
});
