import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { smallRepository } from './small-repository.ts';

/** Git and npm are the real ones. */
const root = mkdtempSync(join(tmpdir(), 'release-'));
const house = join(root, 'house');
const environment = {
  PATH: process.env['PATH'] ?? '',
  HOME: root,
  GIT_CEILING_DIRECTORIES: root,
  ...Object.fromEntries(
    ['AUTHOR', 'COMMITTER'].flatMap((role) => [
      [`GIT_${role}_NAME`, 'li.wei'],
      [`GIT_${role}_EMAIL`, 'li.wei@example.com'],
    ]),
  ),
  npm_config_cache: join(root, 'cache'),
  npm_config_update_notifier: 'false',
};
const git = (...args: readonly string[]) =>
  execFileSync('git', args, { cwd: house, encoding: 'utf8', env: environment, stdio: 'pipe' }).trim();
const write = (path: string, content: string) => {
  mkdirSync(dirname(join(house, path)), { recursive: true });
  writeFileSync(join(house, path), content);
};

beforeAll(() => {
  for (const [path, content] of Object.entries(smallRepository)) write(path, content);
  git('init', '--quiet', '--initial-branch', 'main');
  git('add', '.');
  git('commit', '--quiet', '--message', 'a house');
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

type Ended = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

async function release(
  version: string,
  variables: Readonly<Record<string, string>> = {},
  meanwhile: (running: ChildProcess) => void = () => {},
): Promise<Ended> {
  const program = resolve('functions/build/make-release.mjs');
  const running = spawn(process.execPath, [program, ...(version === '' ? [] : [version])], {
    cwd: house,
    env: { ...environment, ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  meanwhile(running);
  const ended = new Promise<number | null>((end) => running.once('close', end));
  const [code, stdout, stderr] = await Promise.all([ended, text(running.stdout), text(running.stderr)]);
  return { code, stdout, stderr };
}

/** All that a release may change. */
const state = () => ({
  head: git('rev-parse', 'HEAD'),
  branch: git('symbolic-ref', '--short', 'HEAD'),
  tags: git('tag', '--list'),
  status: git('status', '--porcelain'),
  written: existsSync(join(house, 'dist/release')) ? readdirSync(join(house, 'dist/release')) : [],
});

describe('a release is refused, with what to do, and nothing is touched,', () => {
  test('all that stands in the way at once', async () => {
    git('switch', '--quiet', '--create', 'feature');
    git('tag', 'v0.0.9');
    write('CHANGELOG.md', '# Changelog\n\n## Unreleased\n\n## 0.1.0 - 2026-11-30\n\n- A door.\n');
    const before = state();
    const ended = await release('0.0.9');
    expect(state()).toEqual(before);
    git('restore', '.');
    git('switch', '--quiet', 'main');
    git('branch', '--quiet', '--delete', 'feature');
    git('tag', '--delete', 'v0.0.9');
    expect(ended).toEqual({
      code: 1,
      stdout: '',
      stderr: [
        '0.0.9 is less than 0.1.0, which package.json has - choose a greater one',
        'this is feature - git switch main, where releases are made',
        'the tree is not clean - commit, stash or remove:\n   M CHANGELOG.md',
        'there is a tag v0.0.9 - choose a greater version',
        'nothing is under Unreleased in CHANGELOG.md - write there what users notice, a line each',
        'nothing was done',
      ]
        .map((line) => `release: ${line}\n`)
        .join(''),
    });
  });

  test('also for a release that somebody killed after its commit', async () => {
    git('commit', '--quiet', '--allow-empty', '--message', 'chore(release): 0.2.0');
    const { code, stderr } = await release('0.2.0');
    git('reset', '--quiet', '--keep', 'HEAD~1');
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr:
        'release: a release of 0.2.0 was begun and not finished - git reset --keep HEAD~1, and then once more\n' +
        'release: nothing was done\n',
    });
  });
});

describe('a release that fails leaves nothing behind', () => {
  const nothingLeft = 'release: nothing of it is left: tree, branch and tags are as they were\n';

  test('where a check fails', async () => {
    const before = state();
    const { code, stderr } = await release('0.2.0', { FAIL: 'test' });
    expect({ code, after: state() }).toEqual({ code: 1, after: before });
    expect(stderr).toMatch(new RegExp(`^release: npm test failed\n${nothingLeft}$`));
  });

  test('where the tag, which comes last, cannot be made', async () => {
    git('tag', 'v0.2.0/taken');
    const before = state();
    const { code, stderr } = await release('0.2.0');
    const after = state();
    git('tag', '--delete', 'v0.2.0/taken');
    expect({ code, after }).toEqual({ code: 1, after: before });
    expect(stderr).toMatch(new RegExp(`^release: git tag --annotate failed[\\s\\S]*${nothingLeft}$`, 'm'));
  });

  test('where it is asked to end in the middle', async () => {
    const before = state();
    const { code, stderr } = await release('0.2.0', { FAIL: 'wait' }, (running) =>
      running.stdout?.on('data', (said) => {
        if (String(said).includes('checking')) running.kill('SIGTERM');
      }),
    );
    expect({ code, after: state() }).toEqual({ code: 143, after: before });
    expect(stderr).toMatch(new RegExp(`^release: interrupted by SIGTERM\n${nothingLeft}$`, 'm'));
  });

  test('or says what it cannot undo, and how to', async () => {
    const head = git('rev-parse', 'HEAD');
    const { code, stderr } = await release('0.2.0', { FAIL: 'another' });
    expect(git('log', '--format=%s', `${head}..`)).toBe('another\nchore(release): 0.2.0');
    git('reset', '--quiet', '--keep', head);
    expect(code).toBe(1);
    expect(stderr).toContain('no room is left');
    expect(stderr.split('\n').slice(-4)).toEqual([
      'release: others are on it',
      `release: it may be that a commit "chore(release): 0.2.0" is there, which is not undone - git reset --keep ${head.slice(0, 12)}`,
      'release: it may be that CHANGELOG.md, package.json, package-lock.json are changed, which is not undone - git restore CHANGELOG.md package.json package-lock.json',
      '',
    ]);
  });
});

test('a release is a commit, a tag, and a folder with zip, package and checksums', async () => {
  const { code, stdout, stderr } = await release('0.2.0');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const read = (path: string) => readFileSync(join(house, path), 'utf8');
  expect(read('CHANGELOG.md')).toMatch(
    /^# Changelog\n\n## Unreleased\n\n## 0\.2\.0 - \d{4}-\d\d-\d\d\n\n### Added\n\n- A bell\.\n\n## 0\.1\.0 - /,
  );
  expect(JSON.parse(read('package.json')).version).toBe('0.2.0');
  expect(JSON.parse(read('package-lock.json'))).toMatchObject({
    version: '0.2.0',
    packages: { '': { version: '0.2.0' } },
  });
  expect(git('status', '--porcelain')).toBe('');
  expect(git('log', '--format=%s')).toBe('chore(release): 0.2.0\na house');
  expect(git('rev-parse', 'v0.2.0^{commit}')).toBe(git('rev-parse', 'HEAD'));

  const folder = 'dist/release/0.2.0';
  const sums = ['house-0.2.0.tgz', 'nightshift-function-0.2.0.zip'].map((name) => {
    const digest = createHash('sha256')
      .update(readFileSync(join(house, folder, name)))
      .digest('hex');
    return `${digest}  ${name}`;
  });
  expect(readdirSync(join(house, folder)).sort()).toEqual([
    'SHA256SUMS',
    'house-0.2.0.tgz',
    'nightshift-function-0.2.0.zip',
  ]);
  expect(read(`${folder}/SHA256SUMS`)).toBe(`${sums.join('\n')}\n`);
  expect(read(`${folder}/nightshift-function-0.2.0.zip`)).toBe('zip of version: 1\n');
  // Whoever has the tag has what is in it, and what it was made to.
  expect(git('tag', '--list', '--format=%(contents)', 'v0.2.0')).toBe(
    `0.2.0\n\n### Added\n\n- A bell.\n\n${sums.join('\n')}`,
  );
  expect(stdout.slice(stdout.indexOf('0.2.0 is commit'))).toBe(
    [
      `0.2.0 is commit ${git('rev-parse', '--short=12', 'HEAD')} with tag v0.2.0, and in ${folder}:`,
      ...sums.map((line) => `  ${line}`),
      'Nothing has left this machine. Next:',
      '  git push --atomic origin main v0.2.0',
      `  gh release create v0.2.0 --notes-from-tag ${folder}/*`,
      `  npm publish ./${folder}/house-0.2.0.tgz`,
      'To take it back before that: git tag --delete v0.2.0 && git reset --keep HEAD~1',
      '',
    ].join('\n'),
  );
});
