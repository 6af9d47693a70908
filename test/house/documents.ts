import { readdirSync, readFileSync } from 'node:fs';
import { posix, sep } from 'node:path';
import { type Markdown, readMarkdown } from './markdown.ts';

const inFolder = (folder: string) =>
  readdirSync(folder, { recursive: folder !== '.', encoding: 'utf8' }).map((name) =>
    posix.join(folder, name.split(sep).join('/')),
  );
const paths = [...inFolder('.'), ...inFolder('docs')].filter((path) => path.endsWith('.md')).sort();

/** What nobody sees in the repository, see functions/build/package-documents.mjs. */
const onlyInPackage = /<!-- package\n[\s\S]*?-->\n/g;

/** Every Markdown document of the project, by its path from the root. */
export const documents: ReadonlyMap<string, Markdown> = new Map(
  paths.map((path) => [path, readMarkdown(readFileSync(path, 'utf8').replaceAll(onlyInPackage, ''))]),
);

/** A page that people look things up in, in English; those in Chinese have the same code. */
export const pages: readonly (readonly [path: string, page: Markdown])[] = [...documents].filter(([path]) =>
  /^(README|docs\/[\w-]+)\.md$/.test(path),
);

/** The page at a path. */
export function pageAt(path: string): Markdown {
  const page = documents.get(path);
  if (!page) throw new RangeError(`there is no document ${path}`);
  return page;
}
