import { appendFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { recordKey } from '../../../functions/maintenance/journal/store-keys.ts';
import { instanceIdOf } from '../../../functions/minicloud/dcs/instance-seed.ts';
import { runRecordSchema } from '../../../functions/nightshift/runs/run-record.ts';
import { halfPastThree, withDeployed } from '../../e2e/deployed-night.ts';
import type { Ended } from './kept-processes.ts';
import { withFiles } from './run-nightshift.ts';

const run = 'nightly@2026-11-23T03:30:00+08:00';
const torn = 'torn@by-hand-torn';

/** A night of three: one that fails for good, one that DCS refuses once, one that is well; and one that is refused. */
const jobs = `
  nightly:
    action: soft_restart
    cron: "30 3 * * *"
    targets: { region: beijing, names: ["cache-*", "ledger"] }
    backup: { mode: required }
    retry: { attempts: 2, backoff: 10s }
    settle: { timeout: 4m, inFunction: 1s }
    rollout: { concurrency: 3, maxFailures: 3 }
    notify: [plain, dead]
  torn:
    action: soft_restart
    cron: "0 5 1 1 *"
    targets: { region: beijing, names: ["cache-3"] }
    backup: none
`;
const instances = [
  { name: 'cache-1', restartSeconds: 120 },
  { name: 'cache-2', restartSeconds: 120 },
  { name: 'cache-3', restartSeconds: 120 },
  { name: 'ledger', cacheMode: 'single' },
] as const;
const dead = '  dead: { kind: webhook, url: "http://127.0.0.1:9/nobody", allowLoopback: true }\n';

let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nightshift-shown-'));
  const journal = `journal: "file:${folder}"\n`;
  const faults = [
    {
      operation: 'RestartOrFlushInstances',
      matches: { instance: instanceIdOf('cache-1') },
      effect: { kind: 'ends-in-error' },
    },
    {
      operation: 'RestartOrFlushInstances',
      matches: { instance: instanceIdOf('cache-2') },
      effect: { kind: 'item-failed' },
      times: 1,
    },
  ] as const;
  await withDeployed(
    { jobs, instances, notify: dead, more: journal, faults, scale: 400 },
    async ({ tick, reach, host, cloud, invoke }) => {
      for (let minutes = 0, over = false; !over && minutes <= 60; minutes += 5) {
        await reach(halfPastThree + minutes * 60_000);
        const ended = await tick(halfPastThree + minutes * 60_000);
        over = ended.kind === 'answered' && JSON.stringify(ended.answer).includes('finishedAt');
      }
      cloud.interceptor = ({ method }) => {
        if (method !== 'PUT') return 'pass';
        void host.stop();
        return 'drop-before';
      };
      await invoke({ job: 'torn' }, 'torn');
    },
  );
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** Runs the built program beside the journal, with a schedule that needs no variable. */
async function nightshift(...args: readonly string[]): Promise<Ended> {
  let ended: Ended | undefined;
  await withFiles({ 'schedule.yaml': scheduleWith(`"file:${folder}"`) }, async (program) => {
    ended = await program(args, { COLUMNS: '160' });
  });
  return ended ?? expect.unreachable('it did not end');
}

function scheduleWith(journal: string): string {
  return `version: 1
timezone: Asia/Shanghai
journal: ${journal}
regions:
  beijing: { region: cn-north-4, projectId: "0123456789abcdef0123456789abcdef" }
jobs:
${jobs.replaceAll(/^ {4}notify.*\n/gm, '')}`;
}

describe('a run that has ended', () => {
  test('is shown with its instances, backups, who was told, what to do and what happened', async () => {
    const { code, stdout, stderr } = await nightshift('show', run);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const shown of [
      /^PARTIAL {2}nightly {2}soft_restart\nscheduled for 2026-11-23 03:30:00\+08:00, began at 2026-11-23 03:/,
      /^4 selected: [12] succeeded, .*1 refused.*; longest outage /m,
      /^cache-1 +beijing +failed +\d .*is ERROR after the restart/m,
      // How it ends depends on how soon it is looked at.
      /^cache-2 +beijing +(succeeded|failed|unknown) +\d /m,
      /^\S+ \S+ +cache-2: answered "failed" \(request [0-9a-f]+\)$/m,
      /last answer: failed \(rejected, HTTP 200, request [0-9a-f]+\)/,
      /^ledger +beijing +refused +0 /m,
      /^cache-3 +beijing +succeeded +1 +\d+/m,
      /^ {2}- cache-3: [0-9a-f-]{36} of 2026-11-23 \S+, made for this run$/m,
      /^ {2}- plain: delivered - HTTP 200$/m,
      /^ {2}- NOT dead: failed after 3 tries - no answer from the receiver: it refused the connection$/m,
      // Which codes stand there, too.
      /^what to do\n(.*\n)* {2}- [a-z-]+: [A-Z]/m,
      /^AT \+08:00 +WHAT HAPPENED\n2026-11-23 \S+ +opened: soft_restart of 4 instances, 1 of them refused$/m,
      /^\S+ \S+ +cache-.*: accepted \(request [0-9a-f]+\)$/m,
      /^\S+ \S+ +cache-1: \w+ -> ERROR$/m,
      /^\S+ \S+ +cache-1: another try from 2026-11-23T/m,
      /^\S+ \S+ +invocation \S+ gave it back: there is only waiting to do\n\S+ \S+ +invocation \S+ works on it$/m,
      /^\S+ \S+ +dead was not told \(failed\): no answer from the receiver/m,
    ])
      expect(stdout).toMatch(shown);
    expect(stdout.split('\n').filter((line) => line.length > 160)).toEqual([]);
  });

  test('has a documented shape as JSON, with the request ids of its invocations', async () => {
    const { code, stdout } = await nightshift('show', 'nightly@2026', '--json');
    expect(code).toBe(0);
    const record = runRecordSchema.parse(JSON.parse(stdout));
    expect(record).toMatchObject({
      run,
      state: 'ended',
      status: 'partial',
      counts: { selected: 4, left: 0 },
    });
    expect(record.instances[0]).toMatchObject({ outcome: expect.stringMatching(/failed|unknown/) });
    const one = record.instances.find(({ name }) => name === 'cache-1');
    expect(one?.underWay).toMatchObject({ kind: 'given-up', status: 'ERROR', expected: 'RUNNING' });
    expect(record.told).toMatchObject([
      { channel: 'plain', heard: true, answer: 'HTTP 200' },
      { channel: 'dead', heard: false, attempts: 3 },
    ]);
    expect(record.invocations.length).toBeGreaterThan(1);
    expect(record.invocations[0]?.requestId).toMatch(/^[0-9a-f-]{36}$/);
  });
});

