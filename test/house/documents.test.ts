import { existsSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { describe, expect, test } from 'vitest';
import { documents } from './documents.ts';

const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'));

test('documents are found', () => {
  expect(documents.size).toBeGreaterThan(20);
});

describe.each([...documents])('%s', (_, { text, proseLines }) => {
  test('has no line over 120 characters, outside of code', () => {
    // What a wide table holds is easier to read as a list.
    const rows = text.split('\n').filter((line) => /^\|.*\|$/.test(line));
    expect([...proseLines, ...rows].filter((line) => line.length > 120)).toEqual([]);
  });
});

describe.each([...documents])('%s', (path, { text, links, blocks, quoted }) => {
  test('leads to files, and places in them, that exist', () => {
    const inside = links.filter((link) => !link.startsWith('https://'));
    const broken = inside.filter((link) => {
      const [file = '', anchor] = link.split('#');
      const target = file === '' ? path : posix.join(posix.dirname(path), file);
      if (!existsSync(target)) return true;
      return anchor !== undefined && !documents.get(target)?.anchors.includes(decodeURIComponent(anchor));
    });
    expect(broken).toEqual([]);
  });

  test('names commands that package.json has', () => {
    const shell = [...quoted, ...blocks.filter(({ language }) => language === 'sh').map(({ code }) => code)];
    const named = shell.flatMap((line) => [...line.matchAll(/\bnpm (?:run )?(?:-s )?([\w:-]+)/g)]);
    const missing = named.map(([, script = '']) => script).filter((script) => !/^(ci|install)$/.test(script));
    expect(missing.filter((script) => !Object.hasOwn(scripts, script))).toEqual([]);
  });

  test('shows no path of a machine and no registry', () => {
    expect(text).not.toMatch(/(^|[\s"'`(])\/(work|tmp|home|root|Users|var)\b/m);
    expect(text).not.toMatch(/registry\.|npmjs|artifactory|localhost:\d/);
  });
});
