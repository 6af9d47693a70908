import { mkdir, readdir, readFile, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Clock } from '../foundation/clock.ts';
import { errnoOf, fileFailure } from './file-failure.ts';
import { underLock } from './folder-lock.ts';
import { appendLines, isWhole, syncFolder, wholeLines } from './line-file.ts';
import { type Store, StoreError } from './store.ts';

/**
 * A store in a folder of this machine, a file per key, for any number of processes. A file that lost the end of its
 * last line to a crash is read without that line, and rid of it by the next append. What was appended is on the disk
 * when the answer comes.
 */
export function createFileStore(folder: string, { clock }: { readonly clock: Clock }): Store {
  let last: Promise<unknown> = Promise.resolve();

  /** In turns within this process: only other processes have to be waited for at the lock. */
  function alone<Result>(work: () => Promise<Result>): Promise<Result> {
    const turn = last.then(async () => {
      await mkdir(folder, { recursive: true });
      return underLock(folder, clock, work);
    });
    last = turn.catch(() => undefined);
    return turn;
  }

  return {
    async read(key) {
      const path = pathOf(folder, key);
      try {
        const bytes = await unlessAbsent(() => readFile(path));
        return bytes && wholeLines(bytes);
      } catch (error) {
        throw fileFailure(error, `reading ${key}`);
      }
    },

    async readFrom(key, position) {
      return (await this.read(key))?.subarray(position) ?? new Uint8Array();
    },

    async append(key, position, bytes) {
      const path = pathOf(folder, key);
      if (!isWhole(bytes, position))
        throw new StoreError(
          'permanent',
          'NOT_A_LINE',
          `appending to ${key}: the bytes are not a whole line`,
        );
      try {
        return await alone(() => appendLines(path, position, bytes));
      } catch (error) {
        throw fileFailure(error, `appending to ${key}`);
      }
    },

    async list(prefix, { after = '', limit } = {}) {
      const within = prefix.slice(0, prefix.lastIndexOf('/') + 1);
      if (within !== '') pathOf(folder, within.slice(0, -1));
      try {
        const keys = await keysIn(folder, within);
        return keys
          .filter((key) => key.startsWith(prefix) && key > after)
          .sort()
          .slice(0, limit);
      } catch (error) {
        throw fileFailure(error, `listing ${prefix}`);
      }
    },

    async remove(keys) {
      const paths = keys.map((key) => pathOf(folder, key));
      try {
        await alone(() => removeFiles(paths));
      } catch (error) {
        throw fileFailure(error, `removing ${keys.length} keys`, { doubtful: true });
      }
    },
  };
}

/** Never `+`: that is for the lock and for drafts, which are no keys. */
const keyPart = /^(?!\.{1,2}$)[A-Za-z0-9._%~=-]+$/;

/** Throws `StoreError` for what is no key: of such there is none that leads out of the folder. */
function pathOf(folder: string, key: string): string {
  const parts = key.split('/');
  if (parts.every((part) => keyPart.test(part))) return join(folder, ...parts);
  throw new StoreError('permanent', 'NOT_A_KEY', `${JSON.stringify(key)} is not a key`);
}

async function keysIn(folder: string, within: string): Promise<string[]> {
  const entries = (await unlessAbsent(() => readdir(join(folder, within), { withFileTypes: true }))) ?? [];
  const keys = entries
    .filter(({ name }) => keyPart.test(name))
    .map((entry) => {
      if (entry.isDirectory()) return keysIn(folder, `${within}${entry.name}/`);
      return entry.isFile() ? [within + entry.name] : [];
    });
  return (await Promise.all(keys)).flat();
}

async function removeFiles(paths: readonly string[]): Promise<void> {
  const folders = new Set<string>();
  for (const path of paths) {
    await unlessAbsent(() => unlink(path));
    folders.add(dirname(path));
  }
  for (const each of folders) await unlessAbsent(() => syncFolder(each));
}

/** A path through what is no folder leads nowhere, too. */
async function unlessAbsent<Result>(work: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await work();
  } catch (error) {
    const code = errnoOf(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw error;
  }
}
