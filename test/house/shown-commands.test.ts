import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pageAt, pages } from './documents.ts';

const example = readFileSync('config/schedule.yaml', 'utf8');
const codeOf = (path: string, language: string) =>
  pageAt(path)
    .blocks.filter((block) => block.language === language)
    .map(({ code }) => code);
const [first = ''] = codeOf('README.md', 'yaml');
const nameOf = (code: string) => /^# ([\w-]+\.yaml)\n/.exec(code)?.[1];

/** The schedules of a page that say in their first line which file they are, and those that every page means. */
function filesOf(path: string): Readonly<Record<string, string>> {
  const named = codeOf(path, 'yaml').flatMap((code) => {
    const name = nameOf(code);
    return name === undefined ? [] : [[name, code] as const];
  });
  return {
    'config/schedule.yaml': example,
    'draft.yaml': first.replace('"30 3 * * *"', '"0 30 3 * * ?"'),
    ...Object.fromEntries(named),
  };
}

const shown = pages.flatMap(([path, { blocks }]) =>
  blocks.flatMap(({ language, code }, at) => {
    const [, command] = /^(?:npm run -s nightshift --|nightshift) (.*)\n$/.exec(code) ?? [];
    const output = blocks[at + 1];
    return language === 'sh' && command !== undefined && output?.language === 'text'
      ? [{ path, command, output: output.code }]
      : [];
  }),
);
/** What the others print is DCS's affair, the journal's, the account's or a channel's. */
const still = shown.filter(({ command }) => /^(next|validate|triggers|event|policy)\b/.test(command));
/** They are run in test/nightshift/commands/shown-in-docs.test.ts and first-night.test.ts, and `stack` in test/e2e/readable-failures.test.ts. */
const elsewhere = [
  'deploy',
  'deploy --yes',
  'doctor',
  'history',
  'logs --run last',
  'logs --run last',
  'notify --channel team --sample failure',
  'pack --out dist/nightshift.zip',
  'plan defragment --schedule fragmented.yaml',
  'plan nightly-soft-restart',
  'plan reset-sessions --schedule quiet.yaml',
  'probe --instance 0f4b2c5e-6d0a-4d7e-9a52-2f0d3a3f6c11 --read-only',
  'retry last --follow',
  'run first-restart --dry-run',
  'run first-restart --follow',
  'show last',
  'show last',
  'stack < failure.txt',
  'status',
  'status',
];

describe('the commands in documents', () => {
  const top = mkdtempSync(join(tmpdir(), 'documents-'));
  const printed = new Map<object, string>();

  beforeAll(() => {
    const folders = new Map(pages.map(([path], at) => [path, join(top, String(at))]));
    for (const [path, folder] of folders)
      for (const [name, text] of Object.entries(filesOf(path))) {
        mkdirSync(dirname(join(folder, name)), { recursive: true });
        writeFileSync(join(folder, name), text);
      }
    const entries = still.map(({ path, command }) => ({
      folder: folders.get(path),
      args: command.split(' '),
    }));
    const { PATH, TZ } = process.env;
    const answer = execFileSync(
      process.execPath,
      ['test/house/run-one-by-one.mjs', JSON.stringify(entries)],
      {
        encoding: 'utf8',
        env: { PATH, TZ },
        stdio: ['ignore', 'pipe', 'ignore'],
      },
    );
    const texts: readonly string[] = JSON.parse(answer);
    for (const [at, one] of still.entries()) printed.set(one, texts[at] ?? '');
  });
  afterAll(() => rmSync(top, { recursive: true, force: true }));

  test('are found', () => {
    expect(still.length).toBeGreaterThan(8);
  });

  test.each(still)('of $path: nightshift $command prints what is shown', (one) => {
    expect(printed.get(one)).toBe(one.output);
  });

  test('are run elsewhere where they need more than a schedule', () => {
    const others = shown.filter((one) => !still.includes(one)).map(({ command }) => command);
    expect(others.toSorted()).toEqual(elsewhere);
  });

  test('run every recipe', () => {
    const run = new Set(still.map(({ command }) => /--schedule (\S+)/.exec(command)?.[1]));
    expect(codeOf('docs/recipes.md', 'yaml').filter((code) => !run.has(nameOf(code)))).toEqual([]);
  });
});
