import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { realClock } from '../../../functions/maintenance/runtime/real-clock.ts';
import { addCloud } from '../../../functions/minicloud/demo/add-cloud.ts';
import { addTry } from '../../../functions/minicloud/demo/add-try.ts';
import { runCommandLine } from '../../../functions/nightshift/commands/run-command-line.ts';
import { openInterruption } from '../../../functions/nightshift/place/interruption.ts';
import { openTerminal, type Streams } from '../../../functions/nightshift/place/terminal.ts';

/** What the program answers, in this process. */
async function said(...args: readonly string[]): Promise<string> {
  let text = '';
  const stream = new Writable({
    write(chunk, _, done) {
      text += String(chunk);
      done();
    },
  });
  const streams = { stdin: Readable.from([]), stdout: stream, stderr: stream, env: {} } as object as Streams;
  const interruption = openInterruption();
  const context = {
    terminal: openTerminal(streams, interruption),
    interruption,
    environment: {},
    clock: realClock,
  };
  expect(await runCommandLine(args, context, { try: async () => addTry, cloud: async () => addCloud })).toBe(
    0,
  );
  return text;
}

/** The options in the help of a command. */
const optionsIn = (help: string) =>
  [...help.matchAll(/^ {2}(?:-\w, )?(--[a-z-]+)/gm)].map(([, option = '']) => option);

const all = await said('--help');
const listed = [...all.matchAll(/^ {2}([a-z]+)(?: \S+)? {2,}(\S.*)$/gm)].filter(
  ([, name]) => name !== 'help',
);

test('the help of the program has every command in a line, its verb first', () => {
  const list = all.slice(all.indexOf('Commands:\n') + 'Commands:\n'.length).split('\n\n')[0] ?? '';
  expect(listed.length).toBeGreaterThan(15);
  // A line for each, and the one of `help` itself.
  expect(list.split('\n')).toHaveLength(listed.length + 1);
  for (const [, , description = ''] of listed) expect(description).toMatch(/^[a-z]+s\b/);
});

describe.each(listed.map(([, name = '']) => name))('the help of %s', (name) => {
  test('has examples that its options allow, and what it ends with', async () => {
    const text = await said(name, '--help');
    const { lines = '' } = /^Examples?:\n(?<lines>(?: {2}.*\n)+)/m.exec(text)?.groups ?? {};
    expect(lines).toContain(`nightshift ${name}`);
    const known = optionsIn(text);
    const used = [...lines.matchAll(/--[a-z-]+/g)].map(([option]) => option);
    expect(used.filter((option) => !known.includes(option))).toEqual([]);
    expect(text).toMatch(/\nEnds with 0/);
    expect(text).toMatch(/Ctrl-C\s+with\s+130|0\s+after\s+Ctrl-C/);
    // Of what a command has not, its help says nothing.
    expect(text.replaceAll(/^ {2}--json .*$/gm, '').includes('--json')).toBe(known.includes('--json'));
  });
});

describe('pipelines and the image for repositories of users', () => {
  const command = /(?<![-\w/])nightshift ((?!nightshift )[a-z]+)((?: --[a-z][a-z-]*)*)/g;
  const shown = readdirSync('config/ci', { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .flatMap(({ parentPath, name: file }) =>
      [...readFileSync(join(parentPath, file), 'utf8').matchAll(command)].map(
        ([, name = '', options = '']) => ({ file, name, options: options.match(/\S+/g) ?? [] }),
      ),
    );

  test('show commands', () => {
    expect(shown.map(({ name }) => name)).toEqual(expect.arrayContaining(['validate', 'plan', 'deploy']));
  });

  test.each(shown)('$file: nightshift $name $options is one', async ({ name, options }) => {
    const known = optionsIn(await said(name, '--help'));
    expect(options.filter((option) => !known.includes(option))).toEqual([]);
  });
});
