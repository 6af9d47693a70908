import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { columns } from './columns.ts';

const text = readFileSync('CONTRIBUTING.md', 'utf8');

test.each(Object.entries(columns))('CONTRIBUTING draws the rooms of %s in their order', (wing, rooms) => {
  const picture = new RegExp(`^${wing} .*\\n((?: {2}.*\\n)+)`, 'm').exec(text)?.[1] ?? '';
  const drawn = picture.split('\n').flatMap((line) => {
    // Rooms beside each other stand in one line, two spaces apart.
    const names = /^ {2}((?:[a-z]+ {2})*[a-z]+)/.exec(line)?.[1] ?? '';
    return names.split('  ').filter((name) => rooms.includes(name));
  });
  expect(drawn).toEqual(rooms);
});

test('every file and folder that CONTRIBUTING names is there', () => {
  const linked = [...text.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map(([, path = '']) => path);
  const named = [...text.matchAll(/`((?:functions|test|config)\/[\w./-]+)`/g)].map(([, path = '']) => path);
  expect(linked.length).toBeGreaterThan(20);
  expect([...linked, ...named].filter((path) => !existsSync(path))).toEqual([]);
});

test('every room that a change may belong to is one', () => {
  const section = /### Where does a change belong\?\n([\s\S]*?)\n###/.exec(text)?.[1] ?? '';
  const places = [...section.matchAll(/`([a-z]+(?:\/[\w-]+(?:\.ts)?)*)`/g)].map(([, place = '']) => place);
  expect(places.length).toBeGreaterThan(15);
  const known = (place: string) =>
    ['functions', 'functions/maintenance', 'functions/nightshift'].some((wing) =>
      existsSync(`${wing}/${place}`),
    );
  expect(places.filter((place) => !known(place))).toEqual([]);
});
