import { execFileSync } from 'node:child_process';
import { appendFileSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { openCheckouts } from './checkout.ts';

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
const { checkout, environment } = openCheckouts();
afterEach(() => vi.restoreAllMocks());

function run(place: string, zone: string, ...args: readonly string[]): void {
  execFileSync(process.execPath, args, { cwd: place, env: { ...environment, TZ: zone }, stdio: 'pipe' });
}

function build(place: string, zone = 'UTC'): void {
  run(place, zone, 'build.mjs');
}

function packed(place: string, zone: string): Buffer {
  build(place, zone);
  run(place, zone, 'dist/local/nightshift.mjs', 'pack', '--out', 'nightshift.zip');
  return readFileSync(join(place, 'nightshift.zip'));
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
    const zips = [packed(one, 'Asia/Shanghai'), packed(other, 'America/New_York')];
    expect(commit(one)).toBe(commit(other));
    expect(zips[0]?.equals(zips[1] ?? Buffer.alloc(0))).toBe(true);
  });

  test('hold the function and its schedule, as files of 1980 that everybody may read', () => {
    const zip = readFileSync(join(one, 'nightshift.zip'));
    const files = unzipSync(zip);
    expect(Object.keys(files)).toEqual(['index.js', 'rest.js', 'run.js', 'schedule.json', 'schedule.yaml']);
    expect(Buffer.from(files['schedule.yaml'] ?? []).toString()).toBe(
      readFileSync('config/schedule.yaml', 'utf8'),
    );
    // What the function has to be to take the parsed form instead of reading the YAML.
    expect(JSON.parse(Buffer.from(files['schedule.json'] ?? []).toString())).toMatchObject({
      build: `${version}+${commit(one)}`,
    });
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
  appendFileSync(join(place, 'functions/maintenance.ts'), '// more\n');
  build(place);
  const prefix = `${version}+${commit(place)}.dirty.`;
  expect(await buildOf(place)).toMatchObject({
    build: expect.stringMatching(new RegExp(`^${literally(prefix)}[0-9a-f]{8}$`)),
  });
});

test('the schedule is no part of a build', async () => {
  const place = checkout('scheduled');
  appendFileSync(join(place, 'config/schedule.yaml'), '# more\n');
  build(place);
  expect(await buildOf(place)).toMatchObject({ build: `${version}+${commit(place)}` });
});

test('a build without git knows no commit, only its sources', async () => {
  const place = checkout('plain', { git: false });
  build(place);
  expect(await buildOf(place)).toMatchObject({
    build: expect.stringMatching(new RegExp(`^${literally(`${version}+unknown.`)}[0-9a-f]{8}$`)),
  });
});
