import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { InstanceSeed } from '../../../functions/minicloud/dcs/instance-seed.ts';
import { type Cloud, startCloud } from '../../../functions/minicloud/gateway/cloud.ts';
import { createCloudClock } from '../../../functions/minicloud/wire/cloud-clock.ts';
import { listedInstancesSchema } from '../../../functions/nightshift/place/listed-instance.ts';
import type { Ended } from './kept-processes.ts';
import { withFiles } from './run-nightshift.ts';

const [full, empty, large, odd] = ['a'.repeat(32), 'b'.repeat(32), 'c'.repeat(32), 'd'.repeat(32)];
const id = (sign: string) => `${sign.repeat(8)}-0000-4000-a000-000000000000`;

const fleet: readonly InstanceSeed[] = [
  {
    name: 'cart',
    id: id('1'),
    tags: { env: 'staging', app: 'shop' },
    engineVersion: '6.0',
    cacheMode: 'cluster',
  },
  { name: 'images', id: id('2'), tags: { env: 'staging' }, cacheMode: 'single' },
  { name: 'ledger', id: id('3'), tags: { env: 'prod' }, appendOnly: false, status: 'ERROR' },
  { name: 'old', id: id('4'), engine: 'Memcached' },
];

const schedule = `version: 1
regions:
  beijing: { region: cn-north-4, projectId: "\${PROJECT_ID}", endpoint: "\${ENDPOINT}" }
jobs:
  nightly: { action: soft_restart, cron: "0 3 * * *", targets: { region: beijing, tags: { env: staging }, exclude: { names: ["images"] } } }
  by-hand: { action: restart, targets: { region: beijing, names: ["*"] } }
  theirs: { action: restart, targets: { region: beijing, names: ["\${WHOSE}"] } }
`;

let cloud: Cloud;
beforeAll(async () => {
  cloud = await startCloud({
    clock: createCloudClock({ scale: 1 }),
    projects: { 'cn-north-4': full, 'cn-east-3': empty, 'cn-south-1': large, 'ap-southeast-1': odd },
    instances: [
      ...fleet,
      { name: 'odd', region: 'ap-southeast-1' },
      ...Array.from({ length: 5_000 }, (_, at) => ({
        name: `cache-${String(at).padStart(4, '0')}`,
        region: 'cn-south-1',
        tags: { shard: String(at % 100) },
      })),
    ],
  });
});
afterAll(() => cloud.close());

/** Runs `nightshift instances` with the keys, in a folder with a schedule or an empty one. */
async function instances(
  args: readonly string[],
  {
    files = {},
    environment = {},
  }: { files?: Record<string, string>; environment?: Record<string, string> } = {},
): Promise<Ended> {
  let ended: Ended | undefined;
  await withFiles(files, async (nightshift) => {
    ended = await nightshift(['instances', ...args], {
      HUAWEICLOUD_SDK_AK: cloud.accessKey,
      HUAWEICLOUD_SDK_SK: cloud.secretKey,
      ENDPOINT: cloud.endpoint,
      PROJECT_ID: full,
      WHOSE: 'cart',
      ...environment,
    });
  });
  if (!ended) throw new Error('it was not run');
  return ended;
}

const files = { 'config/schedule.yaml': schedule };
const listOf = ({ stdout }: Ended) => listedInstancesSchema.parse(JSON.parse(stdout));
const bare = (region: string, project = '') =>
  `--region=${region} --project=${project} --endpoint=${cloud.endpoint}`.split(' ');

