import { describe, expect, test } from 'vitest';
import { codeOf, reachable, readSources } from './sources.ts';

const sources = readSources('functions');
const paths = [...sources.keys()];

/** Rooms that reach the world only through their arguments. */
const pureRooms = [
  'maintenance/schedule',
  'maintenance/plan',
  'maintenance/run',
  'maintenance/report',
  'maintenance/document',
  'maintenance/secrets',
  'maintenance/foundation',
];
const pure = paths.filter((path) => pureRooms.some((room) => path.startsWith(`functions/${room}/`)));

/** The half of a run that decides: what the journal means, and what to do next. */
const deciding = reachable(
  ['functions/maintenance/run/fold.ts', 'functions/maintenance/run/next-commands.ts'],
  sources,
  { types: false },
);

const allowedPackages: ReadonlySet<string> = new Set(['yaml', 'zod/mini']);

/** The clock, chance, the environment, the network, the terminal, and what differs from machine to machine. */
const worldly = [
  /\bDate\.now\b/,
  /\bnew Date(\(\)|\b(?!\())/,
  /(?<!new )\bDate\(/,
  /\bperformance\b/,
  /\bMath\.random\b/,
  /\bcrypto\b/,
  /\bset(Timeout|Interval|Immediate)\b/,
  /\bprocess\./,
  /\bglobalThis\b/,
  /\bfetch\(/,
  /\bconsole\./,
  // Where the characters of a text end is the same for everybody; all else in Intl is a locale or a zone.
  /\bIntl\.(?!Segmenter\b)/,
  /\.toLocale\w*\(/,
  /\.get(FullYear|Month|Date|Day|Hours|Minutes|Seconds|TimezoneOffset)\(/,
  /\brequire\(/,
  /\bimport\.meta\b/,
];

describe('the pure rooms', () => {
  test('have files', () => {
    for (const room of pureRooms)
      expect(pure.filter((path) => path.startsWith(`functions/${room}/`)).length).toBeGreaterThan(3);
  });

  test('reach no file outside themselves, not even for a type', () => {
    const strangers = reachable(pure, sources, { types: true }).filter(({ path }) => !pure.includes(path));
    expect(strangers.map(({ path }) => path)).toEqual([]);
  });

  test('use no module of Node.js, and of all packages only yaml and zod/mini', () => {
    const outside = reachable(pure, sources, { types: true }).flatMap(({ path, imports }) =>
      imports
        .filter(({ to, ours }) => !ours && !allowedPackages.has(to))
        .map(({ to }) => `${path} imports ${to}`),
    );
    expect(outside).toEqual([]);
  });

  test('know no clock, chance, environment or machine of their own', () => {
    const found = reachable(pure, sources, { types: false }).flatMap((source) => {
      const code = codeOf(source);
      return worldly
        .flatMap((pattern) => pattern.exec(code)?.[0] ?? [])
        .map((word) => `${source.path}: ${word}`);
    });
    expect(found).toEqual([]);
  });
});

describe('the half of a run that decides', () => {
  test('is the one that was meant', () => {
    const names = deciding.map(({ path }) => path.replace('functions/maintenance/run/', ''));
    expect(names).toEqual(
      expect.arrayContaining(['choose-call.ts', 'conclude.ts', 'instance-changes.ts', 'judge-watched.ts']),
    );
  });

  test('knows neither the driver nor a port, and waits for nothing', () => {
    const doing = ['driver.ts', 'open-run.ts', 'journal.ts'].map(
      (name) => `functions/maintenance/run/${name}`,
    );
    expect(deciding.filter(({ path }) => doing.includes(path))).toEqual([]);
    const waiting = deciding.filter((source) => /\b(async|await|Promise)\b/.test(codeOf(source)));
    expect(waiting.map(({ path }) => path)).toEqual([]);
  });
});

describe('what is looked for', () => {
  test.each([
    'Date.now()',
    'new Date()',
    'new Date',
    'Date()',
    'Math.random()',
    'process.env',
    'setTimeout(f)',
    'new Intl.DateTimeFormat()',
    'when.getHours()',
  ])('is found in %s', (code) => {
    expect(worldly.some((pattern) => pattern.test(code))).toBe(true);
  });

  test.each([
    'new Date(at)',
    'Date.parse(text)',
    'Date.UTC(2026, 0)',
    'when.getUTCHours()',
    'processed.length',
  ])('is not found in %s', (code) => {
    expect(worldly.filter((pattern) => pattern.test(code))).toEqual([]);
  });
});
