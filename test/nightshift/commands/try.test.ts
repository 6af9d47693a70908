import { readdirSync, watch } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { summarySchema } from '../../../functions/maintenance/report/summary.ts';
import type { Ended } from './kept-processes.ts';
import { withFiles } from './run-nightshift.ts';

const toldSchema = z.strictObject({
  schedule: z.string(),
  changes: z.array(z.strictObject({ path: z.string(), to: z.string(), why: z.string() })),
  madeUp: z.array(z.string()),
  fleet: z.strictObject({
    from: z.enum(['targets', 'list']),
    instances: z.array(z.strictObject({ name: z.string(), region: z.string() })),
  }),
  notes: z.array(z.string()),
  nights: z.array(
    z.strictObject({
      from: z.string(),
      summaries: z.array(summarySchema),
      told: z.array(
        z.strictObject({
          at: z.string(),
          channel: z.string(),
          kind: z.string(),
          outcome: z.string(),
          proof: z.string(),
        }),
      ),
      problems: z.array(z.string()),
    }),
  ),
  leftOut: z.array(z.string()),
});

const toldBy = ({ stdout }: Ended) => toldSchema.parse(JSON.parse(stdout));

const kinds = [
  'feishu',
  'lark',
  'wecom',
  'dingtalk',
  'slack',
  'teams',
  'discord',
  'google-chat',
  'webhook',
  'healthchecks',
];
const channels = kinds.map(
  (kind) => `  to-${kind}: { kind: ${kind}, url: "\${URL_OF_${kind.toUpperCase().replace('-', '_')}}" }\n`,
);

/** All that leads out of the machine, every kind of channel, one Huawei region with two projects, and every way to run. */
const schedule = `version: 1
timezone: Asia/Shanghai
journal: "obs://\${BUCKET}/runs"
handOver: { region: cn-north-4 }
regions:
  old: { region: cn-north-4, projectId: "\${OLD}" }
  new: { region: cn-north-4, projectId: "\${NEW}", endpoint: "https://dcs.example.com" }
notify:
${channels.join('')}  to-smn: { kind: smn, topicUrn: "urn:smn:cn-north-4:${'a'.repeat(32)}:nights", language: zh }
defaults: { rollout: { concurrency: 2 }, backup: none }
jobs:
  nightly:
    action: soft_restart
    cron: "30 3 * * *"
    window: 2h
    targets: { region: [old, new], tags: { env: "\${STAGE}" } }
    notify: [${kinds.map((kind) => `to-${kind}`).join(', ')}, to-smn]
  by-hand:
    action: flush
    destroysData: acknowledged
    targets: { region: old, names: ["session-*", "login"] }
    onlyIf: { connected_clients: "< 20", memory_usage: "> 10%" }
`;

describe('a schedule is played at its own times, before anything is deployed', () => {
  test('with every way out of the machine led to this one, which is told', async () => {
    await withFiles({ 'schedule.yaml': schedule }, async (nightshift) => {
      const ended = await nightshift(['try', '--json'], { STAGE: 'staging' });
      expect([ended.code, ended.stderr]).toEqual([0, '']);
      const { changes, madeUp, fleet, nights, leftOut } = toldBy(ended);
      expect(leftOut).toEqual([]);
      expect(madeUp).toEqual(
        expect.arrayContaining(['BUCKET', 'OLD', 'NEW', 'URL_OF_FEISHU', 'URL_OF_WEBHOOK']),
      );
      expect(madeUp).not.toContain('STAGE');
      const changed = changes.map(({ path }) => path);
      expect(changed).toEqual(
        expect.arrayContaining([
          'regions.new.region',
          'regions.old.projectId',
          'journal.url',
          'handOver.endpoint',
          'notify.to-slack: url, allowLoopback',
        ]),
      );
      expect(changes.filter(({ to }) => /example\.com/.test(to))).toEqual([]);
      expect(fleet.instances.map(({ name }) => name)).toEqual([
        ...['staging-1', 'staging-2', 'staging-3', 'staging-1', 'staging-2', 'staging-3'],
        ...['session-1', 'session-2', 'session-3', 'login'],
      ]);
      const [byHand, nightly] = nights;
      expect(nights.flatMap(({ problems }) => problems)).toEqual([]);
      expect(byHand?.summaries).toMatchObject([
        { job: 'by-hand', status: 'succeeded', counts: { selected: 4, succeeded: 1, skipped: 3 } },
      ]);
      expect(nightly?.summaries).toMatchObject([
        { job: 'nightly', status: 'succeeded', counts: { selected: 6 } },
      ]);
      expect(nightly?.summaries[0]?.scheduledFor).toMatch(/T03:30:00\+08:00$/);
      const told = nightly?.told.filter(({ outcome }) => outcome === 'delivered') ?? [];
      expect(nightly?.told.length).toBe(told.length);
      expect([...new Set(told.map(({ channel }) => channel))].sort()).toEqual(
        [...kinds, 'smn'].map((kind) => `to-${kind}`).sort(),
      );
    });
  });

  test('for people: what ran on whom, as chats are told it, and each line that is not as written', async () => {
    await withFiles({ 'schedule.yaml': schedule }, async (nightshift) => {
      const { code, stdout } = await nightshift(['try', '--job', 'nightly'], {});
      expect(code).toBe(0);
      expect(stdout).toContain(
        'schedule.yaml on a local cloud, with the built function. Nothing outside was called or notified.',
      );
      expect(stdout).toContain('- jobs.by-hand.enabled: false');
      expect(stdout).toMatch(/Not as in the schedule:\n {2}- regions\.old\.projectId: /);
      expect(stdout).toContain('SUCCEEDED  nightly  soft_restart');
      expect(stdout).not.toMatch(/^[A-Z]+ {2}by-hand/m);
      expect(stdout).toMatch(/As chats read it \(zh\):\n {2}\| ✅ /);
      expect(stdout).toMatch(/\d\d:\d\d:\d\d {2}to-feishu \(feishu\): delivered, signature verified/);
    });
  });
});

