import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, resolve } from 'node:path';
import { compileFunction } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { readSources } from './sources.ts';

/** Every class of errors of ours, and the class it is made of. */
const classes = [...readSources('functions/maintenance').values()].flatMap(({ path, text }) =>
  [...text.matchAll(/^(?:export )?class (\w+) extends (CodedError|Error)\b/gm)].map(
    ([, name = '', base = '']) => ({ name, base, path }),
  ),
);

type ErrorClass = abstract new (...args: never) => Error;
type Look = (name: string) => ErrorClass | undefined;

/** One of the built files, loaded as FunctionGraph does, with a way to look into it. */
function load(file: string, requireOther: (path: string) => unknown) {
  const path = resolve('dist/function', file);
  const text = readFileSync(path, 'utf8');
  const look = '\n;module.look = (name) => eval(`typeof ${name} === "undefined" ? undefined : ${name}`);';
  const names = ['module', 'exports', 'require', '__dirname'];
  const module: { exports: Record<string, unknown>; look?: Look } = { exports: {} };
  const compiled = compileFunction(text + look, names, { filename: path });
  compiled(module, module.exports, requireOther, dirname(path));
  return { text, exports: () => module.exports, look: (name: string) => module.look?.(name) };
}

const require = createRequire(import.meta.url);
const own = (path: string): unknown => loaded.get(path)?.exports() ?? require(path);
const loaded = new Map<string, ReturnType<typeof load>>();
for (const file of ['index.js', 'run.js', 'rest.js']) loaded.set(`./${file}`, load(file, own));
// Modules of run.js and rest.js are evaluated when they are asked for.
for (const { text, look } of loaded.values())
  for (const [, init = ''] of text.matchAll(/\b(init_\w+)=__esm\(/g))
    Reflect.apply(look(init) ?? Object, undefined, []);

/** As it is in what was built. */
function built(name: string): ErrorClass {
  const [found] = [...loaded.values()].flatMap(({ look }) => look(name) ?? []);
  if (!found) throw new Error(`no class ${name} was built`);
  return found;
}

describe('in the built function, an error', () => {
  test('has classes to be looked at', () => {
    expect(classes.map(({ name }) => name)).toEqual(expect.arrayContaining(['CodedError', 'ScheduleError']));
    expect(classes.length).toBeGreaterThan(8);
  });

  test.each(classes)('$name has its name, of itself, its class and its stack', ({ name, base }) => {
    const made: Error =
      base === 'Error' && name !== 'CodedError'
        ? Reflect.construct(Error, ['what'], built(name))
        : Reflect.construct(built('CodedError'), ['a.code', 'what'], built(name));
    expect(made.constructor.name).toBe(name);
    expect(made).toBeInstanceOf(built(name));
    if (made instanceof built('CodedError')) {
      expect(made).toMatchObject({ name, code: 'a.code', message: 'what' });
      expect(made.stack).toMatch(new RegExp(`^${name}: what(\n|$)`));
    }
  });

  test.each(classes.filter(({ base }) => base === 'CodedError'))('$name is a CodedError', ({ name }) => {
    expect(built(name).prototype).toBeInstanceOf(built('CodedError'));
  });
});
