import { execFileSync } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { chmod, cp, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, sep } from 'node:path';
import { buildAll, unpackaged } from './build-all.mjs';
import { packagedDocument } from './package-documents.mjs';
import { readCommit } from './read-commit.mjs';

/**
 * `npm run package`: the command line, the function and the local cloud as one file that npm installs without asking
 * anybody for anything, dist/package/*.tgz; `node functions/build/write-package.mjs FOLDER` writes it elsewhere.
 *
 * The same commit gives the same bytes: npm packs files in the order of their names and with one time, and here they
 * are given one mode.
 */
const [out = 'dist/package'] = process.argv.slice(2);
const own = JSON.parse(await readFile('package.json', 'utf8'));
const staging = `dist/package.${process.pid}`;
const contents = `${staging}/contents`;

try {
  const { build, commit } = await buildOfThisCommit();
  await layOut(build, `${own.version}+${commit}`);
  const name = packContents();
  await mkdir(out, { recursive: true });
  for (const other of await readdir(out)) if (other.endsWith('.tgz')) await rm(`${out}/${other}`);
  await rename(`${staging}/${name}`, `${out}/${name}`);
  process.stdout.write(`${out}/${name}\n`);
} finally {
  await rm(staging, { recursive: true, force: true });
}

/** A build is named after what it is made of, and may have been made before that was committed. */
async function buildOfThisCommit() {
  const build = dirname(realpathSync('dist/local'));
  const digest = basename(build);
  const commit = readCommit(digest);
  const code = await readFile(`${build}/function/index.js`, 'utf8');
  if (code.includes(`"${own.version}+${commit}"`)) return { build, commit };
  await buildAll(`${staging}/build`, digest);
  return { build: `${staging}/build`, commit };
}

/**
 * @param {string} build
 * @param {string} name What the build calls itself.
 */
async function layOut(build, name) {
  const dist = `${contents}/dist`;
  await mkdir(`${contents}/types`, { recursive: true });
  for (const path of ['function', 'local', 'package.json'])
    await cp(`${build}/${path}`, `${dist}/${path}`, { recursive: true });
  for (const program of [...unpackaged, 'function-metafiles.json']) await rm(`${dist}/local/${program}`);
  await cp(`dist/maps/${name}`, `${dist}/maps/${name}`, { recursive: true });
  for (const path of [
    'README.md',
    'README.zh-CN.md',
    'SECURITY.md',
    'CHANGELOG.md',
    'LICENSE',
    'docs',
    'config',
    // What documents show and speak of.
    'test/pages/pictures',
    'serverless.yml',
  ])
    await cp(path, `${contents}/${path}`, { recursive: true });
  for (const entry of await readdir(contents, { recursive: true })) {
    const [path, file] = [entry.split(sep).join('/'), `${contents}/${entry}`];
    if (path.endsWith('.md'))
      await writeFile(
        file,
        packagedDocument(path, await readFile(file, 'utf8'), (other) => existsSync(`${contents}/${other}`)),
      );
  }
  // Under a name that programs of both kinds of modules can import types from.
  await cp('config/summary.d.ts', `${contents}/types/summary.d.cts`);
  await writeFile(`${contents}/THIRD-PARTY-LICENSES`, await licencesOf(build));
  await writeFile(`${contents}/package.json`, `${JSON.stringify(manifest(), null, 2)}\n`);
  await giveModes();
}

/** The package has all in it that it needs, so it depends on nothing; the repository's own does. */
function manifest() {
  const { version, description, license, type, engines } = own;
  const types = './types/summary.d.cts';
  return {
    ...{ name: '@nightshift-dcs/nightshift', version, description, license, type, engines },
    bin: { nightshift: './dist/local/nightshift.mjs' },
    types,
    exports: {
      '.': { types },
      './schedule.schema.json': './config/schedule.schema.json',
      './summary.schema.json': './config/summary.schema.json',
      './instances.schema.json': './config/instances.schema.json',
      './evidence.schema.json': './config/evidence.schema.json',
      './package.json': './package.json',
    },
  };
}

/** @param {string} build */
async function licencesOf(build) {
  /** @type {string[]} */
  const folders = JSON.parse(await readFile(`${build}/bundled-packages.json`, 'utf8'));
  const texts = await Promise.all(
    folders.map(async (folder) => {
      const { name, version, license } = JSON.parse(await readFile(`${folder}/package.json`, 'utf8'));
      const file = (await readdir(folder)).sort().find((each) => /^licen[cs]e/i.test(each));
      const text = file === undefined ? '' : `\n${await readFile(`${folder}/${file}`, 'utf8')}`;
      return `${name} ${version} (${license})\n${text.replaceAll('\r\n', '\n').trimEnd()}\n`;
    }),
  );
  return `Parts of these packages are in the programs here.\n\n${texts.join(`\n${'-'.repeat(80)}\n\n`)}`;
}

/** As whoever unpacks it should have them, whatever the mask of who packs. */
async function giveModes() {
  for (const entry of await readdir(contents, { recursive: true, withFileTypes: true })) {
    const isProgram = entry.name === 'nightshift.mjs';
    if (entry.isFile()) await chmod(`${entry.parentPath}/${entry.name}`, isProgram ? 0o755 : 0o644);
  }
}

/** Gives the name of the file, which is in the folder `staging`. */
function packContents() {
  const args = [
    'pack',
    `./${contents}`,
    '--json',
    '--pack-destination',
    staging,
    '--ignore-scripts',
    '--offline',
  ];
  // On Windows npm is a script of the shell.
  const said = execFileSync('npm', args, { encoding: 'utf8', shell: process.platform === 'win32' });
  const [packed] = JSON.parse(said);
  return String(packed.filename);
}
