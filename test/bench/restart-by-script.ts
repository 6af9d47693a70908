import { mostIdsPerCall } from '../../functions/maintenance/run/fleet.ts';
import type { ManyRegions, Place } from '../maintenance/run/many-regions.ts';
import { memoryClients } from '../minicloud/dcs/memory-clients.ts';

type Listed = { readonly instances: readonly { readonly instance_id: string; readonly status: string }[] };

/**
 * What somebody would write in place of a run: lists each region, restarts fifty at a time, and lists until all of them
 * run. Nothing goes wrong, and nothing is kept.
 */
export async function restartByScript(
  { dcs, clock }: Pick<ManyRegions, 'dcs' | 'clock'>,
  places: readonly Place[],
): Promise<void> {
  const regions = Object.fromEntries(places.map((place) => [place.name, place]));
  const clientOf = memoryClients({ dcs, regions, clock });
  await Promise.all(
    places.map(async ({ name }) => {
      const client = clientOf(name);
      const list = async () => {
        const all: { readonly instance_id: string; readonly status: string }[] = [];
        for (;;) {
          const page = (await client.listInstances({ limit: mostPerPage, offset: all.length })) as Listed;
          all.push(...page.instances);
          if (page.instances.length < mostPerPage) return all;
        }
      };
      const ids = (await list()).map(({ instance_id }) => instance_id);
      for (let at = 0; at < ids.length; at += mostIdsPerCall)
        await client.restartOrFlushInstances({
          body: { instances: ids.slice(at, at + mostIdsPerCall), action: 'soft_restart' },
        });
      do await clock.wait(10_000);
      while ((await list()).some(({ status }) => status !== 'RUNNING'));
    }),
  );
}

const mostPerPage = 1_000;
