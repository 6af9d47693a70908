import { fileURLToPath } from 'node:url';

const esdkObs = /[\\/]esdk-obs-nodejs[\\/]/;

/**
 * Bundles the OBS client without log4js, which is a quarter of it and would configure a log file. Anything else
 * that it asks for besides its own files, Node's and its XML parser is an error of the build, so that a new
 * version cannot bring more along unseen.
 *
 * @type {import('esbuild').Plugin}
 */
export const esdkObsSubstitutes = {
  name: 'esdk-obs-substitutes',
  setup(build) {
    build.onResolve({ filter: /./ }, ({ path, importer }) => {
      if (!esdkObs.test(importer)) return undefined;
      if (path === 'log4js') return { path: fileURLToPath(new URL('./log4js.cjs', import.meta.url)) };
      if (path.startsWith('.') || known.has(path)) return undefined;
      return { errors: [{ text: `esdk-obs-nodejs asks for "${path}", for which there is no substitute` }] };
    });
  },
};

const known = new Set([
  ...['crypto', 'events', 'fs', 'http', 'https', 'path', 'process', 'stream', 'url', 'util'],
  'fast-xml-parser',
]);
