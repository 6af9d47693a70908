import { expect, test } from 'vitest';
import { environmentOf } from '../../../functions/maintenance/runtime/function-context.ts';

test.each([
  ['of the function alone', 'function', undefined, 'function'],
  ['of the process alone', undefined, 'process', 'process'],
  ['of both: the function’s, which may be the encrypted one', 'function', 'process', 'function'],
  ['of the process, empty', undefined, '', undefined],
  ['of neither', undefined, undefined, undefined],
])('a variable %s', (_, ofFunction, ofProcess, expected) => {
  const userData = (name: string) => (name === 'COLOR' ? ofFunction : undefined);
  expect(environmentOf({ userData }, { COLOR: ofProcess })('COLOR')).toBe(expected);
});

test('a variable is asked for anew at every use: an instance outlives a change of its settings', () => {
  let color = 'red';
  const lookup = environmentOf({ userData: () => color }, {});
  expect(lookup('COLOR')).toBe('red');
  color = 'blue';
  expect(lookup('COLOR')).toBe('blue');
});
