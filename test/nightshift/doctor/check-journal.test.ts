import { describe, expect, test } from 'vitest';
import { type Store, StoreError } from '../../../functions/maintenance/journal/store.ts';
import { recordsIn } from '../../../functions/maintenance/runtime/open-records.ts';
import { checkJournal } from '../../../functions/nightshift/doctor/check-journal.ts';
import { createMemoryStore } from '../../maintenance/journal/memory-store.ts';
import { stillClock } from '../../maintenance/notify/still-clock.ts';

const url = 'obs://journal/nightshift';
const probeKey = 'doctor/probe.jsonl';

async function look(store: Store) {
  const clock = stillClock(Date.UTC(2026, 10, 23, 20));
  const findings = await checkJournal({ url, store, ...recordsIn(async () => store, { clock }), probeKey });
  return findings.filter(({ severity }) => severity !== 'ok');
}

describe('a journal', () => {
  test('that works is found so, and has no probe left in it', async () => {
    const store = createMemoryStore();
    expect(await look(store)).toEqual([]);
    expect(await store.list('')).toEqual([]);
  });

  test('that takes an append at a position which is taken keeps no two runs apart', async () => {
    const store = createMemoryStore();
    const unguarded: Store = {
      ...store,
      append: async (key, _position, bytes) => store.append(key, (await store.read(key))?.length ?? 0, bytes),
    };
    expect(await look(unguarded)).toMatchObject([{ severity: 'error', code: 'journal.unguarded' }]);
  });

  test('that gives back something else is found so', async () => {
    const store = createMemoryStore();
    const stale: Store = { ...store, read: async () => undefined };
    expect(await look(stale)).toMatchObject([{ severity: 'error', code: 'journal.changed' }]);
  });

  test('with the record of a newer version is not readable by this one', async () => {
    const store = createMemoryStore();
    const key = 'runs/nightly%402026-11-22T03%3A30%3A00%2B08%3A00.jsonl';
    await store.append(key, 0, Buffer.from(`{"v":9,"sum":"0123456789abcdef","format":"x"}\n`));
    await store.append(
      'open/run/nightly%402026-11-22T03%3A30%3A00%2B08%3A00~1763753400000',
      0,
      Buffer.from('\n'),
    );
    expect(await look(store)).toMatchObject([
      { severity: 'error', code: 'journal.format', what: expect.stringContaining('version 9 of the format') },
    ]);
  });

  test('that cannot be listed for something else than permission is told once', async () => {
    const broken: Store = {
      ...createMemoryStore(),
      list: () => Promise.reject(new StoreError('unreachable', 'TIMEOUT', 'no answer from obs.example')),
    };
    expect(await look(broken)).toMatchObject([
      {
        severity: 'error',
        code: 'journal.unreachable',
        what: 'obs:bucket:ListBucket: no answer from obs.example (TIMEOUT)',
      },
    ]);
  });
});
