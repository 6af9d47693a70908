import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFileStore } from '../../../functions/maintenance/journal/file-store.ts';
import type { Store } from '../../../functions/maintenance/journal/store.ts';
import { realClock } from '../../../functions/maintenance/runtime/real-clock.ts';
import { createMemoryStore } from './memory-store.ts';
import { withObsStore } from './obs-store-under-contract.ts';

/** Makes an empty store, and clears it away after its use. */
export type WithStore = (use: (store: Store) => Promise<void>) => Promise<void>;

/** Makes an empty folder, and clears it away after its use. */
export async function withFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'nightshift-store-'));
  try {
    await use(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Every adapter of the store port. */
export const stores: readonly (readonly [string, WithStore])[] = [
  ['in memory', (use) => use(createMemoryStore())],
  ['in a folder', (use) => withFolder((folder) => use(createFileStore(folder, { clock: realClock })))],
  ['in a bucket of OBS', withObsStore],
];
