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
  first: z.array(z.string()),
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
        '3 instances seen in cn-north-4: first-restart targets the 2 with env=staging, without 1 whose data a restart loses or may lose',
      );
      expect(told.first).toEqual([`the journal is in the bucket nightshift-${full} of the local cloud`]);
      expect(told.next).toEqual([
        'cd shop',
        'nightshift validate --strict',
        'nightshift try',
        'nightshift deploy',
      ]);
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
      expect(told.next[0]).toBe('nightshift doctor');
      expect(told.next.join()).not.toContain('deploy');
    });
  });

  test('and for people, with what has to be made and what comes next', async () => {
    await withFiles({}, async (nightshift) => {
      const { stdout } = await nightshift(['init', "my redis's", '--project', full], {});
      const [, toMake = '', next = ''] =
        /Before the first deploy:\n([\s\S]*?)\n\nNext([\s\S]*)$/.exec(stdout) ?? [];
      expect(toMake.replace(/\n {2}/g, ' ').split('\n')).toEqual([
        `- the journal is in the bucket nightshift-${full}: create it if it does not exist (OBS > Create Bucket, private, in cn-north-4), or write another one into config/schedule.yaml`,
        expect.stringContaining('- the function needs the agency nightshift-dcs: create it'),
      ]);
      expect(next.replace(/\n {2}(?! )/, ' ').split('\n')).toEqual([
        ', until doctor finds nothing wrong; then delete config/schedule.yaml and run init again, so that it fits the account:',
        ...["  cd 'my redis'\\''s'", '  nightshift doctor', '  nightshift instances'],
        ...['  nightshift validate --strict', '  nightshift try', ''],
      ]);
      const unknown = await nightshift(['init', 'other', '--json'], {});
      expect(toldSchema.parse(JSON.parse(unknown.stdout)).first[0]).toMatch(
        /^the journal needs a bucket .* in place of nightshift-your-bucket$/,
      );
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
        'refused until the job says destroysData',
      );
      expect(told.findings).toEqual([]);
    });
  });

  test('an account without instances', async () => {
    await withFiles({}, async (nightshift) => {
      const told = await init(nightshift, ['--yes', '--region', 'cn-east-3']);
      expect(told.seen.at(-1)).toBe(
        'there is no instance in cn-east-3: first-restart targets a tag that no instance has - edit its targets once there are some',
      );
      expect(told.findings).toEqual([]);
    });
  });
});
