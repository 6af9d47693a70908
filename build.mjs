import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { zipSync } from 'fflate';
import { sdkCoreSubstitutes } from './functions/huawei/sdk-core-substitutes/esbuild-plugin.mjs';

/** Programs for this machine: `node build.mjs --local start` makes dist/local/start.mjs. */
const localPrograms = {
  start: 'functions/minicloud/start.ts',
  cloud: 'functions/minicloud/cloud-alone.ts',
  bench: 'test/bench/bench.ts',
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
  await build({
    entryPoints: ['functions/maintenance.ts'],
    outfile: 'dist/index.js',
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'cjs',
    // async functions must stay native: the loader awaits only an AsyncFunction.
    target: 'node20.15',
    define: { 'import.meta.dirname': '__dirname' },
    // The ESM build of yaml can be cut down to what is used; its CommonJS one cannot.
    alias: { yaml: createRequire(import.meta.url).resolve('yaml/package.json').replace('package.json', 'browser/index.js') },
    plugins: [sdkCoreSubstitutes],
    legalComments: 'none',
    logLevel: 'warning',
  });
  await copyFile('config/schedule.yaml', 'dist/schedule.yaml');
  await writeFile('dist/nightshift.zip', await zip(['index.js', 'schedule.yaml']));
}

/** @param {readonly string[]} names */
async function zip(names) {
  /** @type {Record<string, Uint8Array>} */
  const files = {};
  for (const name of names) files[name] = await readFile(`dist/${name}`);
  // A fixed time, so that the same sources give the same bytes; zip knows none before 1980.
  return zipSync(files, { level: 9, mtime: new Date(1980, 0, 1) });
}

/** @param {keyof typeof localPrograms} name */
async function buildLocal(name) {
  await mkdir('dist/local', { recursive: true });
  await build({
    entryPoints: [localPrograms[name]],
    outfile: `dist/local/${name}.mjs`,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.15',
    packages: 'external',
    logLevel: 'warning',
  });
  for (const file of childPrograms) await copyFile(`functions/minicloud/${file}`, `dist/local/${file}`);
}

const { values } = parseArgs({ options: { local: { type: 'string', multiple: true, default: [] } } });
const wanted = Object.keys(localPrograms).filter((name) => values.local.includes(name));
if (wanted.length < values.local.length) {
  throw new Error(`--local takes ${Object.keys(localPrograms).join(', ')} - not ${values.local.join(', ')}`);
}
await buildFunction();
for (const name of wanted) await buildLocal(/** @type {keyof typeof localPrograms} */ (name));
