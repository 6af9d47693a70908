import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { mkdir, rename, rm, symlink } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * `node build.mjs` builds what has changed; `node build.mjs PROGRAM ...` then runs dist/local/PROGRAM.mjs as well.
 *
 * A build is a folder of dist/builds, named after the digest of all that it is made of, and complete before it has
 * that name; dist/function and dist/local are links to those of the newest. So any number of these run side by side,
 * none takes a file away from another, and a program that runs has the build that it began with until it ends.
 */
const sources = ['functions', 'test', 'build.mjs', 'package.json', 'package-lock.json'];
/** What npm has put there. */
const installed = 'node_modules/.package-lock.json';
const builds = 'dist/builds';
/** A build that nobody uses, as far as is known here, stays for so long. */
const keptMs = 24 * 3_600_000;

/** Of names and contents; tests are no part of any build, what helps them may be. */
function digestOfSources() {
  const hash = createHash('sha256');
  for (const path of [...sources, installed].flatMap(filesOf).sort()) {
    const content = readFileSync(path);
    hash.update(`${path} ${content.length}\n`).update(content);
  }
  return hash.digest('hex').slice(0, 16);
}

/** @param {string} path */
function filesOf(path) {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  const entries = readdirSync(path, { withFileTypes: true, recursive: true });
  return entries.flatMap((entry) =>
    entry.isFile() && !entry.name.endsWith('.test.ts') ? [`${entry.parentPath}/${entry.name}`] : [],
  );
}

/** Builds until the sources stand still. Gives the digest of what was built, or was there before. */
async function buildOnce() {
  for (;;) {
    const digest = digestOfSources();
    if (existsSync(`${builds}/${digest}`)) return digest;
    const { buildAll } = await import('./functions/build/build-all.mjs');
    const unfinished = `${builds}/${digest}.${process.pid}`;
    try {
      await buildAll(unfinished, digest);
      if (digestOfSources() === digest) await rename(unfinished, `${builds}/${digest}`);
    } catch (error) {
      // Somebody else was as quick, and has built the same.
      if (!existsSync(`${builds}/${digest}`)) throw error;
    } finally {
      await rm(unfinished, { recursive: true, force: true });
    }
  }
}

/**
 * Makes dist/NAME lead to the build, from one moment to the next.
 *
 * @param {string} name
 * @param {string} digest
 */
async function pointTo(name, digest) {
  const link = `dist/${name}.${process.pid}`;
  await rm(link, { force: true });
  await symlink(`builds/${digest}/${name}`, link, 'junction');
  try {
    await rename(link, `dist/${name}`);
  } catch {
    // A folder, as builds were before there were links.
    await rm(`dist/${name}`, { recursive: true, force: true });
    await rename(link, `dist/${name}`);
  }
}

/**
 * Removes builds that have become old, but those that a living process uses.
 *
 * @param {string} newest
 */
async function removeOldBuilds(newest) {
  for (const name of readdirSync(builds)) {
    const folder = `${builds}/${name}`;
    // What another one has just finished or removed is no longer there.
    const { mtimeMs } = statSync(folder, { throwIfNoEntry: false }) ?? { mtimeMs: Date.now() };
    if (name === newest || Date.now() - mtimeMs < keptMs) continue;
    const users = readdirSync(folder).flatMap((file) => /^used-by-(\d+)$/.exec(file)?.[1] ?? []);
    if (!users.some((pid) => isAlive(Number(pid)))) await rm(folder, { recursive: true, force: true });
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/**
 * In this process; see `removeOldBuilds` for the file.
 *
 * @param {string} program
 * @param {string} digest
 */
async function run(program, digest) {
  const path = resolve(`${builds}/${digest}/local/${program}.mjs`);
  if (!existsSync(path))
    throw new Error(`there is no program ${program} - see functions/build/build-all.mjs`);
  const mark = resolve(`${builds}/${digest}/used-by-${process.pid}`);
  writeFileSync(mark, '');
  process.once('exit', () => rmSync(mark, { force: true }));
  process.argv.splice(1, 2, path);
  await import(pathToFileURL(path).href);
}

const [program] = process.argv.slice(2);
await mkdir(builds, { recursive: true });
const digest = await buildOnce();
for (const name of ['function', 'local']) await pointTo(name, digest);
await removeOldBuilds(digest);
if (program !== undefined) await run(program, digest);
