import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll } from 'vitest';

const sources = ['functions', 'config', 'test', 'build.mjs', 'package.json', 'package-lock.json'];

/** Copies of the sources in folders of their own, which are gone when the tests of the file are over. */
export type Checkouts = {
  /** With one commit that is the same in each, unless git is left out. */
  checkout(folder: string, options?: { readonly git?: boolean }): string;
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
