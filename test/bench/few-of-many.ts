import { planTask } from '../../functions/maintenance/invocation/plan-task.ts';
import { createMemoryJournal } from '../../functions/maintenance/journal/memory-records.ts';
import { createDcsService, type DcsService } from '../../functions/minicloud/dcs/dcs-service.ts';
import { runInInvocations } from '../maintenance/run/in-invocations.ts';
import { placesOf } from '../maintenance/run/many-regions.ts';
import { fleetOf, jobOf, startAt } from '../maintenance/run/night.ts';
import { createVirtualTime } from '../maintenance/run/virtual-clock.ts';
import { createMemoryMetrics } from '../minicloud/ces/memory-metrics.ts';
import { createMemoryBackups } from '../minicloud/dcs/memory-backups.ts';
import { memoryClients } from '../minicloud/dcs/memory-clients.ts';
import { createMemoryFleet } from '../minicloud/dcs/memory-fleet.ts';
import { type Figure, figure } from './figure.ts';

const wanted = 10;
const others = 2_990;

/** A list to plan by, a look before and after each, figures before and after, a look every ten seconds, and the call. */
const mostCalls = 32;
/** Whatever lists and single looks read. */
const mostMegabytes = 0.2;

const tags = { app: 'cart' };

/**
 * A restart of 10 tagged instances in a region of 3,000, each of which takes 20 s: calls, and what was read of lists and
 * by looking. Beside that a script: the list by its tag, the restart, and that list again until all of them run; and for the
 * figures, those of the whole region before and after.
 */
export async function measureFewOfMany(): Promise<Figure[]> {
  const [ours, scripts] = [await costOf(restartByRun), await costOf(restartByScript)];
  return [
    figure(`calls for ${wanted} of ${wanted + others} instances`, 'calls', {
      value: ours.calls,
      baseline: scripts.calls,
      atMost: mostCalls,
    }),
    figure('lists and looks of that', 'MB', {
      value: ours.looked,
      baseline: scripts.looked,
      atMost: mostMegabytes,
    }),
    figure('its figures of nodes and keys', 'MB', { value: ours.figures, baseline: await figuresOfAll() }),
  ];
}

type Scene = ReturnType<typeof openScene>;
type Cost = { calls: number; looked: number; figures: number };

async function costOf(restart: (scene: Scene) => Promise<void>): Promise<Cost> {
  const scene = openScene();
  await restart(scene);
  const entries = scene.dcs.log.entries();
  const accepted = entries.filter(({ kind }) => kind === 'accepted').length;
  if (accepted !== wanted) throw new Error(`${accepted} of ${wanted} were restarted`);
  return scene.cost;
}

function openScene() {
  const { cloud, clock } = createVirtualTime(startAt);
  const [place] = placesOf(1);
  if (!place) throw new Error('there is no place');
  const dcs = createDcsService({
    clock: cloud,
    projects: { [place.region]: place.projectId },
    instances: [
      // Among the others, as a list by name has them.
      ...fleetOf(others, {}, 'cache'),
      ...fleetOf(wanted, { tags, restartSeconds: 20 }, 'cart').map((seed, index) => ({
        ...seed,
        name: `cache-${index * 300 + 17}-cart`,
      })),
    ],
  });
  const cost: Cost = { calls: 0, looked: 0, figures: 0 };
  const call: DcsService['call'] = (asked, requestId) => {
    const reply = dcs.call(asked, requestId);
    const megabytes = reply.kind === 'json' ? JSON.stringify(reply.body).length / 2 ** 20 : 0;
    cost.calls += 1;
    if (asked.operation === 'ListInstances' || asked.operation === 'ShowInstance') cost.looked += megabytes;
    else if (asked.operation !== 'RestartOrFlushInstances') cost.figures += megabytes;
    return reply;
  };
  const settings = { dcs: { ...dcs, call }, regions: { [place.name]: place }, clock };
  return { dcs, cost, clock, settings, region: place.name };
}

async function restartByRun({ settings, clock, region }: Scene): Promise<void> {
  const ports = {
    fleet: createMemoryFleet(settings),
    backups: createMemoryBackups(settings),
    metrics: createMemoryMetrics(settings),
    journal: createMemoryJournal(),
    clock,
  };
  const job = jobOf({ destroysData: 'acknowledged', targets: { region, tags } });
  const { open } = await runInInvocations(ports, () => planTask({ job, windowEnd: null }, ports.fleet));
  for (const { planned, phase } of open.state.instances.values())
    if (phase.kind !== 'done' || phase.conclusion.outcome !== 'succeeded')
      throw new Error(`${planned.name} did not succeed`);
}

type Listed = { readonly instances: readonly { readonly instance_id: string; readonly status: string }[] };

async function restartByScript({ settings, clock, region }: Scene): Promise<void> {
  const client = memoryClients(settings)(region);
  const list = async () => (await client.listInstances({ tags: 'app=cart', limit: 1_000 })) as Listed;
  const { instances } = await list();
  const ids = instances.map((one) => one.instance_id);
  await client.restartOrFlushInstances({ body: { instances: ids, action: 'soft_restart' } });
  do await clock.wait(10_000);
  while ((await list()).instances.some(({ status }) => status !== 'RUNNING'));
}

async function figuresOfAll(): Promise<number> {
  const { settings, region, cost } = openScene();
  const client = memoryClients(settings)(region);
  for (let reading = 0; reading < 2; reading++) {
    await client.listStatisticsOfRunningInstances();
    for (let offset = 0; offset < wanted + others; offset += 1_000)
      await client.batchShowNodesInformation({ offset, limit: 1_000 });
  }
  return cost.figures;
}
