import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { unzipSync } from 'fflate';
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest';

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
const root = mkdtempSync(join(tmpdir(), 'nightshift-build-'));
afterAll(() => rmSync(root, { recursive: true }));
afterEach(() => vi.restoreAllMocks());

const sources = ['functions', 'config', 'build', 'test', 'build.mjs', 'package.json', 'package-lock.json'];

/** The sources in a folder of their own; with a commit that is the same in each, unless git is left out. */
function checkout(folder: string, { git = true } = {}): string {
  const place = join(root, folder);
  mkdirSync(place, { recursive: true });
  for (const path of sources) cpSync(path, join(place, path), { recursive: true });
  symlinkSync(resolve('node_modules'), join(place, 'node_modules'));
  if (!git) return place;
  const run = (...args: readonly string[]) =>
    execFileSync('git', args, {
      cwd: place,
      encoding: 'utf8',
      env: {
        PATH: process.env['PATH'],
        HOME: root,
        ...Object.fromEntries(
          ['AUTHOR', 'COMMITTER'].flatMap((who) => [
            [`GIT_${who}_NAME`, 'li.wei'],
            [`GIT_${who}_EMAIL`, 'li.wei@example.com'],
            [`GIT_${who}_DATE`, '2026-11-23T00:00:00Z'],
          ]),
        ),
      },
    });
  run('init', '--quiet');
  run('add', ...sources);
  run('commit', '--quiet', '--message', 'a commit');
  return place;
}

function build(place: string, zone = 'UTC'): Buffer {
  // The folder above may be a repository itself, and is not the one that is built.
  const env = { PATH: process.env['PATH'], HOME: root, TZ: zone, GIT_CEILING_DIRECTORIES: root };
  execFileSync(process.execPath, ['build.mjs'], { cwd: place, env, stdio: 'pipe' });
  return readFileSync(join(place, 'dist/nightshift.zip'));
}

/** What the built function says it is, in the first line of its log. */
async function buildOf(place: string): Promise<unknown> {
  const lines: string[] = [];
  vi.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(line));
  const { handler } = createRequire(import.meta.url)(join(place, 'dist/function/index.js'));
  await handler({ nothing: 'known' }, { getRemainingTimeInMilliSeconds: () => 60_000 });
  return JSON.parse(lines[0] ?? '{}');
}

const literally = (text: string) => text.replace(/[.+]/g, '\\$&');

const commit = (place: string) =>
  execFileSync('git', ['rev-parse', '--short=12', 'HEAD'], { cwd: place, encoding: 'utf8' }).trim();

describe('two builds of a commit, in folders and time zones of their own', () => {
  const one = checkout('one');
  const other = checkout('another/folder/farther-down');

  test('are the same, byte for byte', () => {
    const zips = [build(one, 'Asia/Shanghai'), build(other, 'America/New_York')];
    expect(commit(one)).toBe(commit(other));
    expect(zips[0]?.equals(zips[1] ?? Buffer.alloc(0))).toBe(true);
  });

  test('hold the function and its schedule, as files of 1980 that everybody may read', () => {
    const zip = readFileSync(join(one, 'dist/nightshift.zip'));
    const files = unzipSync(zip);
    expect(Object.keys(files)).toEqual(['index.js', 'run.js', 'schedule.yaml']);
    expect(Buffer.from(files['schedule.yaml'] ?? []).toString()).toBe(
      readFileSync('config/schedule.yaml', 'utf8'),
    );
    // The central directory: made by Unix, 1980-01-01 00:00, -rw-r--r--.
    const entry = zip.indexOf(Buffer.from([0x50, 0x4b, 1, 2]));
    expect(zip[entry + 5]).toBe(3);
    expect(zip.readUInt32LE(entry + 12)).toBe((1 << 21) | (1 << 16));
    expect(zip.readUInt32LE(entry + 38) >>> 16).toBe(0o100644);
  });

  test('say which commit they are when an instance starts', async () => {
    expect(await buildOf(one)).toMatchObject({
      message: 'invocation begins',
      build: `${version}+${commit(one)}`,
      coldStart: true,
    });
  });
});

test('a build of more than its commit says so, and of what', async () => {
  const place = checkout('dirty');
  writeFileSync(
    join(place, 'config/schedule.yaml'),
    `${readFileSync('config/schedule.yaml', 'utf8')}# more\n`,
  );
  build(place);
  const prefix = `${version}+${commit(place)}.dirty.`;
  expect(await buildOf(place)).toMatchObject({
    build: expect.stringMatching(new RegExp(`^${literally(prefix)}[0-9a-f]{8}$`)),
  });
});

test('a build without git knows no commit, only its sources', async () => {
  const place = checkout('plain', { git: false });
  build(place);
  expect(await buildOf(place)).toMatchObject({
    build: expect.stringMatching(new RegExp(`^${literally(`${version}+unknown.`)}[0-9a-f]{8}$`)),
  });
});
