import { readdirSync, readFileSync } from 'node:fs';
import { posix, sep } from 'node:path';
import { transformSync } from 'esbuild';

/** What a source file imports from: a file of ours by its path from the root, or a package by its name. */
export type Import = {
  readonly to: string;
  readonly ours: boolean;
  readonly typeOnly: boolean;
  /** By `import()`. */
  readonly dynamic: boolean;
};

/** A source file of ours; paths are from the root, with slashes. */
export type Source = {
  readonly path: string;
  readonly text: string;
  readonly lines: number;
  readonly imports: readonly Import[];
};

const root = new URL('../../', import.meta.url);
const sourcePattern = /\.(ts|mjs)$/;

/** Every source file below the folders, and the ones that lie in the root itself for `''`. */
export function readSources(...folders: readonly string[]): ReadonlyMap<string, Source> {
  const paths = folders.flatMap((folder) =>
    readdirSync(new URL(`${folder || '.'}/`, root), { recursive: folder !== '', encoding: 'utf8' })
      .filter((name) => sourcePattern.test(name))
      .map((name) => posix.join(folder, name.split(sep).join('/'))),
  );
  return new Map(paths.sort().map((path) => [path, readSource(path)]));
}

function readSource(path: string): Source {
  const text = readFileSync(new URL(path, root), 'utf8');
  return { path, text, lines: text.split('\n').length - 1, imports: importsOf(path, text) };
}

/** Static imports and re-exports begin a line, as the formatter leaves them; dynamic ones are anywhere. */
const staticImport = /^(?:import|export)\s+(type\s+)?(?:[\w*{][^;'"]*?\sfrom\s+)?'([^']+)'/gm;
const dynamicImport = /\bimport\(\s*'([^']+)'\s*\)/g;

function importsOf(path: string, text: string): Import[] {
  const found = [
    ...[...text.matchAll(staticImport)].map(([, type, to = '']) => ({
      to,
      typeOnly: type !== undefined,
      dynamic: false,
    })),
    ...[...text.matchAll(dynamicImport)].map(([, to = '']) => ({ to, typeOnly: false, dynamic: true })),
  ];
  return found.map(({ to, typeOnly, dynamic }) => {
    const ours = to.startsWith('.');
    return { to: ours ? posix.join(posix.dirname(path), to) : to, ours, typeOnly, dynamic };
  });
}

/** The file and all that it imports in turn; types alone are followed only when asked for, `import()` unless not. */
export function reachable(
  from: readonly string[],
  sources: ReadonlyMap<string, Source>,
  { types, dynamic: later = true }: { readonly types: boolean; readonly dynamic?: boolean },
): readonly Source[] {
  const seen = new Set<Source>();
  const follow = (path: string) => {
    const source = sources.get(path);
    if (!source) throw new Error(`there is no ${path}`);
    if (seen.has(source)) return;
    seen.add(source);
    for (const { to, ours, typeOnly, dynamic } of source.imports)
      if (ours && (types || !typeOnly) && (later || !dynamic)) follow(to);
  };
  for (const path of from) follow(path);
  return [...seen];
}

/** The code alone: no types, and no comments, which may speak of what the code must not do. */
export function codeOf({ path, text }: Source): string {
  const loader = path.endsWith('.ts') ? 'ts' : 'js';
  return transformSync(text, { loader, minifyWhitespace: true, legalComments: 'none' }).code;
}
