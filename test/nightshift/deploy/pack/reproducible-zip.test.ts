import { execFileSync } from 'node:child_process';
import { appendFileSync, copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { buildOf, commitOf, openCheckouts } from './checkout.ts';

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
const { checkout, environment } = openCheckouts();

function run(place: string, zone: string, ...args: readonly string[]): void {
  execFileSync(process.execPath, args, { cwd: place, env: { ...environment, TZ: zone }, stdio: 'pipe' });
}

/** Builds while the schedule is another one, and packs the one that ships. */
function packed(place: string, zone: string): Buffer {
  const schedule = 'config/schedule.yaml';
  appendFileSync(join(place, schedule), `# ${zone}\n`);
  run(place, zone, 'build.mjs');
  copyFileSync(schedule, join(place, schedule));
  run(place, zone, 'dist/local/nightshift.mjs', 'pack', '--out', 'nightshift.zip');
  return readFileSync(join(place, 'nightshift.zip'));
}

describe('two builds of a commit, in folders and time zones of their own, beside other schedules', () => {
  const one = checkout('one');
  const other = checkout('another/folder/farther-down');

  test('are the same, byte for byte', () => {
    const zips = [packed(one, 'Asia/Shanghai'), packed(other, 'America/New_York')];
    expect(commitOf(one)).toBe(commitOf(other));
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
      build: `${version}+${commitOf(one)}`,
    });
    // The central directory: made by Unix, 1980-01-01 00:00, -rw-r--r--.
    const entry = zip.indexOf(Buffer.from([0x50, 0x4b, 1, 2]));
    expect(zip[entry + 5]).toBe(3);
    expect(zip.readUInt32LE(entry + 12)).toBe((1 << 21) | (1 << 16));
    expect(zip.readUInt32LE(entry + 38) >>> 16).toBe(0o100644);
  });

  test.each([
    ['one', one],
    ['other', other],
  ])('say which commit they are when an instance starts: %s', async (_, place) => {
    expect(await buildOf(place)).toMatchObject({
      message: 'invocation begins',
      build: `${version}+${commitOf(one)}`,
      coldStart: true,
    });
  });
});
