import { type FileHandle, mkdir, open, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { errnoOf, fileFailure } from './file-failure.ts';

const lineFeed = 10;

/** What of a file's bytes was written whole: what follows the last line feed is torn. */
export function wholeLines(bytes: Buffer): Buffer {
  return bytes.subarray(0, bytes.lastIndexOf(lineFeed) + 1);
}

/** Whether bytes are what may be appended: lines to a new file, a single one to any other. */
export function isWhole(bytes: Uint8Array, position: number): boolean {
  const end = position === 0 ? bytes.lastIndexOf(lineFeed) : bytes.indexOf(lineFeed);
  return bytes.length > 0 && end === bytes.length - 1;
}

/**
 * Appends to a file whose whole lines are `position` bytes long, over what is torn after them, or makes the file;
 * answers its new size when the disk has it, `undefined` when it has another size. Only for one writer at a time.
 */
export async function appendLines(
  path: string,
  position: number,
  bytes: Uint8Array,
): Promise<number | undefined> {
  const file = await openExisting(path);
  try {
    const end = file ? await endOfLines(file) : 0;
    if (end !== position) return undefined;
    if (file && end > 0) await extend(file, position, bytes);
    else await create(path, bytes);
    return position + bytes.length;
  } finally {
    await file?.close();
  }
}

/** Makes what was done to the names in a folder durable; Windows knows no such thing. */
export async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

async function openExisting(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, 'r+');
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

async function endOfLines(file: FileHandle): Promise<number> {
  const chunk = Buffer.alloc(65_536);
  let { size: end } = await file.stat();
  while (end > 0) {
    const start = Math.max(0, end - chunk.length);
    const { bytesRead } = await file.read(chunk, 0, end - start, start);
    const last = chunk.subarray(0, bytesRead).lastIndexOf(lineFeed);
    if (last >= 0) return start + last + 1;
    end = start;
  }
  return 0;
}

/** A single line, so that what is written of it before a crash has no line feed yet. */
async function extend(file: FileHandle, position: number, line: Uint8Array): Promise<void> {
  try {
    await file.truncate(position);
    for (let written = 0; written < line.length; )
      written += (await file.write(line, written, line.length - written, position + written)).bytesWritten;
    await file.datasync();
  } catch (error) {
    await cutBack(file, position, error);
    throw error;
  }
}

/** A disk that is full must not keep half a line, or one whose writer was told that it failed. */
async function cutBack(file: FileHandle, position: number, cause: unknown): Promise<void> {
  try {
    await file.truncate(position);
    await file.datasync();
  } catch {
    throw fileFailure(cause, 'writing', { doubtful: true });
  }
}

/** The first lines are there together or not at all: they are written under another name. */
async function create(path: string, bytes: Uint8Array): Promise<void> {
  await makeFolder(dirname(path));
  const draft = `${path}+`;
  await writeFile(draft, bytes, { flush: true });
  await rename(draft, path);
  try {
    await syncFolder(dirname(path));
  } catch (error) {
    throw fileFailure(error, 'writing', { doubtful: true });
  }
}

async function makeFolder(path: string): Promise<void> {
  const first = await mkdir(path, { recursive: true });
  if (first === undefined) return;
  for (let made = path; made.length >= first.length; made = dirname(made)) await syncFolder(dirname(made));
}
