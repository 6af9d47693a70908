import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const signer = /[\\/]@huaweicloud[\\/]huaweicloud-sdk-core[\\/]auth[\\/]AKSKSigner\.js$/;
const sorting = '(a, b) => a.key.toLocaleLowerCase().localeCompare(b.key.toLocaleLowerCase())';
const builder = /^@huaweicloud\/huaweicloud-sdk-core\/ClientBuilder$/;
const sdkCore = /[\\/]@huaweicloud[\\/]huaweicloud-sdk-core[\\/]/;

/** @type {Readonly<Record<string, string>>} */
const substitutes = {
  '../internal/services/iam.service': './iam-service.cjs',
  './DerivedAKSKSigner': './derived-signer.cjs',
  './http/DefaultHttpClient': './default-http-client.cjs',
  './logger': './logger.cjs',
  lodash: './lodash.cjs',
  moment: './moment.cjs',
};

/**
 * Bundles what our clients need of sdk-core (the signer and the request builder) without the packages that
 * it would drag in. Anything else that sdk-core asks for besides its own files and Node's is an error of the
 * build, so that a new version cannot bring axios or log4js back unseen.
 *
 * The signer sorts its headers as ASCII, which their names are: the first `localeCompare` of a process makes it load
 * the tables of its language, a tenth of what starting Node costs.
 *
 * @type {import('esbuild').Plugin}
 */
export const sdkCoreSubstitutes = {
  name: 'sdk-core-substitutes',
  setup(build) {
    build.onResolve({ filter: builder }, () => ({ path: placeOf('./client-builder.cjs') }));
    build.onResolve({ filter: /./ }, ({ path, importer }) => {
      if (!sdkCore.test(importer)) return undefined;
      const substitute = substitutes[path];
      if (substitute !== undefined) return { path: placeOf(substitute) };
      if (path.startsWith('.') || nodeModules.has(path)) return undefined;
      return { errors: [{ text: `sdk-core asks for "${path}", for which there is no substitute` }] };
    });
    build.onLoad({ filter: signer }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      const contents = source.replace(
        sorting,
        '(a, b) => (a.key.toLowerCase() < b.key.toLowerCase() ? -1 : 1)',
      );
      if (contents === source) return { errors: [{ text: "sdk-core's signer no longer sorts as it did" }] };
      return { contents };
    });
  },
};

/** @param {string} file */
const placeOf = (file) => fileURLToPath(new URL(file, import.meta.url));
const nodeModules = new Set(['crypto', 'fs', 'url']);
