import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { resolve } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';

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
  expect(said).toContain("60 times as fast as the wall's");
  expect(said).toMatch(/\n0 things happened, 0 messages came in\.\n$/);
});
