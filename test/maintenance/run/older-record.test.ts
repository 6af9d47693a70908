import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createJournal } from '../../../functions/maintenance/journal/journal-over-store.ts';
import { recordKey } from '../../../functions/maintenance/journal/store-keys.ts';
import { instanceIdOf } from '../../../functions/minicloud/dcs/instance-seed.ts';
import { createMemoryStore } from '../journal/memory-store.ts';
import { fleetOf } from './night.ts';
import { run, type Stage, setStage } from './stage.ts';

/** A flush of cache-1 that was answered with something else than "success"; then its function ended. */
const record = readFileSync(new URL('../journal/fixtures/record-v1-flush.jsonl', import.meta.url));
/** A canary and waves of three, in what was one tier; nothing had been sent when its function ended. */
const inWaves = readFileSync(new URL('../journal/fixtures/record-v2-waves.jsonl', import.meta.url));
const id = instanceIdOf('cache-1');
const job = { action: 'flush', destroysData: 'acknowledged', rollout: { maxFailures: 5 } };

/** Goes on with the run of the record, after the cloud has done something. */
async function goneOnWith(did: (stage: Stage) => Promise<unknown>) {
  const stage = setStage({ instances: fleetOf(1), job });
  const store = createMemoryStore();
  await store.append(recordKey(run), 0, record);
  const journal = createJournal(store, { clock: stage.clock, writer: 'nightshift 2.0.0' });
  await did(stage);
  const driven = await stage.perform({ journal }, 'second');
  const phase = driven?.open.state.instances.get(id)?.phase;
  if (phase?.kind !== 'done') expect.unreachable('it was not driven to its end');
  const accepted = stage.dcs.log.entries().filter(({ kind }) => kind === 'accepted').length;
  return {
    conclusion: phase.conclusion,
    accepted,
    text: (await store.read(recordKey(run)))?.toString() ?? '',
  };
}

describe('a run that an older version began and did not live to end', () => {
  test('is ended by what is seen, and not flushed a second time', async () => {
    const { conclusion, accepted } = await goneOnWith(({ fleet }) => fleet.submit('beijing', 'flush', [id]));
    expect(conclusion).toMatchObject({ outcome: 'succeeded' });
    expect(conclusion.reason).toContain('DCS answered something else than "success" for it, but ');
    expect(accepted).toBe(1);
  });

  test('is unknown where nothing is seen, and not flushed again', async () => {
    const { conclusion, accepted, text } = await goneOnWith(async () => undefined);
    expect(conclusion).toMatchObject({ outcome: 'unknown', code: 'answer-lost' });
    expect(accepted).toBe(0);
    expect(text.startsWith(record.toString())).toBe(true);
    expect(text.slice(record.length)).toMatch(/^\{"v":3,/);
  });
});

test('a run that an older version planned in waves is carried out in these', async () => {
  const instances = fleetOf(8).map((seed) => ({
    ...seed,
    restartSeconds: seed.name === 'cache-3' ? 1_500 : 60,
  }));
  const stage = setStage({ instances });
  const store = createMemoryStore();
  await store.append(recordKey(run), 0, inWaves);
  const journal = createJournal(store, { clock: stage.clock, writer: 'nightshift 2.0.0' });
  expect((await stage.perform({ journal }, 'second'))?.end).toBe('finished');
  const together = new Map<number, string[]>();
  for (const entry of stage.dcs.log.entries())
    if (entry.kind === 'accepted')
      together.set(entry.at, [...(together.get(entry.at) ?? []), nameOf(entry.instance, instances)]);
  expect([...together.values()].map((names) => names.sort())).toEqual([
    ['cache-1'],
    ['cache-2', 'cache-3', 'cache-4'],
    ['cache-5', 'cache-6', 'cache-7'],
    ['cache-8'],
  ]);
  const [, second, third] = [...together.keys()];
  expect((third ?? 0) - (second ?? 0)).toBeGreaterThanOrEqual(1_500_000);
});

function nameOf(instance: string, instances: readonly { readonly name: string }[]): string {
  return instances.find(({ name }) => instanceIdOf(name) === instance)?.name ?? instance;
}
