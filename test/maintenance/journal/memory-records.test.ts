import { describe, expect, test } from 'vitest';
import { createMemoryJournal } from '../../../functions/maintenance/journal/memory-records.ts';

describe('the journal in memory, which lives as long as its process', () => {
  const finished = [{ type: 'finished', at: 0 }] as const;
  const known = async (journal: ReturnType<typeof createMemoryJournal>, ...runs: readonly string[]) => {
    const reads = await Promise.all(runs.map((run) => journal.read(run)));
    return runs.filter((_, index) => (reads[index]?.events.length ?? 0) > 0);
  };

  test('drops the oldest runs beyond those it is to keep', async () => {
    const journal = createMemoryJournal(2);
    for (const run of ['a', 'b', 'c']) await journal.append(run, 0, finished);
    expect(await known(journal, 'a', 'b', 'c')).toEqual(['b', 'c']);
  });

  test('never drops the run that is just being written, and its writer loses nothing', async () => {
    const journal = createMemoryJournal(1);
    await journal.append('a', 0, finished);
    await journal.append('b', 0, finished);
    expect(await journal.append('b', 1, finished)).toBe(2);
    expect(await known(journal, 'a', 'b')).toEqual(['b']);
  });

  test('tells how many appends it took', async () => {
    const journal = createMemoryJournal();
    await journal.append('a', 0, finished);
    expect((await journal.read('a')).appends).toBe(1);
  });

  test('lets nobody go on with a run that was dropped', async () => {
    const journal = createMemoryJournal(1);
    await journal.append('a', 0, finished);
    await journal.append('b', 0, finished);
    expect(await journal.append('a', 1, finished)).toBeUndefined();
  });
});
