import { describe, expect, test } from 'vitest';
import {
  createMemoryJournal,
  createMemoryRecords,
} from '../../../functions/maintenance/journal/memory-records.ts';

describe('the journal in memory, which lives as long as its process', () => {
  const finished = [{ type: 'finished', at: 0 }] as const;
  const told = [...finished, { type: 'told', at: 0, told: [] }] as const;
  const known = async (journal: ReturnType<typeof createMemoryJournal>, ...runs: readonly string[]) => {
    const reads = await Promise.all(runs.map((run) => journal.read(run)));
    return runs.filter((_, index) => (reads[index]?.events.length ?? 0) > 0);
  };

  test('drops the oldest runs beyond those it is to keep', async () => {
    const journal = createMemoryJournal(2);
    for (const run of ['a', 'b', 'c']) await journal.append(run, 0, told);
    expect(await known(journal, 'a', 'b', 'c')).toEqual(['b', 'c']);
  });

  test('never drops a run of which nobody was told, however many there are', async () => {
    const journal = createMemoryJournal(1);
    for (const run of ['a', 'b', 'c']) await journal.append(run, 0, finished);
    expect(await known(journal, 'a', 'b', 'c')).toEqual(['a', 'b', 'c']);
    const { position } = await journal.read('a');
    expect(await journal.append('a', position, told)).toBeGreaterThan(position);
    await journal.append('d', 0, finished);
    expect(await known(journal, 'a', 'b', 'c', 'd')).toEqual(['b', 'c', 'd']);
  });

  test('never drops the run that is just being written, and its writer loses nothing', async () => {
    const journal = createMemoryJournal(1);
    await journal.append('a', 0, told);
    const position = (await journal.append('b', 0, told)) ?? 0;
    expect(await journal.append('b', position, finished)).toBeGreaterThan(position);
    expect(await known(journal, 'a', 'b')).toEqual(['b']);
  });

  test('its register keeps every open run', async () => {
    const { register } = createMemoryRecords(1);
    for (const run of ['a', 'b', 'c']) await register.enter({ kind: 'begins', run, at: 0 });
    expect((await register.open()).runs.map(({ run }) => run)).toEqual(['a', 'b', 'c']);
  });

  test('tells how many appends it took', async () => {
    const journal = createMemoryJournal();
    await journal.append('a', 0, finished);
    expect((await journal.read('a')).appends).toBe(1);
  });

  test('lets nobody go on with a run that was dropped', async () => {
    const journal = createMemoryJournal(1);
    await journal.append('a', 0, told);
    await journal.append('b', 0, told);
    expect(await journal.append('a', 2, finished)).toBeUndefined();
  });
});
