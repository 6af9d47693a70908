import { expect } from 'vitest';
import type { Clock } from '../../../functions/maintenance/foundation/clock.ts';
import { createMemoryRecords } from '../../../functions/maintenance/journal/memory-records.ts';
import type { RunEvent } from '../../../functions/maintenance/run/event.ts';
import { fold } from '../../../functions/maintenance/run/fold.ts';
import type { Held } from '../../../functions/maintenance/run/held.ts';
import type { Journal } from '../../../functions/maintenance/run/journal.ts';
import { leaseAt } from '../../../functions/maintenance/run/lease.ts';
import { createOtherRuns } from '../../../functions/maintenance/run/other-runs.ts';
import { instanceIdOf } from '../../../functions/minicloud/dcs/instance-seed.ts';
import { stillClock } from '../notify/still-clock.ts';
import { startAt } from './night.ts';
import { setStage, run as stagedRun } from './stage.ts';

/** The ids of three instances. */
export const [a, b, c] = ['a', 'b', 'c'].map(instanceIdOf) as [string, string, string];

/** The event that opens a run of a job on some of the instances a, b and c. */
async function opening(
  run: string,
  ...ids: readonly string[]
): Promise<Extract<RunEvent, { type: 'opened' }>> {
  const { open, journal } = setStage({ instances: [{ name: 'a' }, { name: 'b' }, { name: 'c' }] });
  await open();
  const [opened] = (await journal.read(stagedRun)).events;
  if (opened?.type !== 'opened') expect.unreachable('a run is opened first');
  const instances = opened.plan.instances.filter(({ id }) => ids.includes(id));
  return { ...opened, run, plan: { ...opened.plan, job: run.split('@')[0] ?? '', instances } };
}

/** That the action is about to be sent for instances. */
export const submitting = (...ids: readonly string[]): RunEvent => ({
  type: 'submitting',
  at: startAt,
  region: 'beijing',
  ids,
});
/** That a run is done with an instance. */
export const concluded = (id: string): RunEvent => ({
  type: 'concluded',
  at: startAt,
  conclusions: [{ id, outcome: 'succeeded', code: 'returned', reason: 'is back' }],
});

/** Records of which is known which journals were read, and a run on some instances that looks at the others. */
export async function beside(
  spoil: (journal: Journal) => Journal = (journal) => journal,
  ids: readonly string[] = [a],
  clock: Clock = stillClock(startAt),
) {
  const { journal: sound, register } = createMemoryRecords();
  const reads: string[] = [];
  const spoilt = spoil(sound);
  const journal: Journal = {
    append: spoilt.append,
    read(run) {
      reads.push(run);
      return spoilt.read(run);
    },
  };
  const told: Held[] = [];
  const own = fold([await opening('own@now', ...ids)]);
  const others = createOtherRuns({ journal, register }, clock, (held) => told.push(held));
  const enter = async (run: string, ids: readonly string[], ...events: readonly RunEvent[]) => {
    await register.enter({ kind: 'begins', run, at: startAt });
    return sound.append(run, 0, [await opening(run, ...ids), leaseAt(startAt, run), ...events]);
  };
  const look = async () => [...(await others.look(own))];
  return { journal, register, reads, told, own, others, enter, look };
}

/** The record as it was at first, from when it is said to be; and so many appends that are answered and not stored. */
export function turnsStale(keep: number) {
  const store = { stale: false, loses: 0 };
  const spoil = (journal: Journal): Journal => ({
    append: async (run, position, events) =>
      store.loses-- > 0 ? position + 1 : journal.append(run, position, events),
    async read(run) {
      const read = await journal.read(run);
      return store.stale ? { ...read, events: read.events.slice(0, keep), position: keep } : read;
    },
  });
  return { store, spoil };
}