describe('with a schedule', () => {
  test('shows each instance, what a restart does to its data and which jobs are for it', async () => {
    const { code, stdout, stderr } = await instances([], { files, environment: { COLUMNS: '130' } });
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatchInlineSnapshot(`
      "4 instances in beijing

      NAME    REGION   ENGINE         MODE     STATE    RESTART     UTC WINDOW   ID, TAGS AND JOBS
      cart    beijing  Redis 6.0      cluster  RUNNING  keeps data  18:00-19:00  11111111-0000-4000-a000-000000000000; env=staging
                                                                                 app=shop; jobs: nightly, by-hand, theirs
      images  beijing  Redis 5.0      single   RUNNING  loses data  18:00-19:00  22222222-0000-4000-a000-000000000000; env=staging;
                                                                                 jobs: by-hand
      ledger  beijing  Redis 5.0      ha       ERROR    loses data  18:00-19:00  33333333-0000-4000-a000-000000000000; env=prod; jobs:
                                                                                 by-hand
      old     beijing  Memcached 1.5  ha       RUNNING  unknown     18:00-19:00  44444444-0000-4000-a000-000000000000; jobs: by-hand

      - a restart loses data: single-node: nothing is kept over a restart - images
      - a restart loses data: appendonly is off: nothing is kept over a restart - ledger
      - not known whether a restart loses data: Memcached: that it keeps its data cannot be proved - old
      "
    `);
  });

  test('gives the same to programs, in the shape of its schema', async () => {
    const ended = await instances(['--json'], { files });
    expect(ended.code).toBe(0);
    const { instances: all, problems } = listOf(ended);
    expect(problems).toEqual([]);
    expect(all.map(({ name, mode, jobs, restart }) => [name, mode, jobs, restart?.losesData])).toEqual([
      ['cart', 'cluster', ['nightly', 'by-hand', 'theirs'], false],
      ['images', 'single', ['by-hand'], true],
      ['ledger', 'ha', ['by-hand'], true],
      ['old', 'ha', ['by-hand'], null],
    ]);
    expect(all[0]).toMatchObject({
      ...{ id: id('1'), engine: 'Redis', engineVersion: '6.0', status: 'RUNNING', idle: true, unread: null },
      tags: { env: 'staging', app: 'shop' },
      maintenance: { begin: '18:00:00', end: '19:00:00' },
    });
  });

  test('a job whose targets lack a variable is told, and nothing else suffers', async () => {
    const ended = await instances(['--quick', '--json'], { files, environment: { WHOSE: '' } });
    expect(ended.code).toBe(1);
    const { instances: all, problems } = listOf(ended);
    expect(problems).toEqual([expect.objectContaining({ job: 'theirs', code: 'environment.missing' })]);
    expect(all.map(({ jobs, mode, restart }) => [jobs, mode, restart])[0]).toEqual([
      ['nightly', 'by-hand'],
      null,
      null,
    ]);
  });

  test('a region that the schedule has not is told with those that it has', async () => {
    const { code, stderr } = await instances(['--region', 'beijin'], { files });
    expect([code, stderr]).toEqual([
      1,
      'nightshift: config/schedule.yaml has no region "beijin" - expected beijing; did you mean "beijing"?, or --project beside it to ask without the schedule\n',
    ]);
  });
});

describe('without a schedule', () => {
  test('takes region and project from options, and tells of no jobs', async () => {
    const ended = await instances([...bare('cn-north-4', full), '--json']);
    expect(ended.code).toBe(0);
    expect(listOf(ended).schedule).toBeNull();
    expect(listOf(ended).instances[0]).toMatchObject({ name: 'cart', region: 'cn-north-4', jobs: null });
  });

  test('says what it needs', async () => {
    expect(await instances([])).toMatchObject({
      code: 1,
      stderr:
        'nightshift: there is no schedule here, and no region is named - expected --region, such as cn-north-4, or HUAWEICLOUD_SDK_REGION\n',
    });
    expect((await instances(['--region', 'cn-north-4'])).stderr).toContain(
      'no project is named - expected --project',
    );
    expect((await instances(['--region', 'cn-north-4', '--project', 'shop'])).stderr).toContain(
      '"shop": no id of a project - expected 32 signs',
    );
    const environment = {
      HUAWEICLOUD_SDK_REGION: 'cn-north-4',
      HUAWEICLOUD_SDK_PROJECT_ID: full,
      HUAWEICLOUD_SDK_AK: '',
    };
    expect((await instances([], { environment })).stderr).toContain('HUAWEICLOUD_SDK_AK is missing or empty');
  });

  test('an account without instances gets one sentence with what to do', async () => {
    expect(await instances(bare('cn-east-3', empty))).toEqual({
      code: 0,
      stderr: '',
      stdout:
        'There is no instance in cn-east-3 - make one in the console of DCS, or ask another project with --region and --project.\n',
    });
  });

  test('of 5,000 instances each is listed once', async () => {
    const ended = await instances([...bare('cn-south-1', large), '--quick', '--json']);
    const { instances: all } = listOf(ended);
    expect(new Set(all.map(({ id: each }) => each)).size).toBe(5_000);
    expect(all[4_999]?.name).toBe('cache-4999');
  });
});

