import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { compileFunction } from 'node:vm';
import { brotliCompressSync } from 'node:zlib';
import { build, transform } from 'esbuild';
import { zipSync } from 'fflate';
import { esdkObsSubstitutes } from './functions/maintenance/huawei/esdk-obs-substitutes/esbuild-plugin.mjs';
import { sdkCoreSubstitutes } from './functions/maintenance/huawei/sdk-core-substitutes/esbuild-plugin.mjs';
import { readCommit } from './functions/maintenance/runtime/read-commit.mjs';

const { version } = JSON.parse(await readFile('package.json', 'utf8'));
const commit = readCommit();

/** What `functions/maintenance/invocation/version.ts` tells. */
const buildConstants = {
  NIGHTSHIFT_VERSION: JSON.stringify(version),
  NIGHTSHIFT_COMMIT: JSON.stringify(commit),
};

/** FunctionGraph's newest Node.js. Its loader awaits only a native async function, so they must stay. */
const target = 'node20.15';

/** Programs for this machine: `node build.mjs --local start` makes dist/local/start.mjs. */
const localPrograms = {
  start: 'functions/minicloud/demo/start.ts',
  cloud: 'functions/minicloud/demo/cloud-alone.ts',
  nightshift: 'functions/nightshift.ts',
  bench: 'test/bench/bench.ts',
  simulate: 'test/simulation/simulate-program.ts',
  pictures: 'test/pages/write-pictures.ts',
  'write-schemas': 'test/config/write-schemas.ts',
};

/** Files that the local cloud starts as they are, beside its bundle. */
const childPrograms = ['function-process.mjs', 'function-process-context.mjs', 'scaled-time.mjs'];

/**
 * The function: one CommonJS file, because FunctionGraph's loader `require`s it, with the schedule beside it so
 * that it can be edited in the console, and both in a zip.
 */
async function buildFunction() {
  await rm('dist', { recursive: true, force: true });
  await mkdir('dist');
  const text = await readFile('config/schedule.yaml', 'utf8');
  const { parsed, icsPaths } = await readSchedule(text);
  const { code, metafile } = await bundleFunction({ text, parsed });
  await writeFile('dist/index.js', code);
  // What went into it, for the test that nothing else did.
  await mkdir('dist/local');
  await writeFile('dist/local/function-metafile.json', JSON.stringify(metafile));
  // The project itself is ESM; without this Node would take the bundle for a module when it is run in place.
  await writeFile('dist/package.json', '{ "type": "commonjs" }\n');
  await copyFile('config/schedule.yaml', 'dist/schedule.yaml');
  // A calendar file is found beside the schedule that names it.
  for (const path of icsPaths) {
    await mkdir(dirname(`dist/${path}`), { recursive: true });
    await copyFile(`config/${path}`, `dist/${path}`);
  }
  await writeFile('dist/nightshift.zip', await zip(['index.js', 'schedule.yaml', ...icsPaths]));
}

/**
 * What an idle tick needs is code; everything else waits, packed, in a comment at the end of the file, and is
 * unpacked and compiled when it is first imported. Node reads and V8 parses the whole of a file that it loads, also
 * what is never called, and most invocations have nothing to do.
 *
 * @param {{ text: string, parsed: unknown }} builtIn
 */
async function bundleFunction(builtIn) {
  const { outputFiles, metafile } = await build({
    entryPoints: { index: 'functions/maintenance.ts' },
    outdir: 'dist',
    write: false,
    metafile: true,
    bundle: true,
    splitting: true,
    minify: true,
    platform: 'node',
    format: 'esm',
    target,
    define: {
      'import.meta.dirname': '__dirname',
      BUILT_IN_SCHEDULE: JSON.stringify(builtIn),
      ...buildConstants,
    },
    // The ESM build of yaml can be cut down to what is used; its CommonJS one cannot.
    alias: { yaml: resolve('node_modules/yaml/browser/index.js') },
    // Chunks are named after the paths in them, which must be the same wherever node_modules really lies.
    preserveSymlinks: true,
    plugins: [sdkCoreSubstitutes, esdkObsSubstitutes, withoutStreams],
    legalComments: 'none',
    logLevel: 'warning',
  });
  const eager = neededAtOnce(metafile, 'dist/index.js');
  /** @type {string[]} */
  const code = [];
  /** @type {Record<string, string>} */
  const text = {};
  for (const file of outputFiles) {
    const name = file.path.replace(/^.*[\\/]/, '');
    const chunk = await transform(file.text, {
      format: 'cjs',
      minify: true,
      target,
      platform: 'node',
      supported: { 'dynamic-import': false },
    });
    if (eager.has(`dist/${name}`)) code.push(`"./${name}":(function(module,exports,require){${chunk.code}})`);
    else text[`./${name}`] = chunk.code;
  }
  const comment = brotliCompressSync(JSON.stringify(text)).toString('base64');
  const file = `"use strict";const chunks={${code.join(',')}};${loadChunk};module.exports=loadChunk("./index.js");\n/*${comment}*/`;
  return { code: file, metafile };
}

