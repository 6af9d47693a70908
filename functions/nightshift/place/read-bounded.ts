import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { mostBytes } from '../../maintenance/document/decode-text.ts';

/**
 * The bytes of a file, of one that is too long for what it should be only so many that this shows. Throws what the file
 * system does.
 */
export function readBounded(path: string, most = mostBytes): Uint8Array {
  const file = openSync(path, 'r');
  try {
    const chunks: Uint8Array[] = [];
    for (let left = most + 1; left > 0; ) {
      const chunk = new Uint8Array(Math.min(left, 64 * 1024));
      const length = readSync(file, chunk);
      if (length === 0) break;
      chunks.push(chunk.subarray(0, length));
      left -= length;
    }
    return Buffer.concat(chunks);
  } finally {
    closeSync(file);
  }
}

/** Why a file could not be read, in words. */
export function whyUnreadable(path: string): string {
  try {
    const found = statSync(path, { throwIfNoEntry: false });
    if (!found) return 'there is no such file';
    return found.isDirectory() ? 'it is a folder' : 'it cannot be read';
  } catch {
    return 'it cannot be read';
  }
}
