import { readFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type Plugin, stop } from 'esbuild';
import type { Mutant } from './mutant.ts';
import { weave } from './weave.ts';

/** What the players evaluate: the tests, what they test with all mutants in it, and the packages that it takes. */
export type Bundle = {
  readonly code: string;
  readonly packages: readonly string[];
  readonly mutants: readonly Mutant[];
};

/** The name that bundled code takes packages by; they are loaded once, however often the code is evaluated. */
export const packagesName = 'packages$';

/** The name of what bundled code gives its files of tests to, each by its path and to be evaluated when asked for. */
export const giveName = 'give$';

/** Bundles test files into the body of an async function. */
export async function bundleTests(testFiles: readonly string[], mutated: readonly string[]): Promise<Bundle> {
  const mutants: Mutant[] = [];
  const woven = new Map<string, string>();
  for (const path of mutated) {
    const { code, mutants: its } = weave(readFileSync(path, 'utf8'), path, mutants.length);
    mutants.push(...its);
    woven.set(resolve(path), code);
  }
  const packages = new Set<string>();
  const files = testFiles.map((path) => `'${path}': () => import('./${path}')`);
  const entry = [
    `import { collected } from './test/mutation/vitest-stand-in.ts';`,
    `${giveName}({ collected, files: { ${files.join(', ')} } });`,
  ].join('\n');
  const { outputFiles } = await build({
    stdin: { contents: entry, resolveDir: '.', sourcefile: 'tests.ts', loader: 'ts' },
    bundle: true,
    write: false,
    // Not a format that forbids `await` in a module; as all is bundled, nothing is imported or exported.
    format: 'esm',
    platform: 'node',
    target: 'node20.15',
    logLevel: 'error',
    plugins: [withMutants(woven), loadedOnce(packages)],
  });
  await stop();
  return { code: outputFiles[0]?.text ?? '', packages: [...packages].sort(), mutants };
}

const withMutants = (woven: ReadonlyMap<string, string>): Plugin => ({
  name: 'with-mutants',
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/ }, ({ path }) => {
      const code = woven.get(path) ?? readFileSync(path, 'utf8');
      // What is evaluated is no module, and yet each file knows where it stands.
      const contents = code.replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href));
      return { contents, loader: 'ts' };
    });
  },
});

/** In the place of a package, its exports as they were loaded beforehand; in the place of vitest, ours. */
const loadedOnce = (packages: Set<string>): Plugin => ({
  name: 'loaded-once',
  setup({ onResolve, onLoad }) {
    const standIn = resolve('test/mutation/vitest-stand-in.ts');
    onResolve({ filter: /^[^./]/ }, ({ path, importer, kind }) => {
      if (kind === 'entry-point') return undefined;
      if (path === 'vitest' && relative(standIn, importer) !== '') return { path: standIn };
      return { path, namespace: 'package' };
    });
    onLoad({ filter: /./, namespace: 'package' }, async ({ path }) => {
      packages.add(path);
      const names = Object.keys(await import(path));
      const exported = names.map((name, at) => `export { of${at} as ${JSON.stringify(name)} };`);
      const taken = names.map((name, at) => `const of${at} = from[${JSON.stringify(name)}];`);
      const from = `const from = ${packagesName}.get(${JSON.stringify(path)});`;
      return { contents: [from, ...taken, ...exported].join('\n') };
    });
  },
});
