import { expect, test } from 'vitest';
import { parseCron } from '../../../functions/maintenance/schedule/cron/parse-cron.ts';
import { createDcsService } from '../../../functions/minicloud/dcs/dcs-service.ts';
import type { InstanceSeed } from '../../../functions/minicloud/dcs/instance-seed.ts';
import { checkMaintenance } from '../../../functions/nightshift/doctor/check-maintenance.ts';
import { jobOf, startAt } from '../../maintenance/run/night.ts';
import { createVirtualTime } from '../../maintenance/run/virtual-clock.ts';
import { memoryClients } from '../../minicloud/dcs/memory-clients.ts';

const region = { region: 'cn-north-4', projectId: '0123456789abcdef0123456789abcdef' };

const owned = (name: string, begin: unknown, end: unknown): InstanceSeed => ({
  name,
  maintenance: { begin, end },
});

/** What is found for a job that comes at 03:30 in Shanghai, 19:30 UTC, and has a window of two hours. */
async function found(instances: readonly InstanceSeed[], settings: object = {}, cronText = '30 3 * * *') {
  const { cloud, clock } = createVirtualTime(startAt);
  const dcs = createDcsService({ clock: cloud, projects: { 'cn-north-4': region.projectId }, instances });
  const client = memoryClients({ dcs, regions: { beijing: region }, clock })('beijing');
  const cron = parseCron(cronText);
  if (!cron.ok) throw new TypeError(cronText);
  const rules = { inMaintenanceWindow: true, window: '2h', timezone: 'Asia/Shanghai', ...settings };
  const job = { ...jobOf(rules), timezone: rules.timezone, cron: cron.fields };
  const checked = { name: 'beijing', dcs: client, jobs: [job], file: 'schedule.yaml' };
  const findings = await checkMaintenance(checked, clock);
  return findings.map(({ severity, code, what, where }) => `${severity} ${code} ${what} at ${where}`);
}

const at = 'at schedule.yaml jobs.nightly.inMaintenanceWindow';

test('windows that the cron comes in are well, also where it does only before its own window ends', async () => {
  expect(
    await found([owned('a', '19:00', '20:00'), owned('b', '21:29', '23:00'), owned('c', '22:00', '19:45')]),
  ).toEqual([
    'ok maintenance the job comes in the maintenance windows of the instances in beijing at schedule.yaml',
  ]);
});

test('a window that it never comes in is told with whose it is, by both clocks', async () => {
  const instances = [
    owned('a', '19:00', '20:00'),
    owned('b', '22:00', '02:00'),
    owned('c', '22:00:00', '02:00:00Z'),
  ];
  expect(await found(instances)).toEqual([
    `warning maintenance.never its cron never comes in the maintenance window of b, c, 22:00-02:00 UTC (06:00-10:00 Asia/Shanghai), within the year to come ${at}`,
  ]);
});

test('one that it comes in for some weeks of the year only, as its clock is set forward, is met', async () => {
  // 03:30 in Berlin is 02:30 UTC in winter and 01:30 in summer.
  const berlin = { timezone: 'Europe/Berlin', window: '30m' };
  const inBerlin = async (begin: string, end: string) =>
    (await found([owned('a', begin, end)], berlin)).map((each) => each.split(' ')[1]);
  expect(await inBerlin('01:00', '02:00')).toEqual(['maintenance']);
  expect(await inBerlin('03:00', '04:00')).toEqual(['maintenance.never']);
});

test('one that cannot be told when it is is left alone by every run, which is said', async () => {
  expect(await found([owned('a', null, null)])).toEqual([
    `warning maintenance.unread a: DCS tells no maintenance window of it, so it was not touched - set one in the console ${at}`,
  ]);
});

test('nothing is said of jobs that keep to no windows, nor of one that waits for all of them', async () => {
  expect(await found([owned('a', '02:00', '06:00')], { inMaintenanceWindow: false })).toEqual([]);
  expect(await found([owned('a', '02:00', '06:00')], { enabled: false })).toEqual([]);
  expect(
    (await found([owned('a', '02:00', '06:00')], { window: undefined })).map((each) => each.slice(0, 14)),
  ).toEqual(['ok maintenance']);
});
