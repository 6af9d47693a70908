import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, vi } from 'vitest';

const sources = ['functions', 'config', 'test', 'build.mjs', 'package.json', 'package-lock.json'];

/** Copies of the sources in folders of their own, which are gone when the tests of the file are over. */
export type Checkouts = {
  /** With one commit that is the same in each, unless git is left out. */
  checkout(folder: string, options?: { readonly git?: boolean }): string;
  /** Makes a commit of all sources in one that has none. */
  commit(place: string): void;
  /** What programs are run with there; the folder above may be a repository itself, and is not the one that is built. */
  readonly environment: Readonly<Record<string, string | undefined>>;
};

/** Makes room for checkouts. */
export function openCheckouts(): Checkouts {
  const root = mkdtempSync(join(tmpdir(), 'nightshift-build-'));
  afterAll(() => rmSync(root, { recursive: true }));
  const { PATH } = process.env;
  return {
    environment: { PATH, HOME: root, GIT_CEILING_DIRECTORIES: root },
    commit: (place) => commitAll(place, { PATH, HOME: root }),
    checkout(folder, { git = true } = {}) {
      const place = join(root, folder);
      mkdirSync(place, { recursive: true });
      for (const path of sources) cpSync(path, join(place, path), { recursive: true });
      symlinkSync(resolve('node_modules'), join(place, 'node_modules'));
      if (git) commitAll(place, { PATH, HOME: root });
      return place;
    },
  };
}

/** What the built function of a checkout says it is, in the first line of its log. */
export async function buildOf(place: string): Promise<unknown> {
  const lines: string[] = [];
  const log = vi.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(line));
  try {
    // Where a link leads is asked once by what loads, and it leads elsewhere after the next build.
    const { handler } = createRequire(import.meta.url)(realpathSync(join(place, 'dist/function/index.js')));
    await handler({ nothing: 'known' }, { getRemainingTimeInMilliSeconds: () => 60_000 });
  } finally {
    log.mockRestore();
  }
  return JSON.parse(lines[0] ?? '{}');
}

/** The commit of a checkout, as a build shows it. */
export function commitOf(place: string): string {
  const args = ['rev-parse', '--short=12', 'HEAD'];
  return execFileSync('git', args, { cwd: place, encoding: 'utf8' }).trim();
}

function commitAll(place: string, environment: Readonly<Record<string, string | undefined>>): void {
  const who = Object.fromEntries(
    ['AUTHOR', 'COMMITTER'].flatMap((role) => [
      [`GIT_${role}_NAME`, 'li.wei'],
      [`GIT_${role}_EMAIL`, 'li.wei@example.com'],
      [`GIT_${role}_DATE`, '2026-11-23T00:00:00Z'],
    ]),
  );
  const run = (...args: readonly string[]) =>
    execFileSync('git', args, { cwd: place, encoding: 'utf8', env: { ...environment, ...who } });
  run('init', '--quiet');
  run('add', ...sources);
  run('commit', '--quiet', '--message', 'a commit');
}
