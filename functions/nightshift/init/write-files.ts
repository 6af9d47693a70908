import { lstatSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CodedError } from '../../maintenance/foundation/coded-error.ts';

/** A file of a new project, by its path in the folder. */
export type NewFile = { readonly path: string; readonly content: string };

/** Throws `CodedError` `folder.wrong` for what no project can be put into: a file, or a folder below one that is not there. */
export function checkFolder(folder: string): void {
  const refuse = (found: string) => {
    throw new CodedError('folder.wrong', `${found} - expected a folder, or a free name in one`);
  };
  const found = kindOf(folder);
  if (found === 'folder') return;
  if (found !== 'nothing') refuse(`${folder} is ${found}`);
  const above = dirname(folder);
  if (kindOf(above) !== 'folder') refuse(`there is no folder ${above} to make ${folder} in`);
}

function kindOf(path: string): 'folder' | 'nothing' | 'a file' | 'a link to nowhere' {
  try {
    return statSync(path).isDirectory() ? 'folder' : 'a file';
  } catch {
    return isThere(path) ? 'a link to nowhere' : 'nothing';
  }
}

/** Also for a link that leads nowhere. */
function isThere(path: string): boolean {
  try {
    lstatSync(path);
    return true;
  } catch {
    return false;
  }
}

/** Whether a file of that path stands, be it a link that leads nowhere. */
export function stands(folder: string, path: string): boolean {
  return isThere(join(folder, path));
}

/**
 * Writes files that are not there, each as a whole or not at all, and nothing between them can interrupt. One that has come
 * meanwhile is left alone. Gives the paths that were written. Throws `CodedError` `file.unwritable`, which says what was.
 */
export function writeNewFiles(folder: string, files: readonly NewFile[]): readonly string[] {
  const written: string[] = [];
  for (const { path, content } of files) {
    const file = join(folder, path);
    try {
      mkdirSync(dirname(file), { recursive: true });
    } catch (error) {
      throw unwritable(file, error, written);
    }
    try {
      writeFileSync(file, content, { flag: 'wx' });
    } catch (error) {
      if (codeOf(error) === 'EEXIST') continue;
      // What is there now is the part that fitted.
      rmSync(file, { force: true });
      throw unwritable(file, error, written);
    }
    written.push(path);
  }
  return written;
}

function unwritable(file: string, cause: unknown, written: readonly string[]): CodedError {
  const done = written.length === 0 ? 'nothing was written' : `written before: ${written.join(', ')}`;
  const why = `${file} cannot be written (${codeOf(cause) ?? String(cause)}); ${done} - expected a folder that may be written to`;
  return new CodedError('file.unwritable', why, { cause });
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}
