import { execFile } from 'node:child_process';
import { existsSync, symlinkSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { manualSchedule } from './functiongraph-beside.ts';
import { type Nightshift, withFiles } from './run-nightshift.ts';

/** What a shell says that runs a script in a folder where `nightshift` is a program. */
function shell(program: string, script: string, folder: string): Promise<string> {
  symlinkSync(resolve('dist/local/nightshift.mjs'), join(folder, 'nightshift'));
  const env = { PATH: `${folder}${delimiter}${process.env['PATH']}` };
  return new Promise((said) => {
    const child = execFile(program, { cwd: folder, env }, (error, stdout, stderr) =>
      said(stderr === '' && !error ? stdout : `${stderr}${error?.message ?? ''}`),
    );
    child.stdin?.end(script);
  });
}

async function written(nightshift: Nightshift, name: string): Promise<string> {
  const { code, stdout, stderr } = await nightshift(['completion', name]);
  expect([code, stderr]).toEqual([0, '']);
  return stdout;
}

/** What is typed, with the cursor at its end, and what bash offers for the last word. */
const typed: readonly (readonly [string, readonly string[]])[] = [
  ['va', ['validate']],
  ['--v', ['--version']],
  ['deploy --ad', ['--adopt']],
  ['deploy --en', ['--endpoint', '--env-file']],
  ['notify --sample s', ['success', 'skipped']],
  ['notify --sample = pa', ['partial']],
  ['policy --generation ', ['v3', 'v5']],
  ['plan ', ['by-hand']],
  ['next by', ['by-hand']],
  ['completion z', ['zsh']],
  ['help sta', ['status', 'stack']],
  // Paths are bash's own affair.
  ['validate --schedule sch', []],
  ['next --days 1', []],
];

describe('the completion of bash', () => {
  test('offers commands, options, their values and the jobs of the schedule', async () => {
    await withFiles({ 'schedule.yaml': manualSchedule }, async (nightshift, folder) => {
      const asked = typed.map(([words]) => {
        const list = words.split(' ').map((word) => `'${word}'`);
        return `COMP_WORDS=(nightshift ${list.join(' ')}); COMP_CWORD=${list.length}; _nightshift nightshift; echo "\${COMPREPLY[*]}"\n`;
      });
      const said = await shell('bash', `${await written(nightshift, 'bash')}\n${asked.join('')}`, folder);
      const offered = said.split('\n');
      expect(typed.map(([words], at) => [words, offered[at]])).toEqual(
        typed.map(([words, expected]) => [words, expected.join(' ')]),
      );
    });
  });

  test('offers nothing where the schedule cannot be read', async () => {
    await withFiles({}, async (nightshift, folder) => {
      const script = `${await written(nightshift, 'bash')}\nCOMP_WORDS=(nightshift plan ''); COMP_CWORD=2; _nightshift nightshift; echo "<\${COMPREPLY[*]}>"\n`;
      expect(await shell('bash', script, folder)).toBe('<>\n');
    });
  });
});

describe.each(['zsh', 'fish'])('the completion of %s', (name) => {
  test('has every command and option, and is understood by the shell where it is there', async () => {
    await withFiles({}, async (nightshift, folder) => {
      const script = await written(nightshift, name);
      for (const [one] of typed) {
        const { 0: command = '', 1: option = '' } = one.split(' ');
        if (/^[a-z]+$/.test(command) && option.startsWith('--'))
          expect(script).toMatch(new RegExp(`(${command}.*-l ${option.slice(2)}|'${option}\\[|'${option})`));
      }
      // An odd number of them would be a text without an end.
      const isOdd = (line: string) => (line.replace(/\\[\\']/g, '').match(/'/g)?.length ?? 0) % 2 === 1;
      expect(script.split('\n').filter(isOdd)).toEqual([]);
      const program = [`/usr/bin/${name}`, `/bin/${name}`].find((path) => existsSync(path));
      if (program !== undefined)
        expect(
          await shell(
            program,
            `${name === 'zsh' ? 'autoload -U compinit; compinit -D\n' : ''}${script}`,
            folder,
          ),
        ).toBe('');
    });
  });
});
