import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readSources, type Source } from './sources.ts';

const functions = [...readSources('functions').values()];
const everything = [...functions, ...readSources('test', '').values()];

const paths = (sources: readonly Source[]) => sources.map(({ path }) => path);

describe('the size of files', () => {
  test('none has more than 250 lines', () => {
    expect(everything.length).toBeGreaterThan(200);
    expect(
      everything.filter(({ lines }) => lines > 250).map(({ path, lines }) => `${path}: ${lines}`),
    ).toEqual([]);
  });
});

describe('texts on record', () => {
  const root = 'test/fixtures/notify';
  const recorded = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.\w+$/.test(name),
  );

  test('have at most 400 lines: nobody reads a longer one, which is proved by measure', () => {
    expect(recorded.length).toBeGreaterThan(200);
    const lengths = recorded.map(
      (name) => [name, readFileSync(`${root}/${name}`, 'utf8').split('\n').length] as const,
    );
    expect(lengths.filter(([, lines]) => lines > 401)).toEqual([]);
  });
});

describe('names', () => {
  test('of files are words joined by hyphens', () => {
    const named = /^([a-z0-9]+(-[a-z0-9]+)*)(\.(test|pages|config|d))?\.(ts|mjs)$/;
    const others = paths(everything).filter((path) => !named.test(path.split('/').at(-1) ?? ''));
    expect(others).toEqual([]);
  });

  const empty: ReadonlySet<string> = new Set(['util', 'helper', 'common', 'manager', 'impl', 'misc']);
  const saysNothing = (name: string) =>
    name.split(/(?=[A-Z])|[^A-Za-z]/).some((word) => empty.has(word.toLowerCase().replace(/s$/, '')));

  test('of files and folders say what is inside', () => {
    expect(paths(everything).filter(saysNothing)).toEqual([]);
  });

  test('in the code say what they mean', () => {
    const declared = /\b(?:class|function|interface|type|const|let)\s+([A-Za-z_$][\w$]*)/g;
    const vague = everything.flatMap(({ path, text }) =>
      [...text.matchAll(declared)].flatMap(([, name = '']) =>
        saysNothing(name) ? [`${path}: ${name}`] : [],
      ),
    );
    expect(vague).toEqual([]);
  });

  test.each(['functions/dateUtils.ts', 'test/helpers/a.ts', 'RunManager', 'fleet-impl.ts', 'common'])(
    'are not like %s',
    (name) => {
      expect(saysNothing(name)).toBe(true);
    },
  );
});

describe('exports', () => {
  const exporting =
    /^export (?:default |declare |abstract |async )*(?:class|function|interface|type|const|let|enum)\b.*/gm;

  test('are never a default, an enum or a list of what other files export', () => {
    const rooms = everything.filter(({ path }) => path.includes('/'));
    const wrong = /^(export default|export \*|export (?:type )?\{[^}]*\} from|(?:export )?(?:const )?enum )/m;
    expect(paths(rooms.filter(({ text }) => wrong.test(text)))).toEqual([]);
  });

  test('of the functions say what they are for', () => {
    const bare = functions
      .filter(({ path }) => path.endsWith('.ts'))
      .flatMap(({ path, text }) =>
        [...text.matchAll(exporting)]
          .filter(({ index }) => !/\*\/\n$/.test(text.slice(0, index)))
          .map(([line]) => `${path}: ${line}`),
      );
    expect(bare).toEqual([]);
  });
});
