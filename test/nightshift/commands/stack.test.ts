import { describe, expect, test } from 'vitest';
import { resolvePlaces } from '../../../functions/nightshift/commands/stack.ts';

const unknown = { builds: { asked: undefined, here: '1.2.3+here' }, mapOf: () => undefined };

describe('a text in which places are looked up', () => {
  test.each([
    ['a megabyte without a blank', 'x'.repeat(1_000_000)],
    ['a megabyte of folders', '/dist'.repeat(200_000)],
    ['a hundred thousand places in one line', '/code/index.js:2:486,'.repeat(100_000)],
  ])('comes back as it is where nothing is known: %s', (_, text) => {
    const looked: string[] = [];
    const read = resolvePlaces(text, {
      ...unknown,
      mapOf: (build, file) => {
        looked.push(`${build} ${file}`);
        return undefined;
      },
    });
    expect(read.text).toBe(text);
    // Every place is looked up once, however long the line is.
    expect(looked).toHaveLength(text.split('index.js:').length - 1);
    expect(read.complaints).toHaveLength(1);
  });

  test('keeps what stands around a place, and lines of packages', () => {
    const text =
      'at handler (/opt/function/code/index.js:2:486)\r\nat x (/code/node_modules/a/index.js:1:1)\r\n';
    expect(resolvePlaces(text, unknown).text).toBe(text);
  });
});
