import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { columns, wings } from './columns.ts';
import { reachable, readSources } from './sources.ts';

const sources = readSources('functions');

/**
 * A cloud that knew how we decide would agree with us: beside its demonstration, the local cloud has our wire format,
 * the words of a run's ports and of errors, and what its inbox draws.
 */
const cloudMayImport =
  /^functions\/maintenance\/(huawei|report|foundation)\/|^functions\/maintenance\/run\/fleet\.ts$/;

const places = wings.flatMap((wing) => columns[wing].map((room) => `functions/${wing}/${room}`));
const placeOf = (path: string) => path.split('/').slice(0, 3).join('/');
/** Files of a wing's own, beside its rooms: the programs, which put everything together. */
const isProgram = (path: string) => /^functions\/[^/]+\.ts$/.test(path);
/** What builds the programs is in none of them. */
const ofRooms = [...sources.values()].filter(
  ({ path }) => !isProgram(path) && !path.startsWith('functions/build/'),
);

describe('imports between rooms', () => {
  test('every file is of a room, and every room has files', () => {
    expect([...new Set(ofRooms.map(({ path }) => placeOf(path)))].sort()).toEqual([...places].sort());
  });

  test('never lead up, types included', () => {
    const upwards = ofRooms.flatMap(({ path, imports }) =>
      imports
        .filter(
          ({ to, ours }) =>
            ours && (isProgram(to) || places.indexOf(placeOf(to)) < places.indexOf(placeOf(path))),
        )
        .map(({ to }) => `${path} imports ${to}`),
    );
    expect(upwards).toEqual([]);
  });

  test('of the local cloud lead to nothing that decides', () => {
    const strays = ofRooms
      .filter(
        ({ path }) =>
          path.startsWith('functions/minicloud/') && !path.startsWith('functions/minicloud/demo/'),
      )
      .flatMap(({ path, imports }) =>
        imports
          .filter(
            ({ to, ours }) => ours && !to.startsWith('functions/minicloud/') && !cloudMayImport.test(to),
          )
          .map(({ to }) => `${path} imports ${to}`),
      );
    expect(strays).toEqual([]);
  });
});

describe('the rooms of deploying', () => {
  const deploy = 'functions/nightshift/deploy/';
  /** As a column, too; the files beside them take the steps, and stand on all of them. */
  const rooms = ['', 'account', 'pack', 'function', 'policy', 'triggers', 'serverless'];
  const roomOf = (path: string) => path.slice(deploy.length).split('/').slice(0, -1).join('/');
  const files = [...sources.values()].filter(({ path }) => path.startsWith(deploy));

  test('are these', () => {
    expect([...new Set(files.map(({ path }) => roomOf(path)))].sort()).toEqual([...rooms].sort());
  });

  test('import nothing from a room above', () => {
    const upwards = files.flatMap(({ path, imports }) =>
      imports
        .filter(({ to }) => to.startsWith(deploy) && rooms.indexOf(roomOf(to)) < rooms.indexOf(roomOf(path)))
        .map(({ to }) => `${path} imports ${to}`),
    );
    expect(upwards).toEqual([]);
  });
});

test('every import of ours leads to a file that exists', () => {
  const all = [...sources.values(), ...readSources('test', '').values()];
  const targets = all.flatMap(({ path, imports }) =>
    imports
      .filter(({ to, ours }) => ours && /\.(ts|mjs)$/.test(to) && !existsSync(to))
      .map(({ to }) => `${path}: ${to}`),
  );
  expect(targets).toEqual([]);
});

describe('what is deployed', () => {
  const deployed = reachable(['functions/maintenance.ts'], sources, { types: true }).map(({ path }) => path);

  test('is all of its wing, and nothing else', () => {
    expect(deployed.length).toBeGreaterThan(200);
    const wing = [...sources.keys()].filter((path) => /^functions\/maintenance(\/.*)?\.ts$/.test(path));
    // What is declared for packages without types is reached by no import.
    const declared = wing.filter((path) => !path.endsWith('.d.ts'));
    expect([...deployed].sort()).toEqual([...declared].sort());
  });
});

test('what a tick with nothing to do needs of the schedule holds no schema', () => {
  const idle = reachable(['functions/maintenance/schedule/resolve-environment.ts'], sources, {
    types: false,
  });
  expect(idle.map(({ path }) => path)).toContain('functions/maintenance/schedule/channels/chat-addresses.ts');
  const schemas = idle.filter(({ imports }) =>
    imports.some(({ to, typeOnly }) => to === 'zod/mini' && !typeOnly),
  );
  expect(schemas.map(({ path }) => path)).toEqual([]);
});

test('no files import each other in a circle, types included', () => {
  const done = new Set<string>();
  const circles: string[] = [];
  const visit = (path: string, above: readonly string[]): void => {
    const start = above.indexOf(path);
    if (start >= 0) circles.push([...above.slice(start), path].join(' -> '));
    if (start >= 0 || done.has(path)) return;
    for (const { to, ours } of sources.get(path)?.imports ?? []) if (ours) visit(to, [...above, path]);
    done.add(path);
  };
  for (const path of sources.keys()) visit(path, []);
  expect(circles).toEqual([]);
});
