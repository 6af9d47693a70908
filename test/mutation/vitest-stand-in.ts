import { expect } from 'vitest';

// Bundled in the place of vitest: collects the tests of a file, to be run again and again.

/** A test of a file. */
export type Collected = { readonly name: string; readonly run: () => unknown };

/** The tests of the files that were evaluated, in their order. */
export const collected: Collected[] = [];

export { expect };

type Body = (...given: readonly unknown[]) => unknown;
/** A name, options that are of no matter here, and what is to be done. */
type Rest = readonly [...options: readonly unknown[], body: Body];

let path: readonly string[] = [];

/** A test by its name. */
export function test(name: string, ...rest: Rest): void {
  const body = bodyOf(rest);
  collected.push({ name: [...path, name].join(' > '), run: () => body() });
}

/** A test for every one of the cases, numbered in their order. */
test.each =
  (cases: readonly unknown[]) =>
  (name: string, ...rest: Rest) => {
    const body = bodyOf(rest);
    for (const [index, given] of cases.entries())
      test(`${name} #${index + 1}`, () => body(...argumentsOf(given)));
  };

/** A group of tests. */
export function describe(name: string, ...rest: Rest): void {
  const above = path;
  path = [...above, name];
  bodyOf(rest)();
  path = above;
}

/** A group for every one of the cases. */
describe.each =
  (cases: readonly unknown[]) =>
  (name: string, ...rest: Rest) => {
    const body = bodyOf(rest);
    for (const [index, given] of cases.entries())
      describe(`${name} #${index + 1}`, () => body(...argumentsOf(given)));
  };

function bodyOf(rest: readonly unknown[]): Body {
  const body = rest.findLast((each) => typeof each === 'function');
  if (typeof body !== 'function') throw new TypeError('a test has something to do');
  return body as Body;
}

const argumentsOf = (given: unknown): readonly unknown[] => (Array.isArray(given) ? given : [given]);
