import { Readable, Writable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { realClock } from '../../../functions/maintenance/runtime/real-clock.ts';
import { runCommandLine } from '../../../functions/nightshift/commands/run-command-line.ts';
import { openInterruption } from '../../../functions/nightshift/place/interruption.ts';
import { confirmChange, openTerminal, type Streams } from '../../../functions/nightshift/place/terminal.ts';
import { displayWidth } from '../../../functions/nightshift/place/terminal-text.ts';
import { escapes, withFiles } from '../commands/run-nightshift.ts';

const schedule = `version: 1
timezone: Asia/Shanghai
regions: { beijing: { region: cn-north-4, projectId: "0123456789abcdef0123456789abcdef" } }
calendars: { freeze: [{ from: 2026-11-10, to: 2026-11-12, reason: Double 11 }] }
jobs:
  nightly:
    action: restart
    cron: "30 3 * * *"
    window: 20m
    targets: { region: beijing, names: ["cache-*"] }
    skipOn: [freeze]
`;

/** A stream that keeps what is written to it, and may be a terminal of so many columns. */
function memory(columns?: number) {
  const chunks: string[] = [];
  const stream = new Writable({
    write(chunk, _, done) {
      chunks.push(String(chunk));
      done();
    },
  });
  // A cursor that goes nowhere: what is written is looked at, not where.
  const cursor = { cursorTo: () => true, moveCursor: () => true, clearLine: () => true };
  const terminal = columns === undefined ? {} : { isTTY: true, columns, ...cursor };
  return { stream: Object.assign(stream, terminal), text: () => chunks.join('') };
}

async function runOn(args: readonly string[], columns: number | undefined, env: NodeJS.ProcessEnv = {}) {
  const [out, err] = [memory(columns), memory(columns)];
  const streams = {
    stdin: { isTTY: false },
    stdout: out.stream,
    stderr: err.stream,
    env,
  } as unknown as Streams;
  const interruption = openInterruption();
  const terminal = openTerminal(streams, interruption);
  const code = await runCommandLine(args, {
    ...{ terminal, interruption, environment: {}, clock: realClock },
  });
  return { code, stdout: out.text(), stderr: err.text() };
}

function openedOn(streams: object, interruption = openInterruption()) {
  return openTerminal({ env: {}, ...streams } as unknown as Streams, interruption);
}

const commands = [
  ['next', '--from', '2026-11-09', '--days', '5'],
  ['validate'],
  ['validate', '--json'],
  ['--help'],
  ['next', '--help'],
];

describe('by hand and piped', () => {
  test.each(commands)('%s says the same where there is room', async (...args) => {
    await withFiles({ 'schedule.yaml': schedule }, async (_, folder) => {
      const file = args.includes('--help') ? [] : ['--schedule', `${folder}/schedule.yaml`];
      const piped = await runOn([...args, ...file], undefined);
      const byHand = await runOn([...args, ...file], 120);
      // Where something is wrong is a line for other programs, and as many as it takes for people.
      const told = byHand.stdout.replace(escapes, '').replace(/\n {4}(?=[^ |])/g, ' ');
      expect(told).toBe(piped.stdout.replace(/\n {4}(?=[^ |])/g, ' '));
      expect(byHand.code).toBe(piped.code);
    });
  });

  test.each(commands)('%s says the same whatever the environment tells of terminals', async (...args) => {
    await withFiles({ 'schedule.yaml': schedule }, async (nightshift) => {
      const plain = await nightshift(args);
      for (const environment of [
        { FORCE_COLOR: '3', COLUMNS: 'wide', LINES: '5', TERM: 'xterm-256color' },
        { NO_COLOR: '1', TERM: 'dumb', CI: 'true', LANG: 'zh_CN.UTF-8' },
      ])
        expect(await nightshift(args, environment)).toEqual(plain);
    });
  });

  test('only a terminal that wants colours gets them', async () => {
    await withFiles({ 'schedule.yaml': schedule }, async (_, folder) => {
      const args = ['next', '--from', '2026-11-09', '--days', '5', '--schedule', `${folder}/schedule.yaml`];
      expect((await runOn(args, 80)).stdout).toMatch(escapes);
      expect((await runOn(args, 80, { NO_COLOR: '1' })).stdout).not.toMatch(escapes);
      expect((await runOn(args, 80, { TERM: 'dumb' })).stdout).not.toMatch(escapes);
      expect((await runOn(args, undefined)).stdout).not.toMatch(escapes);
    });
  });
});

describe('on a narrow terminal', () => {
  const widths = [40, 50, 60, 80, 100];
  const narrow = commands.filter((args) => !args.includes('--json'));

  test.each(narrow)('no line of %s is broken by the terminal', async (...args) => {
    await withFiles({ 'schedule.yaml': schedule }, async (_, folder) => {
      const file = args.includes('--help') ? [] : ['--schedule', `${folder}/schedule.yaml`];
      for (const columns of widths)
        for (const [tty, env] of [
          [columns, {}],
          [undefined, { COLUMNS: String(columns) }],
          [200, { COLUMNS: String(columns) }],
        ] as const) {
          const { stdout } = await runOn([...args, ...file], tty, env);
          const lines = stdout.replace(escapes, '').split('\n');
          for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(columns);
        }
    });
  });
});

describe('what must not be seen', () => {
  test('is replaced in whatever is said, from when it is known on', () => {
    const [out, err] = [memory(), memory()];
    const terminal = openedOn({ stdout: out.stream, stderr: err.stream });
    terminal.print('hunter2');
    terminal.hide(['hunter2-hunter2']);
    terminal.print('hunter2-hunter2 and more');
    terminal.complain('not hunter2-hunter2');
    expect(out.text()).toBe('hunter2\n[redacted] and more\n');
    expect(err.text()).toBe('not [redacted]\n');
  });
});

describe('progress', () => {
  test('is shown to people, on standard error', () => {
    const [out, err] = [memory(80), memory(80)];
    const terminal = openedOn({ stdout: out.stream, stderr: err.stream });
    terminal.progress('asking DCS')();
    expect(err.text()).toContain('asking DCS');
    expect(out.text()).toBe('');
  });

  test('is not written into a file', () => {
    const [out, err] = [memory(80), memory()];
    const terminal = openedOn({ stdout: out.stream, stderr: err.stream });
    terminal.progress('asking DCS')();
    expect(out.text() + err.text()).toBe('');
  });
});

test.each([
  ['y', true],
  [' YES ', true],
  ['', false],
  ['n', false],
  ['yesterday', false],
])('a person is asked on standard error, and %j is taken for yes: %j', async (answer, yes) => {
  const err = memory(80);
  const keys = Object.assign(Readable.from([`${answer}\n`]), { isTTY: true });
  const interruption = openInterruption();
  const terminal = openedOn({ stdin: keys, stdout: memory().stream, stderr: err.stream }, interruption);
  terminal.hide(['canary']);
  expect(await confirmChange('Deploy canary?', terminal)).toBe(yes);
  // Though nothing comes after the answer.
  expect(interruption.exitCode()).toBeUndefined();
  expect(err.text()).toContain('Deploy ');
  expect(err.text()).not.toContain('canary');
});

test('where there is no terminal nobody is asked', async () => {
  const streams = {
    stdin: Readable.from(['yes\n']),
    stdout: memory().stream,
    stderr: memory(80).stream,
  };
  const asked = confirmChange('Deploy?', openedOn(streams));
  await expect(asked).rejects.toMatchObject({ code: 'deploy.unconfirmed' });
});
