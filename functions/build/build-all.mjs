import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { build, stop } from 'esbuild';
import { sdkCoreSubstitutes } from '../maintenance/huawei/sdk-core-substitutes/esbuild-plugin.mjs';
import { readCommit } from './read-commit.mjs';
import { bundleInThree } from './three-files.mjs';

/** FunctionGraph's newest Node.js. Its loader awaits only a native async function, so they must stay. */
const target = 'node20.15';

/** The ESM build of yaml can be cut down to what is used; its CommonJS one cannot. */
const yamlInModules = resolve('node_modules/yaml/browser/index.js');

/**
 * What a tick with something due imports until its run is on its way, beside what an idle tick has loaded: `run.js`. To
 * read a schedule that was edited, events by hand, commands and telling people need more, which is `rest.js`.
 */
const acting = [
  'functions/maintenance/invocation/answer-runs.ts',
  'functions/maintenance/invocation/begin-run.ts',
  'functions/maintenance/invocation/fleet-of-tick.ts',
  'functions/maintenance/invocation/left-behind-run.ts',
  'functions/maintenance/invocation/turns.ts',
  'functions/maintenance/journal/journal-over-store.ts',
  'functions/maintenance/runtime/open-dcs.ts',
];

/** Programs for people on this machine: dist/local/start.mjs and so on. */
const localPrograms = {
  start: 'functions/minicloud/demo/start.ts',
  nightshift: 'functions/nightshift.ts',
};

/** Those that only we run; bench.mjs builds as well, so esbuild must stay outside. */
const ownPrograms = {
  bench: 'test/bench/bench.ts',
  simulate: 'test/simulation/simulate-program.ts',
  mutate: 'test/mutation/mutate-program.ts',
  fuzz: 'test/fuzz/fuzz-program.ts',
  pictures: 'test/pages/write-pictures.ts',
  'write-schemas': 'test/config/write-schemas.ts',
};

/** What only this repository has a use for; whatever else is built goes into the package. */
export const unpackaged = [...Object.keys(ownPrograms), 'start'].map((program) => `${program}.mjs`);

/** What the local cloud starts beside its bundle. */
const childPrograms = { 'function-process': 'functions/minicloud/functiongraph/function-process.mjs' };

/**
 * Builds into a folder that nobody else knows: the function, and the programs for this machine. The function's source
 * maps go to dist/maps, under what it says in the first line of its log, and stay there.
 *
 * @param {string} folder
 * @param {string} digest Of all that is built.
 */
export async function buildAll(folder, digest) {
  const { GOGC } = process.env;
  // A build of esbuild takes a third less when its collector waits for more garbage.
  process.env['GOGC'] = GOGC ?? '400';
  const { version } = JSON.parse(await readFile('package.json', 'utf8'));
  const commit = readCommit(digest);
  /** What `functions/maintenance/foundation/version.ts` tells. */
  const define = { NIGHTSHIFT_VERSION: JSON.stringify(version), NIGHTSHIFT_COMMIT: JSON.stringify(commit) };
  for (const part of ['function', 'local']) await mkdir(`${folder}/${part}`, { recursive: true });
  const bundled = [
    ...(await buildFunction(folder, define, `dist/maps/${version}+${commit}`)),
    ...(await buildLocal(folder, define)),
  ];
  await writeFile(`${folder}/bundled-packages.json`, JSON.stringify(packagesOf(bundled)));
  // A program that is run in this process goes on without it.
  await stop();
  if (GOGC === undefined) delete process.env['GOGC'];
}

/**
 * Plain CommonJS, because FunctionGraph's loader `require`s it. Names stay as they are in the sources: they are in
 * stacks, and FunctionGraph tells the name of an error's class.
 *
 * @param {string} folder
 * @param {Record<string, string>} define
 * @param {string} maps
 * @returns What went into it.
 */
