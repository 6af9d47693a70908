import { answerRequest } from '../../functions/maintenance/invocation/answer-request.ts';
import type { Invocation } from '../../functions/maintenance/invocation/invocation.ts';
import type { Fleet } from '../../functions/maintenance/run/fleet.ts';
import { recordsIn } from '../../functions/maintenance/runtime/open-records.ts';
import { type WarmProcess, warmProcess } from '../maintenance/invocation/warm-process.ts';
import { createMemoryStore } from '../maintenance/journal/memory-store.ts';
import { fleetOf, startAt } from '../maintenance/run/night.ts';
import { type Figure, figure, pairedFigure } from './figure.ts';
import { slowStore } from './slow-store.ts';

/** How much more one instance may cost in a run that is ten times as large. */
const mostGrowth = 1.2;

const tickMs = 300_000;
const dayMs = 24 * 3_600_000;
const timeLimitMs = 900_000;
const gigabytes = 0.25;
/** Billed for the start of every invocation, beside what it does: nearly every one is a cold start. */
const startMs = 1_000;
const answerMs = { dcs: 300, obs: 50 };

/** What FunctionGraph bills, and what is asked of the other services. */
type Day = { readonly gigabyteSeconds: number; readonly dcsCalls: number; readonly obsRequests: number };

const yaml = `
journal: { url: "obs://bucket/nightshift", region: cn-north-4 }
jobs:
  nightly:
    action: soft_restart
    cron: "30 3 * * *"
    targets: { region: beijing, names: ["*"] }
    destroysData: acknowledged
    notify: [ops]
`;

/**
 * A day of the durable setup, from one half past three to the next: a tick every five minutes, a journal in OBS and, but
 * for the baseline, one run over so many instances that take a minute each, ten at once. Played in virtual time; every
 * invocation is a process of its own of 256 MB and is billed a second for its start. Throws when not every instance was
 * restarted.
 */
export async function measureDay(sizes: readonly number[]): Promise<Figure[]> {
  const idle = await playDay(0);
  const days: { readonly instances: number; readonly day: Day }[] = [];
  for (const instances of sizes) days.push({ instances, day: await playDay(instances) });
  return [
    ...days.flatMap(({ instances, day }) => [
      figure(`a day with a night of ${instances} instances, billed`, 'GB-s', {
        value: day.gigabyteSeconds,
        baseline: idle.gigabyteSeconds,
      }),
      figure('- calls of DCS, over one each', 'calls', { value: day.dcsCalls, baseline: instances }),
      figure('- requests to OBS', 'calls', { value: day.obsRequests, baseline: idle.obsRequests }),
    ]),
    ...growth(days, idle),
  ];
}

/** What one instance of the largest night costs beside one of the night before it in size. */
function growth(
  days: readonly { readonly instances: number; readonly day: Day }[],
  idle: Day,
): readonly Figure[] {
  const [smaller, larger] = days.slice(-2);
  if (!smaller || !larger) return [];
  const row = (name: string, unit: Figure['unit'], key: keyof Day) => {
    const [value, baseline] = [larger, smaller].map(
      ({ instances, day }) => (day[key] - idle[key]) / instances,
    );
    if (value === undefined || baseline === undefined) throw new RangeError('two days were to be compared');
    const what = `${name} an instance, ${larger.instances} over ${smaller.instances}`;
    return pairedFigure(what, unit, [[value, baseline]], mostGrowth);
  };
  return [
    row('billed for', 'GB-s', 'gigabyteSeconds'),
    row('calls of DCS for', 'calls', 'dcsCalls'),
    row('requests to OBS for', 'calls', 'obsRequests'),
  ];
}

async function playDay(instances: number): Promise<Day> {
  const process: WarmProcess = warmProcess({
    yaml: instances === 0 ? yaml.replace('30 3 * * *', '0 0 1 1 *') : yaml,
    instances: fleetOf(Math.max(1, instances), { restartSeconds: 60 }),
    throughFleet: (fleet) => slowFleet(fleet, () => process.clock.wait(answerMs.dcs)),
  });
  const { clock } = process;
  let obsRequests = 0;
  const store = slowStore(createMemoryStore(10_000), () => {
    obsRequests += 1;
    return clock.wait(answerMs.obs);
  });
  let billedMs = 0;
  const invoke = async (at: number): Promise<void> => {
    const began = clock.now();
    const invocation: Invocation = {
      ...process.invocation(`tick-${at}`),
      // What a process knows of the register dies with it.
      ...recordsIn(async () => store, { clock }),
      remainingMs: () => began + timeLimitMs - clock.now(),
      handOver: async () => false,
    };
    await answerRequest({ kind: 'tick', at }, invocation);
    billedMs += startMs + clock.now() - began;
  };
  const invoked: Promise<void>[] = [];
  for (let at = startAt; at < startAt + dayMs; at += tickMs) {
    await clock.wait(Math.max(0, at - clock.now()));
    invoked.push(invoke(at));
  }
  await Promise.all(invoked);
  requireAllRestarted(process, instances);
  const dcsCalls = process.dcs.log.entries().filter(({ kind }) => kind === 'call').length;
  return { gigabyteSeconds: (billedMs / 1_000) * gigabytes, dcsCalls, obsRequests };
}

function requireAllRestarted({ told }: WarmProcess, instances: number): void {
  const succeeded = told.flatMap(({ notice }) =>
    notice.type === 'nightshift.run.finished' ? [notice.summary.counts.succeeded] : [],
  );
  const wanted = instances === 0 ? [] : [instances];
  if (String(succeeded) !== String(wanted))
    throw new Error(`of ${instances} restarts succeeded, by what was told: ${succeeded.join(', ')}`);
}

function slowFleet(fleet: Fleet, wait: () => Promise<void>): Fleet {
  return {
    list: async (...call) => wait().then(() => fleet.list(...call)),
    show: async (...call) => wait().then(() => fleet.show(...call)),
    facts: async (...call) => wait().then(() => fleet.facts(...call)),
    submit: async (...call) => wait().then(() => fleet.submit(...call)),
    measure: async (...call) => wait().then(() => fleet.measure(...call)),
  };
}
