import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, existsSync, readdirSync, readlinkSync, realpathSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { openCheckouts } from '../nightshift/deploy/pack/checkout.ts';

/** A clone in which nothing was built. */
const clone = openCheckouts().checkout('clone', { git: false });

const clouds: ChildProcess[] = [];
afterAll(async () => {
  for (const cloud of clouds) await end(cloud);
});

type Ended = { readonly code: number; readonly stdout: string; readonly stderr: string };

/** As `npm run -s nightshift -- ...` does. */
function nightshift(...args: readonly string[]): Promise<Ended> {
  return new Promise((ended) => {
    const argv = ['build.mjs', 'nightshift', ...args];
    execFile(process.execPath, argv, { cwd: clone }, (error, stdout, stderr) =>
      ended({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, stdout, stderr }),
    );
  });
}

/** As `npm run cloud` does; resolves when its banner is there. */
async function startCloud(): Promise<ChildProcess> {
  const cloud = spawn(process.execPath, ['build.mjs', 'nightshift', 'cloud'], {
    cwd: clone,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  clouds.push(cloud);
  await once(cloud.stdout, 'data');
  return cloud;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGINT');
  await gone;
}

const builds = () => readdirSync(join(clone, 'dist/builds')).sort();
const current = () => realpathSync(join(clone, 'dist/local'));
/** As if a build had been made days ago. */
const age = (folder: string) => utimesSync(folder, new Date(0), new Date(0));

describe('commands side by side', () => {
  test('in a fresh clone: all do what they are asked', async () => {
    const asked = [
      ['next', '--from', '2026-12-02', '--days', '6'],
      ['validate'],
      ['next', '--from', '2026-12-02', '--days', '6'],
      ['event', 'nightly-soft-restart'],
    ];
    const ended = await Promise.all(asked.map((args) => nightshift(...args)));
    expect(ended.map(({ code, stderr }) => ({ code, stderr }))).toEqual(
      asked.map(() => ({ code: 0, stderr: '' })),
    );
    expect(ended[2]).toEqual(ended[0]);
    expect(JSON.parse(ended[3]?.stdout ?? '')).toEqual({ job: 'nightly-soft-restart' });
    expect(builds()).toHaveLength(1);
  });

  test('beside a cloud: what it was begun with stays until it ends, whatever is built', async () => {
    const cloud = await startCloud();
    const before = current();
    appendFileSync(join(clone, 'functions/minicloud/functiongraph/function-process.mjs'), '// Changed.\n');
    age(join(before, '..'));
    expect(await nightshift('validate')).toMatchObject({ code: 0, stderr: '' });
    expect(current()).not.toBe(before);
    expect(existsSync(join(before, 'function-process.mjs'))).toBe(true);
    await end(cloud);
    // It counts as used until now.
    age(join(before, '..'));
    await nightshift('validate');
    expect(existsSync(before)).toBe(false);
    expect(builds()).toHaveLength(1);
  });
});

describe('a build', () => {
  test('is made only when something that is built has changed', async () => {
    await nightshift('validate');
    const [before, link] = [builds(), readlinkSync(join(clone, 'dist/function'))];
    appendFileSync(join(clone, 'test/house/bundle.test.ts'), '// A test is no part of what is built.\n');
    await nightshift('validate');
    expect([builds(), readlinkSync(join(clone, 'dist/function'))]).toEqual([before, link]);
  });

  test('that fails leaves what was there', async () => {
    const before = current();
    appendFileSync(join(clone, 'functions/nightshift.ts'), 'this is no TypeScript\n');
    const { code, stderr } = await nightshift('validate');
    expect(code).not.toBe(0);
    expect(stderr).toContain('functions/nightshift.ts');
    expect(current()).toBe(before);
    expect(builds()).toHaveLength(1);
  });
});
