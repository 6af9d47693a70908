import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  utimesSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { buildOf, commitOf, openCheckouts } from '../nightshift/deploy/pack/checkout.ts';

/** A copy in which nothing was built, and of which git knows nothing. */
const { checkout, commit, environment } = openCheckouts();
const clone = checkout('clone', { git: false });
const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
/** What a build says it is that is more than a commit. */
const moreThan = (of: string) =>
  expect.stringMatching(new RegExp(`^${`${version}+${of}`.replace(/[.+]/g, '\\$&')}[.][0-9a-f]{8}$`));

const clouds: ChildProcess[] = [];
afterAll(async () => {
  for (const cloud of clouds) await end(cloud);
});

type Ended = { readonly code: number; readonly stdout: string; readonly stderr: string };

/** As `npm run -s nightshift -- ...` does. */
function nightshift(...args: readonly string[]): Promise<Ended> {
  return new Promise((ended) => {
    const argv = ['build.mjs', 'nightshift', ...args];
    execFile(process.execPath, argv, { cwd: clone, env: environment }, (error, stdout, stderr) =>
      ended({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, stdout, stderr }),
    );
  });
}

/** As `npm run cloud` does; resolves when its banner is there. */
async function startCloud(): Promise<ChildProcess> {
  const cloud = spawn(process.execPath, ['build.mjs', 'nightshift', 'cloud'], {
    cwd: clone,
    env: environment,
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
    const next = ['next', '--from', '2026-12-02', '--days', '6'] as const;
    // Both build, and one of them is later.
    const [shown, event] = await Promise.all([
      nightshift(...next),
      nightshift('event', 'nightly-soft-restart'),
    ]);
    expect(shown).toMatchObject({ code: 0, stderr: '' });
    expect(event).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(event.stdout)).toEqual({ job: 'nightly-soft-restart' });
    expect(builds()).toHaveLength(1);
    const again = await Promise.all([nightshift(...next), nightshift('validate')]);
    expect(again).toEqual([shown, expect.objectContaining({ code: 0, stderr: '' })]);
    expect(builds()).toHaveLength(1);
  });

  test('and say that git knows nothing of what they are', async () => {
    expect(await buildOf(clone)).toMatchObject({ build: moreThan('unknown') });
  });

  test('beside a cloud: what it was begun with stays until it ends, whatever is built', async () => {
    const cloud = await startCloud();
    const before = current();
    commit(clone);
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
  test('of more than its commit says so, and of what', async () => {
    expect(await buildOf(clone)).toMatchObject({ build: moreThan(`${commitOf(clone)}.dirty`) });
  });

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
