import { relative, sep } from 'node:path';
import { build } from 'esbuild';

/** @typedef {'index.js' | 'run.js' | 'rest.js'} Name */

/**
 * Bundles the function into three files. What its entry imports by statements, and what that imports in turn, is
 * `index.js`; `run.js` is the same of the modules that act; all others that are imported by `import()` are `rest.js`.
 * No module is in two of them: each file takes from another what that has when it comes to it, and there is one
 * class of every error. What a file holds is parsed as a whole when it is loaded, so what is hardly ever needed
 * stands apart from what is needed for a run's first call.
 *
 * Modules of `run.js` and `rest.js` are evaluated one by one, each when it is first asked for.
 *
 * @param {string} entry
 * @param {readonly string[]} acting Modules that are imported by `import()`.
 * @param {import('esbuild').BuildOptions} options
 * @returns {Promise<{ name: Name, code: string, map: string, metafile: import('esbuild').Metafile }[]>}
 */
export async function bundleInThree(entry, acting, options) {
  /** @type {Set<string>} */
  const imported = new Set();
  /**
   * What is imported by statements, from modules on.
   * @param {string} contents
   */
  const reachedFrom = async (contents) => {
    const { metafile } = await bundle(
      'index.js',
      contents,
      { ...options, sourcemap: false },
      (path, kind) => {
        if (kind !== 'dynamic-import') return undefined;
        imported.add(path);
        return '';
      },
    );
    return new Set(Object.keys(metafile.inputs));
  };
  const reexport = `export { handler } from './${entry}';`;
  const atOnce = await reachedFrom(reexport);
  const byActing = await reachedFrom(acting.map((path) => `import './${path}';`).join('\n'));
  const unasked = acting.filter((path) => !imported.has(path));
  if (unasked.length > 0) throw new Error(`nothing imports ${unasked.join(', ')} by import()`);
  /** @param {string} path @returns {Name} */
  const homeOf = (path) => (atOnce.has(path) ? 'index.js' : byActing.has(path) ? 'run.js' : 'rest.js');

  /** What the others take from each. */
  const taken = { 'index.js': new Set(), 'run.js': new Set(), 'rest.js': new Set() };
  for (const path of imported) taken[homeOf(path)].add(path);
  /** @param {Name} name @returns {StandIn} */
  const fromOthers = (name) => (path, kind) => {
    const home = homeOf(path);
    // What no other file has is here; so is all that `rest.js` imports by itself.
    if (home === name || (home === 'rest.js' && kind !== 'dynamic-import')) return undefined;
    taken[home].add(path);
    return `module.exports = require('./${home}')${home === 'index.js' ? '.modules' : ''}['${path}'];`;
  };
  /** @param {'run.js' | 'rest.js'} name */
  const onDemand = (name) => {
    const getters = [...taken[name]]
      .sort()
      .map((path) => `get '${path}'() { return require('./${path}'); },`);
    return bundle(name, `module.exports = {\n${getters.join('\n')}\n};`, options, fromOthers(name));
  };
  // Last what the others take from.
  const rest = await onDemand('rest.js');
  const run = await onDemand('run.js');
  const namespaces = [...taken['index.js']].sort().map((path, at) => ({ path, name: `module${at}` }));
  const index = [
    ...namespaces.map(({ path, name }) => `import * as ${name} from './${path}';`),
    reexport,
    `export const modules = { ${namespaces.map(({ path, name }) => `'${path}': ${name}`).join(', ')} };`,
  ].join('\n');
  return [await bundle('index.js', index, options, fromOthers('index.js')), run, rest];
}

/** @typedef {(path: string, kind: import('esbuild').ImportKind) => string | undefined} StandIn */

/**
 * @param {Name} name
 * @param {string} contents
 * @param {import('esbuild').BuildOptions} options
 * @param {StandIn} standIn What is bundled instead.
 */
async function bundle(name, contents, options, standIn) {
  const { outputFiles, metafile } = await build({
    sourcemap: 'external',
    ...options,
    // Not `index`, which would be called after the folder that it is built in.
    stdin: { contents, resolveDir: '.', sourcefile: `entry-of-${name}` },
    outfile: name,
    write: false,
    metafile: true,
    bundle: true,
    format: 'cjs',
    sourcesContent: false,
    external: ['./index.js', './run.js', './rest.js'],
    plugins: [...(options.plugins ?? []), standIns(standIn)],
  });
  const [map, code] = outputFiles;
  return { name, code: code?.text ?? '', map: map?.text ?? '', metafile };
}

/**
 * @param {StandIn} standIn
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
