import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { resolve } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { pageAt } from '../house/documents.ts';

const programs = {
  cloud: [resolve('dist/local/nightshift.mjs'), 'cloud'],
  start: [resolve('dist/local/start.mjs')],
} as const;

function run(program: keyof typeof programs, args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...programs[program], ...args], {
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

describe('the options of the local cloud', () => {
  test.each([
    [
      ['--scale', 'abc'],
      "option '--scale <times>' argument 'abc' is invalid. Expected a number from 1 to 1000.",
    ],
    [['--scale', '0'], "argument '0' is invalid. Expected a number from 1 to 1000."],
    [['--scale', '1e9'], 'Expected a number from 1 to 1000.'],
    [['--scale'], "option '--scale <times>' argument missing"],
    [['--port', '80.5'], 'Expected a whole number from 0 to 65535.'],
    [['--port', '-1'], 'Expected a whole number from 0 to 65535.'],
    [['--prot', '1'], "unknown option '--prot'\n(Did you mean --port?)"],
    [['now'], "too many arguments for 'cloud'"],
  ])('%j end with 2 and a sentence', (args, said) => {
    const { status, stdout, stderr } = run('cloud', args);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain(said);
    expect(stderr).toMatch(
      /^error: .*\n(?:\(.*\)\n)?nightshift --help, or --help after a command, tells more\n$/,
    );
  });

  test.each([
    ['cloud', 'nightshift cloud'],
    ['start', 'start'],
  ] as const)('%s --help helps', (program, name) => {
    const { status, stdout, stderr } = run(program, ['--help']);
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(new RegExp(`^Usage: ${name} \\[options\\]\n`));
  });

  test('npm start says of an option that it does not know', () => {
    expect(run('start', ['--jsn'])).toMatchObject({
      status: 2,
      stdout: '',
      stderr: expect.stringContaining("unknown option '--jsn'\n(Did you mean --json?)"),
    });
  });

  test('a port that is in use is said to be that', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const address = server.address();
    const port = typeof address === 'object' ? String(address?.port) : '';
    expect(run('cloud', ['--port', port])).toEqual({
      status: 1,
      stdout: '',
      stderr: `nightshift: port ${port} is in use by another program - expected a free one, or none for any\n`,
    });
  });
});

test('ends well by SIGTERM as by Ctrl-C, and says what happened', async () => {
  const child = spawn(process.execPath, [...programs.cloud, '--scale', '60']);
  let said = '';
  child.stdout.on('data', (chunk) => {
    if (!said.includes('Ctrl-C ends it.') && `${said}${chunk}`.includes('Ctrl-C ends it.'))
      child.kill('SIGTERM');
    said += String(chunk);
  });
  expect(await once(child, 'close')).toEqual([0, null]);
  expect(said).toContain('60 times as fast as real time');
  expect(said).toMatch(/\n0 things happened, 0 messages came in\.\n$/);
});

test('npm start plays the schedule that ships at its own time, by its tick, and tells what it changed', () => {
  const { status, stdout, stderr } = run('start', ['--once', '--json']);
  expect(status).toBe(0);
  const { summaries, audit } = JSON.parse(stdout) as {
    summaries: { run: string; status: string; counts: Record<string, number> }[];
    audit: { kind: string; cause?: string; phase?: string; at: number }[];
  };
  // Of ten instances, two need it.
  expect(summaries).toMatchObject([
    {
      run: 'defragment@2026-12-07T03:30:00+08:00',
      status: 'succeeded',
      counts: { selected: 10, succeeded: 2, skipped: 8 },
    },
    { run: 'nightly-soft-restart@2026-12-07T03:30:00+08:00', status: 'partial' },
  ]);
  const begun = audit.filter(({ kind, phase }) => kind === 'invocation' && phase === 'begins');
  expect(new Set(begun.map(({ cause }) => cause))).toEqual(new Set(['timer']));
  expect(new Date(begun[0]?.at ?? 0).toISOString().slice(0, 16)).toBe('2026-12-06T19:30');
  expect(shownLines.length).toBeGreaterThan(20);
  expect(missingInOrder(shownLines, stderr.replace(/127\.0\.0\.1:\d+/, somewhere).split('\n'))).toEqual([]);
});

/** Where the local cloud listens is the machine's affair. */
const somewhere = 'this machine';

/** What the README shows of it, cut at the dots; where the page is, is the machine's affair. */
const shownLines = (
  pageAt('README.md').blocks.find(({ code }) => code.startsWith('Local Huawei Cloud'))?.code ?? ''
)
  .replace(/127\.0\.0\.1:\d+/, somewhere)
  .split('\n')
  .filter((line) => !/^( *\.\.\.|All messages .*|The page stays .*|)$/.test(line));

/** Those of some lines that do not stand in others, or not after the ones before them. */
function missingInOrder(some: readonly string[], others: readonly string[]): readonly string[] {
  let from = 0;
  return some.filter((line) => {
    const at = others.indexOf(line, from);
    if (at >= 0) from = at + 1;
    return at < 0;
  });
}

test('npm start that is interrupted in the middle of its night says where it stopped and ends with 130', async () => {
  const child = spawn(process.execPath, [...programs.start, '--json']);
  let [said, json] = ['', ''];
  child.stdout.on('data', (chunk) => {
    json += String(chunk);
  });
  child.stderr.on('data', (chunk) => {
    if (!said.includes('accepted') && `${said}${chunk}`.includes('accepted')) child.kill('SIGINT');
    said += String(chunk);
  });
  expect(await once(child, 'close')).toEqual([130, null]);
  const left =
    /interrupted: the night on the local cloud stops at 03:\d\d:\d\d, with 0 of 2 runs told; nothing outside/;
  expect(said).toMatch(left);
  expect(JSON.parse(json)).toEqual({ error: { code: 'interrupted', message: expect.stringMatching(left) } });
});
