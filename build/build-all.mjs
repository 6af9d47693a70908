import { copyFile, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, resolve } from 'node:path';
import { compileFunction } from 'node:vm';
import { build } from 'esbuild';
import { zipSync } from 'fflate';
import { sdkCoreSubstitutes } from '../functions/maintenance/huawei/sdk-core-substitutes/esbuild-plugin.mjs';
import { readCommit } from '../functions/maintenance/runtime/read-commit.mjs';
import { bundleInTwo } from './two-files.mjs';

/** FunctionGraph's newest Node.js. Its loader awaits only a native async function, so they must stay. */
const target = 'node20.15';

/** Programs for this machine: dist/local/start.mjs and so on. */
const localPrograms = {
  start: 'functions/minicloud/demo/start.ts',
  cloud: 'functions/minicloud.ts',
  nightshift: 'functions/nightshift.ts',
  bench: 'test/bench/bench.ts',
  simulate: 'test/simulation/simulate-program.ts',
  pictures: 'test/pages/write-pictures.ts',
  'write-schemas': 'test/config/write-schemas.ts',
};

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
  const { version } = JSON.parse(await readFile('package.json', 'utf8'));
  const commit = readCommit(digest);
  /** What `functions/maintenance/invocation/version.ts` tells. */
  const define = { NIGHTSHIFT_VERSION: JSON.stringify(version), NIGHTSHIFT_COMMIT: JSON.stringify(commit) };
  for (const part of ['function', 'local']) await mkdir(`${folder}/${part}`, { recursive: true });
  await buildFunction(folder, define, `dist/maps/${version}+${commit}`);
  await buildLocal(folder, define);
}

/**
 * Plain CommonJS, because FunctionGraph's loader `require`s it. Names stay as they are in the sources: they are in
 * stacks, and FunctionGraph tells the name of an error's class.
 *
 * @param {string} folder
 * @param {Record<string, string>} define
 * @param {string} maps
 */
async function buildFunction(folder, define, maps) {
  const text = await readFile('config/schedule.yaml', 'utf8');
  const { parsed, icsPaths } = await readSchedule(text);
  const files = await bundleInTwo('functions/maintenance.ts', {
    // No shorter identifiers: with `keepNames` the zip is a tenth smaller, and what run.js is needed for takes longer.
    minifySyntax: true,
    minifyWhitespace: true,
    platform: 'node',
    target,
    supported: { 'dynamic-import': false },
    define: {
      'import.meta.dirname': '__dirname',
      BUILT_IN_SCHEDULE: JSON.stringify({ text, parsed }),
      ...define,
    },
    // The ESM build of yaml can be cut down to what is used; its CommonJS one cannot.
    alias: { yaml: resolve('node_modules/yaml/browser/index.js') },
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
  await copyFile('config/schedule.yaml', `${folder}/function/schedule.yaml`);
  // A calendar file is found beside the schedule that names it.
  for (const path of icsPaths) {
    await mkdir(dirname(`${folder}/function/${path}`), { recursive: true });
    await copyFile(`config/${path}`, `${folder}/function/${path}`);
  }
  const zipped = await zip(`${folder}/function`, ['index.js', 'run.js', 'schedule.yaml', ...icsPaths]);
  await writeFile(`${folder}/nightshift.zip`, zipped);
  await rename(`${folder}/nightshift.zip`, 'dist/nightshift.zip');
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
 * @param {string} folder
 * @param {Record<string, string>} define
 */
async function buildLocal(folder, define) {
  await build({
    entryPoints: { ...localPrograms, ...childPrograms },
    outdir: `${folder}/local`,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target,
    packages: 'external',
    define,
    logLevel: 'warning',
  });
}

/**
 * The schedule as the function would read it, and the calendar files it needs; a schedule that it would refuse is
 * not built in.
 *
 * @param {string} text
 */
async function readSchedule(text) {
  const { outputFiles } = await build({
    stdin: {
      contents: [
        "export { parseSchedule } from './functions/maintenance/schedule/parse-schedule.ts';",
        "export { icsPathsOf } from './functions/maintenance/schedule/calendars/build-calendars.ts';",
        "export { isZone } from './functions/maintenance/runtime/zone-offset.ts';",
        "export { formatDiagnostic } from './functions/maintenance/document/diagnostic.ts';",
      ].join('\n'),
      resolveDir: '.',
    },
    write: false,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target,
    logLevel: 'warning',
  });
  /** @type {{ exports: Record<string, Function> }} */
  const reader = { exports: {} };
  const names = ['module', 'exports', 'require'];
  compileFunction(outputFiles[0]?.text ?? '', names)(reader, reader.exports, createRequire(import.meta.url));
  const { parseSchedule, isZone, icsPathsOf, formatDiagnostic } = reader.exports;
  if (!parseSchedule || !icsPathsOf || !formatDiagnostic)
    throw new Error('the reader of schedules was not built');
  const parsed = parseSchedule(text, { file: 'config/schedule.yaml', isZone });
  if (parsed.ok) return { parsed, icsPaths: icsPathsOf(parsed.schedule) };
  throw new Error(`the schedule is not built in:\n${parsed.diagnostics.map(formatDiagnostic).join('\n')}`);
}

/**
 * The same files give the same bytes on every machine: in this order, with one time (zip knows none before 1980) and
 * as files of Unix that everybody may read.
 *
 * @param {string} folder
 * @param {readonly string[]} names
 */
async function zip(folder, names) {
  /** @type {import('fflate').Zippable} */
  const files = {};
  for (const name of names)
    files[name.replace(/^\.\//, '')] = [
      await readFile(`${folder}/${name}`),
      { os: 3, attrs: 0o100644 << 16 },
    ];
  return zipSync(files, { level: 9, mtime: new Date(1980, 0, 1) });
}