describe('what cannot be read', () => {
  test('is told for a wrong secret key, with what to do', async () => {
    const environment = { HUAWEICLOUD_SDK_SK: 'wrong' };
    const { code, stdout, stderr } = await instances(bare('cn-north-4', full), { environment });
    expect(code).toBe(1);
    expect(stdout).toContain('the instances of cn-north-4 could not be listed');
    expect(stderr).toBe(
      '-> the secret key is not the one of the access key: set both from one file of credentials\n',
    );
  });

  test('is told of an instance whose configuration may not be read, and of one with odd tags', async () => {
    cloud.dcs.addFault({
      operation: 'ListConfigurations',
      matches: { project: odd },
      effect: { kind: 'forbidden' },
    });
    cloud.dcs.addFault({
      operation: 'ListInstances',
      matches: { project: odd },
      effect: { kind: 'spoilt', field: 'instances.0.tags', value: 'none' },
    });
    const ended = await instances([...bare('ap-southeast-1', odd), '--json']);
    expect(ended.code).toBe(0);
    const [only] = listOf(ended).instances;
    expect(only).toMatchObject({ name: 'odd', mode: 'ha', appendOnly: null, unread: 'tags' });
    expect(only?.restart).toEqual({
      losesData: null,
      reason: expect.stringContaining('dcs:instance:getConfiguration'),
    });
  });

  test('is told to keys without rights, which one and to whom', async () => {
    cloud.dcs.addFault({ operation: 'ListInstances', times: 1, effect: { kind: 'forbidden' } });
    const { code, stdout, stderr } = await instances(bare('cn-east-3', empty));
    expect([code, /function's agency/.test(stdout)]).toEqual([1, false]);
    expect(stderr).toBe('-> grant dcs:instance:list to the user or agency that these keys are of\n');
  });

  test('is told of a job by cache mode, which --quick does not ask for', async () => {
    const modes = `${schedule}  modes: { action: restart, targets: { region: beijing, cacheModes: [ha] } }\n`;
    const quick = await instances(['--quick', '--json'], { files: { 'schedule.yaml': modes } });
    expect(quick.code).toBe(1);
    expect(listOf(quick).problems).toMatchObject([{ job: 'modes', code: 'targets.unasked' }]);
    expect(listOf(quick).instances.filter(({ jobs }) => jobs?.includes('modes'))).toEqual([]);
  });

  test('is told of a region that answers nothing, and the others are listed', async () => {
    const two = schedule.replace(
      'jobs:',
      `  south: { region: cn-south-1, projectId: ${empty}, endpoint: "http://127.0.0.1:9" }\njobs:`,
    );
    const ended = await instances(['--quick', '--json'], { files: { 'schedule.yaml': two } });
    expect(ended.code).toBe(1);
    expect(listOf(ended).instances).toHaveLength(4);
    expect(listOf(ended).problems).toEqual([
      expect.objectContaining({
        region: 'south',
        code: 'ECONNREFUSED',
        todo: expect.stringContaining('look at the network'),
      }),
    ]);
  });
});