test('history says what needs a person: which instances, what to do, who did not hear of it', async () => {
  const { code, stdout } = await nightshift('history');
  expect(code).toBe(0);
  for (const shown of [
    /^2026-11-23 \S+ +partial +nightly@2026-11-23T03:30:00\+08:00 /m,
    /^needs a person .*\nnightly@2026-11-23T03:30:00\+08:00\n/m,
    /^ {2}- cache-1 \(beijing\) failed: error, ERROR at 2026-11-23 \S+ when it was last seen$/m,
    /^ {2}- ledger \(beijing\) refused: acknowledgement$/m,
    /^ {2}- error -> Look at the instance in the DCS console/m,
    /^ {2}- dead cannot be said to have heard of it$/m,
  ])
    expect(stdout).toMatch(shown);
  const json = JSON.parse((await nightshift('history', '--json')).stdout) as { attention: unknown };
  expect(json.attention).toMatchObject([{ run, untold: ['dead'] }]);
});

test('a bucket that cannot be reached is given up on soon, and it is said what to look at', async () => {
  const elsewhere = { url: 'obs://journal/nightshift', endpoint: 'http://127.0.0.1:9' };
  const schedule = scheduleWith(JSON.stringify(elsewhere));
  const keys = { HUAWEICLOUD_SDK_AK: 'NOBODYSACCESSKEY0001', HUAWEICLOUD_SDK_SK: 'nobodys-secret-key' };
  await withFiles({ 'schedule.yaml': schedule }, async (program) => {
    const { code, stdout } = await program(['status', '--json'], keys);
    expect(code).toBe(1);
    const { error } = JSON.parse(stdout) as { error: { code: string; message: string; todo: string } };
    expect(error).toMatchObject({
      code: 'journal.unreachable',
      message: expect.stringMatching(/ECONNREFUSED\), [1-5] times over/),
      todo: expect.stringContaining('look at the network, its firewall and proxies'),
    });
  });
});

test('a run that goes on is shown with what is under way, also by last; a torn record with what can be read', async () => {
  const { code, stdout } = await nightshift('show', 'last');
  expect(code).toBe(0);
  expect(stdout).toMatch(/^WAITING {2}torn {2}soft_restart$/m);
  expect(stdout).toMatch(/^nobody works on it now; the next tick continues it$/m);
  expect(stdout).toMatch(
    /^cache-3 +beijing +sending +1 +- +being sent since .*, and no answer is known; RUNNING at /m,
  );
  expect(stdout).toMatch(/^\S+ \S+ +cache-3: soft_restart is sent$/m);

  appendFileSync(join(folder, recordKey(torn)), 'no line of a record\n');
  const unread = await nightshift('show', torn);
  expect(unread.code).toBe(1);
  expect(unread.stdout).toMatch(/^UNREADABLE {2}torn/);
  expect(unread.stdout).toMatch(
    /^its record can be read only in part, .* line \d+: it begins with "no line of a"/m,
  );
  expect(unread.stdout).toMatch(/^cache-3 +beijing +sending +1 /m);
  expect(unread.stdout).toMatch(/journal\.corrupt: /);
  const json = await nightshift('show', torn, '--json');
  expect(json.code).toBe(1);
  expect(runRecordSchema.parse(JSON.parse(json.stdout))).toMatchObject({
    state: 'unreadable',
    error: { code: 'journal.corrupt' },
  });
});

test('of a run that is not there it is said what was expected', async () => {
  const { code, stdout, stderr } = await nightshift('show', 'nigthly', '--json');
  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'run.unknown' } });
  expect(stderr.replace(/\s+/g, ' ')).toMatch(
    /nothing is known here of a run "nigthly" - expected .*; did you mean "nightly"\?/,
  );
});
