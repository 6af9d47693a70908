import { expect, test } from 'vitest';
import { createDcsService } from '../../../functions/minicloud/dcs/dcs-service.ts';
import { checkLists } from '../../../functions/nightshift/doctor/check-lists.ts';
import { startAt } from '../../maintenance/run/night.ts';
import { createVirtualTime } from '../../maintenance/run/virtual-clock.ts';
import { memoryClients } from '../../minicloud/dcs/memory-clients.ts';

const region = { region: 'cn-north-4', projectId: '0123456789abcdef0123456789abcdef' };
const carts = ['cart-1', 'cart-2', 'cart-3'].map((name) => ({ name, tags: { app: 'cart' } }));

/** What is found of the lists of these targets, as DCS takes filters. */
async function found(listFilters: 'as-documented' | 'ignored' | 'too-strict', ...targets: readonly object[]) {
  const { cloud, clock } = createVirtualTime(startAt);
  const dcs = createDcsService({
    clock: cloud,
    projects: { 'cn-north-4': region.projectId },
    instances: [...carts, { name: 'other' }],
    knobs: { listFilters },
  });
  const client = memoryClients({ dcs, regions: { beijing: region }, clock })('beijing');
  const its = targets.map((each) => ({ region: 'beijing', ...each }));
  const findings = await checkLists(
    { name: 'beijing', of: 'regions.beijing', dcs: client, targets: its },
    clock,
  );
  return findings.map(({ severity, code, what }) => `${severity} ${code} ${what}`);
}

const tags = { app: 'cart' };

test('lists that have all that the jobs select are well, whatever else they have', async () => {
  const two = [{ tags }, { names: ['cart-*'] }];
  const well = ['ok list the 2 lists by tags, names or a status of the jobs: nothing is left out'];
  expect(await found('as-documented', ...two)).toEqual(well);
  expect(await found('ignored', ...two)).toEqual(well);
});

test('one that leaves instances out is an error, with their names', async () => {
  expect(await found('too-strict', { tags }, { names: ['cart-2'] })).toEqual([
    "error list.leaves-out DCS's list by the tag app=cart leaves out 2 of 3 instances: cart-1, cart-3",
    "error list.leaves-out DCS's list by the name cart-2 leaves out 1 of 1 instances: cart-2",
  ]);
});

test('one by a status that leaves instances out is an error, with what to write', async () => {
  const running = { statuses: ['RUNNING'], names: ['*'] };
  expect(await found('as-documented', running)).toEqual([
    'ok list the list by tags, names or a status of the jobs: nothing is left out',
  ]);
  expect(await found('too-strict', running)).toEqual([
    "error list.leaves-out DCS's list by the status RUNNING leaves out 2 of 4 instances: cart-1, cart-3",
  ]);
  expect(await found('too-strict', { ...running, statuses: ['RUNNING', 'FROZEN'] })).toEqual([]);
  expect(await found('too-strict', { statuses: ['ERROR'] })).toEqual([
    'ok list the list by tags, names or a status of the jobs: nothing is left out',
  ]);
});

test('nothing is said where the whole list is read', async () => {
  expect(await found('too-strict', { names: ['*'] }, { ids: ['a'] })).toEqual([]);
});
