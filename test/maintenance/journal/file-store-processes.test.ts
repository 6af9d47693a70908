import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { buildSync } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createFileStore } from '../../../functions/maintenance/journal/file-store.ts';
import { realClock as clock } from '../../../functions/maintenance/runtime/real-clock.ts';
import { withFolder } from './stores-under-contract.ts';

const key = 'runs/shared.jsonl';
const programs = mkdtempSync(join(tmpdir(), 'nightshift-appending-'));
const program = join(programs, 'appending-process.mjs');

beforeAll(() => {
  buildSync({
    entryPoints: [resolve('test/maintenance/journal/appending-process.ts')],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.15',
  });
});
afterAll(() => rmSync(programs, { recursive: true }));

function startAppending(folder: string, name: string, lines: number): ChildProcess {
  const argv = [program, folder, name, String(lines)];
  return spawn(process.execPath, argv, { stdio: ['ignore', 'pipe', 'inherit'], env: {} });
}

/** How many lines a process printed, and the code it ended with. */
async function endOf(child: ChildProcess): Promise<{ readonly printed: number; readonly code: unknown }> {
  let text = '';
  child.stdout?.on('data', (chunk) => {
    text += chunk;
  });
  const [code] = await once(child, 'close');
  return { printed: text.split('\n').length - 1, code };
}

async function linesIn(folder: string): Promise<readonly (readonly [name: string, count: number])[]> {
  const bytes = await createFileStore(folder, { clock }).read(key);
  return Buffer.from(bytes ?? [])
    .toString()
    .split('\n')
    .slice(0, -1)
    .map((line) => {
      const [name = '', count, rest] = line.split(' ');
      expect(rest).toMatch(/^x+$/);
      return [name, Number(count)];
    });
}

test('of processes that append at once, exactly one wins each position, and no line is lost', () =>
  withFolder(async (folder) => {
    const ends = await Promise.all(['a', 'b', 'c'].map((name) => endOf(startAppending(folder, name, 40))));
    expect(ends).toEqual(Array.from({ length: 3 }, () => ({ printed: 40, code: 0 })));
    const lines = await linesIn(folder);
    expect(lines).toHaveLength(120);
    for (const name of ['a', 'b', 'c'])
      expect(lines.filter(([by]) => by === name).map(([, count]) => count)).toEqual(
        Array.from({ length: 40 }, (_, index) => index + 1),
      );
    expect(await readdir(folder)).toEqual(['runs']);
  }));

test('processes that are killed at any moment leave whole lines, and a lock that others take over', () =>
  withFolder(async (folder) => {
    let printed = 0;
    for (let round = 0; round < 6; round += 1) {
      const doomed = startAppending(folder, `doomed${round}`, 1_000_000);
      const end = endOf(doomed);
      const heir = endOf(startAppending(folder, `heir${round}`, 10));
      await once(doomed.stdout ?? expect.unreachable('it has no output'), 'data');
      // Rounds end it at ever later moments of what it does again and again.
      for (let turn = 0; turn < round * 40; turn += 1) await new Promise(setImmediate);
      doomed.kill('SIGKILL');
      printed += (await end).printed;
      expect(await heir).toEqual({ printed: 10, code: 0 });
    }
    const lines = await linesIn(folder);
    expect(lines.filter(([by]) => by.startsWith('heir'))).toHaveLength(60);
    // An append may have been carried out that was not printed any more; none that was printed is missing.
    const doomed = lines.filter(([by]) => by.startsWith('doomed')).length;
    expect(doomed).toBeGreaterThanOrEqual(printed);
    expect(doomed).toBeLessThanOrEqual(printed + 6);
  }));

test('a disk that takes only a part of a line keeps none of it, and says so', () =>
  withFolder(async (folder) => {
    // Every seventh line is longer than a file may be (100 blocks of 512 or 1,024 bytes).
    const limited = `ulimit -f 100; exec '${process.execPath}' '${program}' '${folder}' a 7`;
    const { status, stderr } = spawnSync('sh', ['-c', limited], { encoding: 'utf8' });
    expect(status).toBe(1);
    expect(stderr).toMatch(/StoreError: appending to runs\/shared\.jsonl: the file would grow .*\(EFBIG/);
    expect(stderr).toMatch(/kind: 'permanent'/);
    expect(await readFile(join(folder, key), 'utf8')).toMatch(/^(a \d x{10}\n){6}$/);
    expect(await readdir(folder)).toEqual(['runs']);
  }));