/**
 * The outputs that an output imports by statements, and those that they import in turn.
 *
 * @param {import('esbuild').Metafile} metafile
 * @param {string} output
 * @param {Set<string>} found
 */
function neededAtOnce({ outputs }, output, found = new Set()) {
  if (found.has(output)) return found;
  found.add(output);
  for (const { path, kind } of outputs[output]?.imports ?? [])
    if (kind === 'import-statement' && outputs[path]) neededAtOnce({ inputs: {}, outputs }, path, found);
  return found;
}

/** Part of the bundle, not of the build: `require` for its chunks, and for all else. */
const loadChunk = `const loaded={};let later;
function loadChunk(name) {
  if (!name.startsWith('./')) return require(name);
  if (loaded[name]) return loaded[name].exports;
  const module = (loaded[name] = { exports: {} });
  (chunks[name] ?? laterChunk(name))(module, module.exports, loadChunk);
  return module.exports;
}
function laterChunk(name) {
  later ??= JSON.parse(unpack(require('node:fs').readFileSync(__filename, 'latin1')));
  const filename = __filename + '/' + name.slice(2);
  return require('node:vm').compileFunction(later[name], ['module', 'exports', 'require'], { filename });
}
function unpack(own) {
  const packed = Buffer.from(own.slice(own.lastIndexOf('\\n/*') + 3, -2), 'base64');
  return require('node:zlib').brotliDecompressSync(packed).toString();
}`;

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
 * The schedule as the function would read it, and the calendar files it needs; a schedule that it would refuse is
 * not built in.
 *
 * @param {string} text
 */
async function readSchedule(text) {
  const { outputFiles } = await build({
    stdin: {
      contents: `export { parseSchedule } from './functions/maintenance/schedule/parse-schedule.ts';
export { icsPathsOf } from './functions/maintenance/schedule/calendars/build-calendars.ts';
export { isZone } from './functions/maintenance/runtime/zone-offset.ts';
export { formatDiagnostic } from './functions/maintenance/document/diagnostic.ts';`,
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
 * @param {readonly string[]} names
 */
async function zip(names) {
  /** @type {import('fflate').Zippable} */
  const files = {};
  for (const name of names)
    files[name.replace(/^\.\//, '')] = [await readFile(`dist/${name}`), { os: 3, attrs: 0o100644 << 16 }];
  return zipSync(files, { level: 9, mtime: new Date(1980, 0, 1) });
}

/** @param {keyof typeof localPrograms} name */
async function buildLocal(name) {
  await build({
    entryPoints: [localPrograms[name]],
    outfile: `dist/local/${name}.mjs`,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target,
    packages: 'external',
    define: buildConstants,
    logLevel: 'warning',
  });
  for (const file of childPrograms)
    await copyFile(`functions/minicloud/functiongraph/${file}`, `dist/local/${file}`);
}

const { values } = parseArgs({ options: { local: { type: 'string', multiple: true, default: [] } } });
const wanted = Object.keys(localPrograms).filter((name) => values.local.includes(name));
if (wanted.length < values.local.length) {
  throw new Error(`--local takes ${Object.keys(localPrograms).join(', ')} - not ${values.local.join(', ')}`);
}
await buildFunction();
for (const name of wanted) await buildLocal(/** @type {keyof typeof localPrograms} */ (name));