const listed = (name: string, at: number, rest: object) => ({
  ...{
    id: `${String(at).padStart(8, '0')}-0000-4000-a000-000000000000`,
    name,
    region: 'cn-north-4',
    engine: 'Redis',
    engineVersion: '5.0',
    mode: 'ha',
    replicasPerShard: 2,
  },
  ...{ appendOnly: true, tags: { env: 'staging' }, zones: [], status: 'RUNNING', idle: true, restart: null },
  ...{ maintenance: null, jobs: null, unread: null },
  ...rest,
});

test("with somebody's own instances, of 5,000 as many as show something, and a cron every minute in bounded time", async () => {
  const instances = [
    listed('a-single', 9_999, { mode: 'single', replicasPerShard: 1, appendOnly: false }),
    ...Array.from({ length: 5_000 }, (_, at) =>
      listed(`cache-${at}`, at, at < 4_000 ? {} : { region: 'elsewhere' }),
    ),
  ];
  const busy = `version: 1
regions: { beijing: { region: cn-north-4, projectId: "${'a'.repeat(32)}" } }
jobs:
  often: { action: restart, cron: "* * * * *", targets: { region: beijing, tags: { env: staging } }, rollout: { concurrency: 50 } }
`;
  const files = {
    'schedule.yaml': busy,
    'list.json': JSON.stringify({ schedule: null, instances, problems: [] }),
    'half.json': '{ "instances": [',
  };
  await withFiles(files, async (nightshift) => {
    const ended = await nightshift(['try', '--instances', 'list.json', '--json']);
    const { fleet, notes, nights } = toldBy(ended);
    expect(fleet).toMatchObject({
      from: 'list',
      instances: expect.arrayContaining([{ name: 'a-single', region: 'beijing' }]),
    });
    expect(fleet.instances).toHaveLength(12);
    expect(notes).toEqual([
      'of the instances that jobs are for 12 are played, the first 12 of each job',
      '1000 of the list are in no region of the schedule, or cannot be read',
    ]);
    expect(nights).toHaveLength(1);
    const [first] = nights[0]?.summaries.filter(({ counts }) => counts.selected > 0) ?? [];
    expect(first?.counts).toMatchObject({ selected: 12, succeeded: 11, refused: 1 });
    expect(ended.code).toBe(1);

    const half = await nightshift(['try', '--instances', 'half.json']);
    expect([half.code, half.stderr]).toEqual([
      1,
      'nightshift: half.json is no list of instances - expected what nightshift instances --json has printed\n',
    ]);
  });
});

test('Ctrl-C in the middle of a night ends with 130 and leaves nothing behind', async () => {
  await withFiles({ 'schedule.yaml': schedule, 'tmp/here': '' }, async (nightshift, folder) => {
    const tmp = join(folder, 'tmp');
    // What is deployed is unpacked there.
    const changes = watch(tmp, { recursive: false });
    const ended = await nightshift(['try', '--json'], { TMPDIR: tmp }, (kill) =>
      changes.once('change', () => kill('SIGINT')),
    );
    changes.close();
    expect(ended.code).toBe(130);
    expect(toldBy(ended).nights.length).toBeLessThan(3);
    expect(readdirSync(tmp)).toEqual(['here']);
  });
});

test.each([
  ['yesterday', '--until "2020-01-01": no time to come'],
  ['no time', '--until "soon": no time to come'],
])('--until %s is refused', async (_, said) => {
  await withFiles({ 'schedule.yaml': schedule }, async (nightshift) => {
    const [, until = ''] = /"(.*)"/.exec(said) ?? [];
    const { code, stderr } = await nightshift(['try', '--until', until], {});
    expect([code, stderr.includes(said)]).toEqual([1, true]);
  });
});
