import { expect, test } from 'vitest';
import type { DcsKnobs } from '../../../../functions/minicloud/dcs/dcs-knobs.ts';
import { createDcsService, type DcsService } from '../../../../functions/minicloud/dcs/dcs-service.ts';
import { instanceIdOf } from '../../../../functions/minicloud/dcs/instance-seed.ts';
import { createMemoryFleet } from '../../../minicloud/dcs/memory-fleet.ts';
import { fleetOf, startAt } from '../../run/night.ts';
import { createVirtualTime } from '../../run/virtual-clock.ts';

const place = { region: 'cn-north-4', projectId: '0123456789abcdef0123456789abcdef' };
const seeds = fleetOf(1_000);
const idsOf = (...places: readonly number[]) => places.map((at) => instanceIdOf(seeds[at]?.name ?? ''));

/** A region that was listed and whose nodes were read, with what is asked of it from then on, and how many rows come of it. */
async function known(knobs: Partial<DcsKnobs> = {}) {
  const { cloud, clock } = createVirtualTime(startAt);
  const dcs = createDcsService({
    clock: cloud,
    projects: { [place.region]: place.projectId },
    instances: seeds,
    knobs,
  });
  const asked: string[] = [];
  const call: DcsService['call'] = (...of) => {
    const reply = dcs.call(...of);
    const body = reply.kind === 'json' ? (reply.body as { readonly instances?: readonly unknown[] }) : {};
    asked.push(`${of[0].operation}${body.instances ? ` ${body.instances.length}` : ''}`);
    return reply;
  };
  const fleet = createMemoryFleet({ dcs: { ...dcs, call }, regions: { beijing: place }, clock });
  await fleet.list('beijing');
  await fleet.measure('beijing', { ids: idsOf(...seeds.keys()), keys: false });
  asked.length = 0;
  const look = async (...places: readonly number[]) => {
    const ids = idsOf(...places);
    const found = await fleet.list('beijing', { ids });
    expect(found.map(({ id }) => id)).toEqual(expect.arrayContaining(ids));
    return asked.splice(0);
  };
  const measure = async (...places: readonly number[]) => {
    const ids = idsOf(...places);
    const { nodes } = await fleet.measure('beijing', { ids, keys: false });
    expect([...nodes.keys()]).toEqual(expect.arrayContaining(ids));
    return asked.splice(0);
  };
  /** How many keys each of several runs is told that one has, and how often that was asked. */
  const keysOf = async (...places: readonly number[]) => {
    const found = await Promise.all(
      idsOf(...places).map(async (id) => {
        const { keys } = await fleet.measure('beijing', { ids: [id], keys: true });
        return keys.get(id);
      }),
    );
    const isOfKeys = (each: string) => each.startsWith('ListStatistics');
    return { found, times: asked.splice(0).filter(isOfKeys).length };
  };
  return { look, measure, keysOf };
}

test('some of a long list are read where they stand in it, and those who stand alone are looked at', async () => {
  const { look, measure } = await known();
  expect(await look(300, 301, 302, 303, 304, 305, 306, 307, 308, 309)).toEqual(['ListInstances 18']);
  expect((await look(300, 310, 700)).sort()).toEqual(['ListInstances 19', 'ShowInstance']);
  expect(await measure(300, 301, 302)).toEqual(['BatchShowNodesInformation 11']);
});

test('keys, which DCS tells of all instances alone, are asked for once by all who want them meanwhile', async () => {
  const { keysOf } = await known();
  const { found, times } = await keysOf(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
  expect(found).not.toContain(undefined);
  // The first asks at once, and nobody is told what was found before he asked.
  expect(times).toBe(2);
  expect((await keysOf(0)).times).toBe(1);
});

test('the whole list is read where that takes no more', async () => {
  const { look } = await known();
  const scattered = Array.from({ length: 11 }, (_, index) => index * 80);
  expect(await look(...scattered)).toEqual(['ListInstances 1000']);
});

test('where somebody does not stand where he did, he is looked at, and nobody is looked for by his place again', async () => {
  const { look, measure } = await known({ listOrder: 'unstable' });
  // The list begins with another one at every call; after five it has moved on by more than is read around.
  for (let call = 0; call < 8; call++) await look(500, 510);
  expect(await look(500, 510)).toEqual(['ShowInstance', 'ShowInstance']);
  for (let call = 0; call < 8; call++) await measure(500, 510);
  expect(await measure(500, 510)).toEqual(['ShowNodesInformation', 'ShowNodesInformation']);
});
