import { describe, expect, test } from 'vitest';
import { type Diagnostic, firstTold } from '../../../functions/maintenance/document/diagnostic.ts';

const found = (line: number, severity: Diagnostic['severity'] = 'error'): Diagnostic => ({
  ...{ file: 'schedule.yaml', line, column: 1, path: `k${line}`, severity, code: 'key.unknown' },
  message: 'found - expected',
});
const lines = (count: number, severity?: Diagnostic['severity']) =>
  Array.from({ length: count }, (_, index) => found(index + 1, severity));

describe('of the findings of a file', () => {
  test('a hundred are told as they are', () => {
    expect(firstTold(lines(100))).toEqual(lines(100));
  });

  test('of more the first hundred are told, and how many there are besides, at the place of the first of those', () => {
    const told = firstTold(lines(60_000));
    expect(told.slice(0, 100)).toEqual(lines(100));
    expect(told.slice(100)).toEqual([
      {
        ...{
          file: 'schedule.yaml',
          line: 101,
          column: 1,
          path: '',
          severity: 'error',
          code: 'findings.more',
        },
        message: '59900 errors more, from here on - expected those that are told mended first',
      },
    ]);
  });

  test('no error is left out for warnings above it', () => {
    const told = firstTold([...lines(150, 'warning'), found(151), found(152)]);
    expect(told.filter(({ severity }) => severity === 'error').map(({ line }) => line)).toEqual([151, 152]);
    expect(told.map(({ line }) => line).slice(95)).toEqual([96, 97, 98, 151, 152, 99]);
    expect(told.at(-1)).toMatchObject({
      severity: 'warning',
      message: expect.stringMatching(/^52 warnings /),
    });
  });
});
