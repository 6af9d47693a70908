import { execFileSync } from 'node:child_process';

// Run by the build, and no part of the function.

/**
 * The commit that is built, twelve digits of it, with `.dirty` where anything that is built differs from it; `unknown`
 * without git, or in a folder that is not the root of its own repository. Where the commit does not say all, eight
 * digits of the sources' digest follow: no two builds that differ have one name.
 *
 * @param {string} digest
 */
export function readCommit(digest) {
  const unlike = digest.slice(0, 8);
  /** @param {readonly string[]} args */
  const git = (...args) =>
    execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  try {
    if (git('rev-parse', '--show-prefix') !== '') return `unknown.${unlike}`;
    const built = ['functions', 'build.mjs', 'package.json', 'package-lock.json'];
    const head = git('rev-parse', '--short=12', 'HEAD');
    return git('status', '--porcelain', '--', ...built) === '' ? head : `${head}.dirty.${unlike}`;
  } catch {
    return `unknown.${unlike}`;
  }
}
