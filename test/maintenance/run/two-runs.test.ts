import { expect, test } from 'vitest';
import { planTask } from '../../../functions/maintenance/invocation/plan-task.ts';
import { createMemoryRecords } from '../../../functions/maintenance/journal/memory-records.ts';
import { drive } from '../../../functions/maintenance/run/driver.ts';
import type { Fleet } from '../../../functions/maintenance/run/fleet.ts';
import type { Journal } from '../../../functions/maintenance/run/journal.ts';
import { openRun } from '../../../functions/maintenance/run/open-run.ts';
import { createOtherRuns } from '../../../functions/maintenance/run/other-runs.ts';
import { createDcsService } from '../../../functions/minicloud/dcs/dcs-service.ts';
import { createMemoryMetrics } from '../../minicloud/ces/memory-metrics.ts';
import { createMemoryBackups } from '../../minicloud/dcs/memory-backups.ts';
import { createMemoryFleet } from '../../minicloud/dcs/memory-fleet.ts';
import { createRandom, type Random } from '../../simulation/random.ts';
import { jobOf, startAt } from './night.ts';
import { about, endless } from './stage.ts';
import { createVirtualTime } from './virtual-clock.ts';

/** What the runs of a night do: look at each other or, which is a mistake that must be found, only the first of them. */
type Ways = { readonly secondLooks: boolean };

type Sent = { readonly run: string; readonly id: string; readonly at: number };

const regions = { beijing: { region: 'cn-north-4', projectId: '0123456789abcdef0123456789abcdef' } };

/** Two jobs on overlapping instances, in one process or in two, with a journal that takes its time. */
async function nightOf(seed: number, { secondLooks }: Ways) {
  const random = createRandom(seed);
  const { cloud, clock } = createVirtualTime(startAt);
  const instances = Array.from({ length: 4 }, (_, index) => ({
    name: `cache-${index}`,
    restartSeconds: random.whole(10, 60),
    keys: 100,
  }));
  const dcs = createDcsService({
    clock: cloud,
    projects: { 'cn-north-4': regions.beijing.projectId },
    instances,
  });
  const fleet = createMemoryFleet({ dcs, regions, clock });
  const backups = createMemoryBackups({ dcs, regions, clock });
  const metrics = createMemoryMetrics({ dcs, regions, clock });
  const { journal, register } = createMemoryRecords();
  const sent: Sent[] = [];
  const inOneProcess = random.chance(0.5);
  const shared = slow(journal, random, clock);
  const perform = async (name: string, settings: Readonly<Record<string, unknown>>, looks: boolean) => {
    const run = `${name}@2026-11-23T03:30:00+08:00`;
    await register.enter({ kind: 'begins', run, at: clock.now() });
    const own = inOneProcess ? shared : slow(journal, random, clock);
    const job = { ...jobOf(settings), name };
    const plan = () => planTask({ job, windowEnd: null }, fleet);
    const waitUntil = startAt + 3_600_000;
    const new_ = { run, scheduledFor: startAt, about: { ...about, waitUntil }, plan };
    const opened = await openRun(new_, { journal: own, clock, by: name });
    if (opened.kind !== 'mine') expect.unreachable();
    const watched: Fleet = {
      ...fleet,
      submit: (region, action, ids) => {
        for (const id of ids) sent.push({ run, id, at: clock.now() });
        return fleet.submit(region, action, ids);
      },
    };
    const others = createOtherRuns({ journal: own, register }, clock, () => undefined);
    const driving = { ...endless(name), ...(looks && { others }) };
    await drive(opened, driving, { fleet: watched, backups, metrics, journal: own, clock });
    const { events } = await journal.read(run);
    const ends = events.flatMap((event) =>
      event.type === 'concluded' ? event.conclusions.map((end) => ({ ...end, run, at: event.at })) : [],
    );
    await register.enter({
      kind: 'ended',
      ended: { run, job: name, status: 'over', endedAt: clock.now(), outcomes: {} },
    });
    return ends;
  };
  const rollout = () => ({ concurrency: random.whole(1, 4) });
  const first = perform('first', { rollout: rollout() }, true);
  await clock.wait(random.whole(0, 40) * 1_000);
  const clearing = { action: random.pick(['restart', 'flush']), destroysData: 'acknowledged' };
  const names = random.pick([['*'], ['cache-1', 'cache-3']]);
  const targets = { region: 'beijing', names };
  const second = perform('second', { ...clearing, targets, rollout: rollout() }, secondLooks);
  const ends = (await Promise.all([first, second])).flat();
  const endOf = ({ run, id }: Sent) => ends.find((end) => end.run === run && end.id === id)?.at ?? 0;
  const inTwoHands = sent.flatMap((one) =>
    sent
      .filter((other) => other.id === one.id && other.run !== one.run)
      .filter((other) => other.at >= one.at && other.at < endOf(one))
      .map((other) => `${other.run} sends ${other.id} while ${one.run} has it in hand`),
  );
  return { inTwoHands, ends: ends.map(({ outcome, code }) => `${outcome} ${code}`) };
}

function slow(journal: Journal, random: Random, clock: { wait(ms: number): Promise<void> }): Journal {
  return {
    async read(run) {
      await clock.wait(random.whole(0, 400));
      return journal.read(run);
    },
    async append(run, position, events, beside) {
      await clock.wait(random.whole(0, 300));
      const next = await journal.append(run, position, events);
      if (next !== undefined) beside?.answered?.();
      await clock.wait(random.whole(0, 300));
      return next;
    },
  };
}

const seeds = Array.from({ length: 24 }, (_, index) => index + 1);

test('an instance is in the hand of one run at a time, in one process and in two, and every run does its work', async () => {
  for (const seed of seeds) {
    const { inTwoHands, ends } = await nightOf(seed, { secondLooks: true });
    expect({ seed, inTwoHands }).toEqual({ seed, inTwoHands: [] });
    expect({ seed, bad: ends.filter((end) => !end.startsWith('succeeded')) }).toEqual({ seed, bad: [] });
  }
});

test('a run that does not look at others is found', async () => {
  const nights = await Promise.all(seeds.slice(0, 10).map((seed) => nightOf(seed, { secondLooks: false })));
  expect(nights.flatMap(({ inTwoHands }) => inTwoHands)).not.toEqual([]);
});
