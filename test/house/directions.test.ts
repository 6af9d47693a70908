import { describe, expect, test } from 'vitest';
import { reachable, readSources } from './sources.ts';

const sources = readSources('functions');

/**
 * What each room may import of the others, types included: a whole room, or single files of one. The way of the
 * data is schedule, plan, run, report, notify; nobody looks back up it.
 */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  schedule: [],
  plan: ['schedule/'],
  run: ['plan/', 'schedule/'],
  report: ['run/', 'plan/', 'schedule/'],
  deployment: ['schedule/', 'run/coded-error.ts'],
  notify: ['report/', 'run/clock.ts', 'run/coded-error.ts', 'schedule/channels/'],
  journal: ['run/', 'huawei/'],
  huawei: [
    'plan/instance.ts',
    'plan/facts.ts',
    'run/',
    'schedule/schema.ts',
    'notify/redact.ts',
    'notify/redact-deep.ts',
  ],
  runtime: ['schedule/', 'plan/', 'run/', 'report/', 'notify/', 'huawei/', 'journal/'],
  doctor: ['schedule/', 'deployment/', 'run/', 'notify/', 'huawei/', 'journal/'],
  'command-line': [
    'doctor/',
    'schedule/',
    'plan/',
    'run/',
    'report/',
    'runtime/',
    'notify/',
    'huawei/',
    'deployment/',
  ],
  // A cloud that knew how we decide would agree with us: it has our wire format and words of error, no more.
  minicloud: ['huawei/', 'run/clock.ts', 'run/coded-error.ts', 'run/fleet.ts', 'run/backups.ts', 'report/'],
};

/** Single files that are let further: the demonstration tells its inbox samples the way that the function tells. */
const alsoMayImport: Readonly<Record<string, readonly string[]>> = {
  'functions/minicloud/tell-samples.ts': [
    'notify/create-channel.ts',
    'notify/sample-notice.ts',
    'schedule/channels/channel-settings.ts',
  ],
  'functions/minicloud/sample-topic.ts': ['notify/topic.ts'],
};

const inRooms = [...sources.values()].filter(({ path }) => path.split('/').length > 2);

function roomOf(path: string): string {
  return path.split('/')[1] ?? '';
}

describe('imports between rooms', () => {
  test('every room has its line in the table', () => {
    expect([...new Set(inRooms.map(({ path }) => roomOf(path)))].sort()).toEqual(
      Object.keys(mayImport).sort(),
    );
  });

  test.each(Object.entries(mayImport))('%s imports nothing but %j', (room, allowed) => {
    const strays = inRooms
      .filter(({ path }) => roomOf(path) === room)
      .flatMap(({ path, imports }) =>
        imports
          .filter(({ to, ours }) => ours && roomOf(to) !== room)
          .filter(
            ({ to }) =>
              ![...allowed, ...(alsoMayImport[path] ?? [])].some((prefix) =>
                to.startsWith(`functions/${prefix}`),
              ),
          )
          .map(({ to }) => `${path} imports ${to}`),
      );
    expect(strays).toEqual([]);
  });

  test('the table itself leads in no circle', () => {
    const visit = (room: string, above: readonly string[]): void => {
      expect(above).not.toContain(room);
      for (const prefix of mayImport[room] ?? []) visit(roomOf(`functions/${prefix}`), [...above, room]);
    };
    for (const room of Object.keys(mayImport)) visit(room, []);
  });
});

test('every import of ours leads to a file that exists', () => {
  const all = new Map([...sources, ...readSources('test', '')]);
  const targets = [...all.values()].flatMap(({ path, imports }) =>
    imports
      .filter(({ to, ours }) => ours && /\.(ts|mjs)$/.test(to) && !all.has(to))
      .map(({ to }) => `${path}: ${to}`),
  );
  expect(targets).toEqual([]);
});

describe('what is deployed', () => {
  const deployed = reachable(['functions/maintenance.ts'], sources, { types: true }).map(({ path }) => path);

  test('has the parts of a run in it', () => {
    expect(deployed).toEqual(
      expect.arrayContaining([
        'functions/run/driver.ts',
        'functions/huawei/dcs-fleet.ts',
        'functions/notify/webhook-channel.ts',
        'functions/schedule/parse-schedule.ts',
      ]),
    );
  });

  test('has neither the local cloud nor a test in it', () => {
    expect(deployed.filter((path) => /^(test|functions\/minicloud)\//.test(path))).toEqual([]);
  });

  test('nothing else than maintenance.ts and nightshift.ts lies outside the rooms', () => {
    const outside = [...sources.keys()].filter((path) => path.split('/').length === 2);
    const expected = ['functions/maintenance.ts', 'functions/nightshift.ts'];
    expect(outside.filter((path) => !expected.includes(path))).toEqual([]);
  });
});

test('what a tick with nothing to do needs of the schedule holds no schema', () => {
  const idle = reachable(['functions/schedule/resolve-environment.ts'], sources, { types: false });
  expect(idle.map(({ path }) => path)).toContain('functions/schedule/channels/feishu-flaws.ts');
  const schemas = idle.filter(({ imports }) =>
    imports.some(({ to, typeOnly }) => to === 'zod/mini' && !typeOnly),
  );
  expect(schemas.map(({ path }) => path)).toEqual([]);
});

test('no files import each other in a circle, types left aside', () => {
  const done = new Set<string>();
  const circles: string[] = [];
  const visit = (path: string, above: readonly string[]): void => {
    const start = above.indexOf(path);
    if (start >= 0) circles.push([...above.slice(start), path].join(' -> '));
    if (start >= 0 || done.has(path)) return;
    for (const { to, ours, typeOnly } of sources.get(path)?.imports ?? [])
      if (ours && !typeOnly) visit(to, [...above, path]);
    done.add(path);
  };
  for (const path of sources.keys()) visit(path, []);
  expect(circles).toEqual([]);
});
