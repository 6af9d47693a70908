import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Invocation } from '../../functions/minicloud/functiongraph/function-host-invocation.ts';
import { pageAt } from '../house/documents.ts';
import { withDeployed } from './deployed-night.ts';

const jobs = `
  nightly:
    action: soft_restart
    cron: "30 3 * * *"
    targets: { region: beijing, names: ["cache-*"] }
    notify: [ops]
`;
/** Of an invocation with a schedule that has no jobs. */
async function failWith(
  errorTypeFrom: 'name' | 'class',
): Promise<Extract<Invocation, { readonly kind: 'failed' }>> {
  const ended: Invocation[] = [];
  await withDeployed({ jobs, instances: [], errorTypeFrom }, async ({ invoke, rewrite }) => {
    await rewrite((text) => text.replace(/^jobs:[\s\S]*/m, '').replace('\n', '\njobs: {}\n'));
    ended.push(await invoke({ command: 'next' }));
  });
  const [failed] = ended;
  if (failed?.kind !== 'failed') throw new Error('it did not fail');
  return failed;
}

/** What the built `nightshift stack` makes of a text. */
function readStack(text: string, ...options: readonly string[]) {
  return spawnSync(process.execPath, [resolve('dist/local/nightshift.mjs'), 'stack', ...options], {
    input: text,
    encoding: 'utf8',
  });
}

describe('a failure of the deployed function', () => {
  test.each(['name', 'class'] as const)(
    'has the name of its error as errorType, where that is taken from the %s',
    async (from) => {
      expect(await failWith(from)).toMatchObject({ kind: 'failed', errorType: 'ScheduleError' });
    },
  );

  test('has a stack whose places nightshift stack finds in the sources', async () => {
    const { stackTrace = [], logs } = await failWith('name');
    expect(stackTrace[0]).toMatch(/^ScheduleError: /);
    const stack = stackTrace.join('\n');
    const { status, stdout } = readStack(`${logs[0]}\n${stack}\n`);
    expect(status).toBe(0);
    // The first frame is where it is thrown.
    const [, path = '', line] = /\(?(functions\/\S+\.ts):(\d+):\d+\)?$/m.exec(stdout) ?? [];
    expect(readFileSync(path, 'utf8').split('\n')[Number(line) - 1]).toContain('throw new ScheduleError(');
    // What no place is named in stays as it is.
    expect(stdout.startsWith(`${logs[0]}\nScheduleError: `)).toBe(true);
    expect(stdout).not.toMatch(/\/function\/(index|run)\.js:\d/);
    // Lines move with every change of a file, and what the bundle adds to a name that two have; Node.js has a frame
    // of its own where something was waited for.
    const withoutLines = (text: string) =>
      text
        .replaceAll(/.*\(node:internal.*\n/g, '')
        .replaceAll(/:\d+:\d+\)/g, ')')
        .replaceAll(/(?<= at (?:async )?[A-Za-z]+)\d+ /g, ' ');
    const { blocks } = pageAt('docs/command-line.md');
    const shown = blocks[blocks.findIndex(({ code }) => code.startsWith('nightshift stack')) + 1]?.code;
    const [top = 'nothing', rest] = withoutLines(shown ?? '').split('...\n');
    expect(rest).toBe('');
    expect(withoutLines(stdout).replaceAll(/(?<=: )\S*\/(?=schedule\.yaml)/g, '')).toContain(`\n${top}`);
  });

  test('is read from a line of the log as well, which is JSON', async () => {
    const { logs } = await failWith('name');
    const line = logs.find((each) => each.includes('invocation fails')) ?? '';
    const { status, stdout } = readStack(`${line}\n`);
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      error: { name: 'ScheduleError', code: 'schedule.invalid' },
    });
    expect(stdout).toMatch(/functions\/maintenance\/[\w/-]+\.ts:\d+:\d+/);
  });
});

describe('nightshift stack', () => {
  const frame = '    at open (/opt/function/code/run.js:2:48600)\n';

  test('says that it has no map of a build, and prints the text as it is', () => {
    const log = '{"message":"invocation begins","build":"0.0.1+0123456789ab"}\n';
    const { status, stdout, stderr } = readStack(log + frame);
    expect({ status, stdout }).toEqual({ status: 1, stdout: log + frame });
    expect(stderr).toContain('there are no source maps of 0.0.1+0123456789ab here');
  });

  test('looks in the build that it is told', () => {
    const { status, stdout, stderr } = readStack(frame, '--build', '9.9.9+0123456789ab');
    expect({ status, stdout }).toEqual({ status: 1, stdout: frame });
    expect(stderr).toContain('9.9.9+0123456789ab');
  });

  test('leaves files of that name alone which are not the function', () => {
    const others =
      '    at f (/opt/function/code/node_modules/a/index.js:1:1)\n    at g (/x/index.js:99999:1)\n';
    expect(readStack(others + frame).stdout.startsWith(others)).toBe(true);
  });

  test('says that there is nothing to look up', () => {
    const { status, stdout, stderr } = readStack('all is well\n');
    expect({ status, stdout }).toEqual({ status: 1, stdout: 'all is well\n' });
    expect(stderr).toContain('expected places such as index.js:2:486');
  });
});