async function buildFunction(folder, define, maps) {
  const files = await bundleInThree('functions/maintenance.ts', acting, {
    // No shorter identifiers: with `keepNames` the zip is a tenth smaller, and what run.js is needed for takes longer.
    minifySyntax: true,
    minifyWhitespace: true,
    platform: 'node',
    target,
    supported: { 'dynamic-import': false },
    define: {
      'import.meta.dirname': '__dirname',
      ...define,
    },
    alias: { yaml: yamlInModules },
    // The same paths wherever node_modules really lies.
    preserveSymlinks: true,
    plugins: [sdkCoreSubstitutes, withoutStreams],
    legalComments: 'none',
    logLevel: 'warning',
  });
  await mkdir(maps, { recursive: true });
  for (const { name, code, map } of files) {
    await writeFile(`${folder}/function/${name}`, code);
    await writeFile(`${maps}/${name}.map.${process.pid}`, map);
    await rename(`${maps}/${name}.map.${process.pid}`, `${maps}/${name}.map`);
  }
  // The project itself is ESM; without this Node would take the function for a module when it is run in place.
  await writeFile(`${folder}/package.json`, '{ "type": "commonjs" }\n');
  // What went into it, for the tests that nothing else did, and nothing twice.
  const metafiles = Object.fromEntries(files.map(({ name, metafile }) => [name, metafile]));
  await writeFile(`${folder}/local/function-metafiles.json`, JSON.stringify(metafiles));
  return files.map(({ metafile }) => metafile);
}

/**
 * The folders of the packages that something is bundled from: `node_modules/zod`.
 *
 * @param {readonly import('esbuild').Metafile[]} metafiles
 */
function packagesOf(metafiles) {
  const paths = metafiles.flatMap(({ inputs }) => Object.keys(inputs));
  const folders = paths.flatMap((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []);
  return [...new Set(folders)].sort();
}

/**
 * middy imports Node's streams for answers that are streamed, which FunctionGraph cannot do and which take a
 * twentieth of a cold start.
 *
 * @type {import('esbuild').Plugin}
 */
const withoutStreams = {
  name: 'without-streams',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:stream(\/|$)/ }, ({ path, importer }) =>
      /[\\/]@middy[\\/]core[\\/]/.test(importer) ? { path, namespace: 'no-stream' } : undefined,
    );
    onLoad({ filter: /./, namespace: 'no-stream' }, () => ({
      contents: 'export class Readable {} export class ReadableStream {} export const pipeline = undefined;',
    }));
  },
};

/**
 * What people run has all in it that it needs, in files that several programs share and that are loaded when they are
 * wanted: packages that are read file by file were more than half of the time of `nightshift validate`.
 *
 * @param {string} folder
 * @param {Record<string, string>} define
 * @returns What went into those for people.
 */
async function buildLocal(folder, define) {
  /** @type {import('esbuild').BuildOptions} */
  const options = {
    outdir: `${folder}/local`,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target,
    define,
    logLevel: 'warning',
  };
  const { metafile } = await build({
    ...options,
    entryPoints: localPrograms,
    splitting: true,
    metafile: true,
    // What is CommonJS asks for Node's modules by it; under a name of its own, as bundled code may import the same.
    banner: {
      js: "import { createRequire as requireOf } from 'node:module';\nconst require = requireOf(import.meta.url);",
    },
    alias: { yaml: yamlInModules },
    preserveSymlinks: true,
    plugins: [sdkCoreSubstitutes],
    legalComments: 'none',
  });
  await startBehindShell(`${folder}/local/nightshift.mjs`);
  await build({ ...options, entryPoints: { ...ownPrograms, ...childPrograms }, packages: 'external' });
  return [metafile];
}

/**
 * Node.js takes `--env-file` among a program's own arguments for its own: it reads the file first, and ends with 9 and a
 * line of its own where it cannot. Behind `--` it does not look, and no first line can say so for every system (BusyBox
 * has no `env -S`), so a shell starts the program; to JavaScript the line is a text and a comment.
 *
 * @param {string} program
 */
async function startBehindShell(program) {
  const [first, ...rest] = (await readFile(program, 'utf8')).split('\n');
  if (first !== '#!/usr/bin/env node') throw new Error(`${program} begins with ${first}`);
  const lines = ['#!/usr/bin/env sh', `':' //; exec node -- "$0" "$@"`, ...rest];
  await writeFile(program, lines.join('\n'));
}
