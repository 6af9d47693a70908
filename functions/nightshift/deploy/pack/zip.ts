import { unzipSync, type Zippable, zipSync } from 'fflate';

/** Contents by their paths in the zip. */
export type Files = Readonly<Record<string, Uint8Array>>;

/** Far above everything that is ours: a zip of somebody else's may unfold into any size. */
const mostUnpacked = 20 * 1024 * 1024;

/**
 * The same files give the same bytes on every machine: in the order of their paths, with one time (zip knows none
 * before 1980) and as files of Unix that everybody may read.
 */
export function zipFiles(files: Files): Buffer {
  const entries: Zippable = {};
  for (const path of Object.keys(files).sort()) {
    const content = files[path];
    if (content) entries[path] = [content, { os: 3, attrs: 0o100644 << 16 }];
  }
  return Buffer.from(zipSync(entries, { level: 9, mtime: new Date(1980, 0, 1) }));
}

/** The files in a zip, but for folders and whatever is far too large; `undefined` when it is none. */
export function unzipFiles(zip: Uint8Array): Files | undefined {
  try {
    return unzipSync(zip, {
      filter: ({ name, originalSize }) => !name.endsWith('/') && originalSize <= mostUnpacked,
    });
  } catch {
    return undefined;
  }
}
