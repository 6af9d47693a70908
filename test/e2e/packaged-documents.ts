import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readMarkdown } from '../house/markdown.ts';

/** What documents of an installed package lead to, or show as a picture, and is not there; with the document's path. */
export function brokenLinks(folder: string): readonly string[] {
  const pages = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) =>
    /\.md$/.test(path),
  );
  if (pages.length < 20) throw new Error(`there are ${pages.length} documents in ${folder}`);
  return pages.flatMap((path) => {
    const page = readFileSync(join(folder, path), 'utf8');
    return [...page.matchAll(/\]\(([^)#\s]+)[^)]*\)|(?:src|srcset)="([^"]+)"/g)]
      .map(([, link, picture]) => link ?? picture ?? '')
      .filter((to) => !to.startsWith('https://') && !existsSync(join(folder, dirname(path), to)))
      .map((to) => `${path}: ${to}`);
  });
}

/** The commands that a document shows to be typed. Nothing of it is for the repository. */
export function commandsShown(file: string): readonly string[] {
  const { text, blocks, quoted } = readMarkdown(readFileSync(file, 'utf8'));
  if (/<!--/.test(text)) throw new Error(`${file} has comments`);
  const shell = blocks.filter(({ language }) => language === 'sh').map(({ code }) => code.trim());
  return [
    ...shell.flatMap((line) => line.split(' && ')),
    ...quoted.filter((each) => /^(npm|npx|node) /.test(each)),
  ];
}

/** Whether a command is one of those that come with the package, or installs it. */
export function canBeRun(command: string, known: readonly string[]): boolean {
  const [, name] = /^nightshift ([a-z]+)/.exec(command) ?? [];
  if (name !== undefined) return known.includes(name);
  return /^(cd [\w-]+|npm install --global .*\.tgz|npm install --save-dev|npx --no-install nightshift)$/.test(
    command,
  );
}
