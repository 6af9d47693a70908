import { relative, sep } from 'node:path';
import { build } from 'esbuild';

/**
 * Bundles the function into two files. What its entry imports by statements, and what that imports in turn, is
 * `index.js`; what is imported by `import()` and not in there is `run.js`, with all that only this needs. No module
 * is in both: each file takes from the other what it has, `index.js` when it comes to an `import()` and `run.js` at
 * once, when `index.js` has long been loaded. So there is one class of every error.
 *
 * Modules of `run.js` are evaluated one by one, each when it is first asked for.
 *
 * @param {string} entry
 * @param {import('esbuild').BuildOptions} options
 * @returns {Promise<{ name: 'index.js' | 'run.js', code: string, map: string, metafile: import('esbuild').Metafile }[]>}
 */
export async function bundleInTwo(entry, options) {
  /** @type {Set<string>} */
  const imported = new Set();
  const reexport = `export { handler } from './${entry}';`;
  const alone = await bundle('index.js', reexport, options, (path, kind) => {
    if (kind !== 'dynamic-import') return undefined;
    imported.add(path);
    return '';
  });
  const atOnce = new Set(Object.keys(alone.metafile.inputs));
  const later = [...imported].filter((path) => !atOnce.has(path)).sort();

  /** @type {Set<string>} */
  const shared = new Set();
  const getters = later.map((path) => `get '${path}'() { return require('./${path}'); },`);
  const run = await bundle('run.js', `module.exports = {\n${getters.join('\n')}\n};`, options, (path) => {
    if (!atOnce.has(path)) return undefined;
    shared.add(path);
    return `module.exports = require('./index.js').modules['${path}'];`;
  });

  const namespaces = [...shared].sort().map((path, at) => ({ path, name: `module${at}` }));
  const index = [
    ...namespaces.map(({ path, name }) => `import * as ${name} from './${path}';`),
    reexport,
    `export const modules = { ${namespaces.map(({ path, name }) => `'${path}': ${name}`).join(', ')} };`,
  ].join('\n');
  return [
    await bundle('index.js', index, options, (path, kind) =>
      kind === 'dynamic-import' && !atOnce.has(path)
        ? `module.exports = require('./run.js')['${path}'];`
        : undefined,
    ),
    run,
  ];
}

/**
 * @param {'index.js' | 'run.js'} name
 * @param {string} contents
 * @param {import('esbuild').BuildOptions} options
 * @param {(path: string, kind: import('esbuild').ImportKind) => string | undefined} standIn What is bundled instead.
 */
async function bundle(name, contents, options, standIn) {
  const { outputFiles, metafile } = await build({
    ...options,
    // Not `index`, which would be called after the folder that it is built in.
    stdin: { contents, resolveDir: '.', sourcefile: `entry-of-${name}` },
    outfile: name,
    write: false,
    metafile: true,
    bundle: true,
    format: 'cjs',
    sourcemap: 'external',
    sourcesContent: false,
    external: ['./index.js', './run.js'],
    plugins: [...(options.plugins ?? []), standIns(standIn)],
  });
  const [map, code] = outputFiles;
  return { name, code: code?.text ?? '', map: map?.text ?? '', metafile };
}

/**
 * @param {(path: string, kind: import('esbuild').ImportKind) => string | undefined} standIn
 * @returns {import('esbuild').Plugin}
 */
const standIns = (standIn) => ({
  name: 'stand-ins',
  setup({ onResolve, onLoad, resolve }) {
    onResolve({ filter: /./ }, async ({ path, pluginData, ...from }) => {
      if (pluginData === 'as it is' || from.namespace === 'stand-in' || from.kind === 'entry-point')
        return undefined;
      const found = await resolve(path, { ...from, pluginData: 'as it is' });
      if (found.external || found.namespace !== 'file' || found.errors.length > 0) return found;
      const place = relative('.', found.path).replaceAll(sep, '/');
      const contents = standIn(place, from.kind);
      return contents === undefined
        ? found
        : { path: place, namespace: 'stand-in', pluginData: { contents } };
    });
    onLoad({ filter: /./, namespace: 'stand-in' }, ({ pluginData }) => pluginData);
  },
});
