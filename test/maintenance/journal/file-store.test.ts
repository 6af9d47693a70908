import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { appendFile, mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fileFailure } from '../../../functions/maintenance/journal/file-failure.ts';
import { createFileStore } from '../../../functions/maintenance/journal/file-store.ts';
import { realClock as clock } from '../../../functions/maintenance/runtime/real-clock.ts';
import { stillClock } from '../notify/still-clock.ts';
import { withFolder } from './stores-under-contract.ts';

const key = 'runs/a.jsonl';
const bytes = (text: string) => new TextEncoder().encode(text);

const inFolder = (name: string, use: (folder: string) => Promise<void>) => test(name, () => withFolder(use));

describe('a file that lost the end of its last line', () => {
  for (const torn of ['to', `${'x'.repeat(200_000)}`]) {
    inFolder(
      `is read without ${torn.length} torn bytes, and rid of them by the next append`,
      async (folder) => {
        const store = createFileStore(folder, { clock });
        const path = join(folder, key);
        await store.append(key, 0, bytes('header\nfirst\n'));
        await appendFile(path, torn);
        expect(Buffer.from((await store.read(key)) ?? []).toString()).toBe('header\nfirst\n');
        expect(await store.append(key, 13 + torn.length, bytes('x\n'))).toBeUndefined();
        expect(await store.append(key, 13, bytes('2\n'))).toBe(15);
        expect(await readFile(path, 'utf8')).toBe('header\nfirst\n2\n');
      },
    );
  }

  inFolder('is read as empty where that was its only one', async (folder) => {
    const store = createFileStore(folder, { clock });
    await mkdir(join(folder, 'runs'));
    await writeFile(join(folder, key), 'torn');
    expect(await store.read(key)).toHaveLength(0);
    expect(await store.append(key, 0, bytes('a\n'))).toBe(2);
    expect(await readFile(join(folder, key), 'utf8')).toBe('a\n');
  });
});

describe('a store in a folder', () => {
  inFolder('takes no key that leads out of it, or is none', async (folder) => {
    const store = createFileStore(join(folder, 'inside'), { clock });
    await writeFile(join(folder, 'secret'), 'outside\n');
    const notKey = { kind: 'permanent', code: 'NOT_A_KEY' };
    for (const wrong of [
      '../secret',
      '/etc/passwd',
      'a/../../secret',
      '.',
      'a//b',
      '',
      'a/',
      'a\\b',
      'a+',
      'ä',
    ]) {
      await expect(store.read(wrong)).rejects.toMatchObject(notKey);
      await expect(store.append(wrong, 0, bytes('x\n'))).rejects.toMatchObject(notKey);
      await expect(store.remove([wrong])).rejects.toMatchObject(notKey);
    }
    await expect(store.list('../../')).rejects.toMatchObject(notKey);
    expect(await readdir(folder)).toEqual(['secret']);
  });

  inFolder('takes whole lines only, and but for the first append one at a time', async (folder) => {
    const store = createFileStore(folder, { clock });
    const notLine = { kind: 'permanent', code: 'NOT_A_LINE' };
    await store.append(key, 0, bytes('a\nb\n'));
    for (const [position, text] of [
      [0, ''],
      [0, 'a'],
      [0, 'a\nb'],
      [4, 'c'],
      [4, 'c\nd\n'],
      [4, ''],
    ] as const)
      await expect(store.append(key, position, bytes(text))).rejects.toMatchObject(notLine);
  });

  inFolder('is made when it is first written to, and empty before', async (folder) => {
    const store = createFileStore(join(folder, 'not', 'yet'), { clock });
    expect([await store.read(key), await store.list('')]).toEqual([undefined, []]);
    expect(existsSync(join(folder, 'not'))).toBe(false);
    await store.append(key, 0, bytes('a\n'));
    expect(await store.list('')).toEqual([key]);
  });

  inFolder('has no key below another one, and none in place of a folder', async (folder) => {
    const store = createFileStore(folder, { clock });
    await store.append('a', 0, bytes('a\n'));
    expect(await store.read('a/b')).toBeUndefined();
    await expect(store.append('a/b', 0, bytes('a\n'))).rejects.toMatchObject({ name: 'StoreError' });
  });
});

describe('the lock of a folder', () => {
  const ticket = (pid: number, began = '1', host = hostname()) =>
    JSON.stringify({ id: `ticket-of-${pid}`, host, pid, began });
  const endedPid = () => spawnSync(process.execPath, ['-e', '0']).pid;

  test.each([
    ['whose number is free', () => ticket(endedPid())],
    ['whose number another process has now', () => ticket(process.pid)],
    ['that lost its power while it wrote', () => ''],
  ])('of a process %s is taken over, once', async (_, content) => {
    await withFolder(async (folder) => {
      const lock = content();
      await writeFile(join(folder, '+lock'), lock);
      const stores = Array.from({ length: 8 }, () => createFileStore(folder, { clock }));
      const answers = await Promise.all(stores.map((store) => store.append(key, 0, bytes('a\n'))));
      expect(answers.filter((answer) => answer === 2)).toHaveLength(1);
      expect(await readdir(folder)).toEqual(['runs']);
    });
  });

  inFolder('is taken over from one that ended while it took it over', async (folder) => {
    await writeFile(join(folder, '+lock'), ticket(endedPid()));
    const { id } = JSON.parse(await readFile(join(folder, '+lock'), 'utf8'));
    const heir = ticket(endedPid());
    await writeFile(join(folder, `+heir+${id}`), heir);
    await writeFile(join(folder, `+ticket+${JSON.parse(heir).id}`), heir);
    expect(await createFileStore(folder, { clock }).append(key, 0, bytes('a\n'))).toBe(2);
    expect(await readdir(folder)).toEqual(['runs']);
  });

  test.each([
    ['that lives', () => ticket(process.ppid, '')],
    ['of another machine', () => ticket(1, '1', 'another-host')],
  ])('of a process %s is waited for ten seconds, then the file is named', async (_, content) => {
    await withFolder(async (folder) => {
      const still = stillClock(0);
      await writeFile(join(folder, '+lock'), content());
      const store = createFileStore(folder, { clock: still });
      await expect(store.append(key, 0, bytes('a\n'))).rejects.toMatchObject({
        kind: 'unreachable',
        code: 'LOCKED',
        message: expect.stringContaining(join(folder, '+lock')),
      });
      expect(still.now()).toBe(10_000);
      expect(await readdir(folder)).toEqual(['+lock']);
    });
  });

  inFolder('hinders nobody who reads or lists', async (folder) => {
    const store = createFileStore(folder, { clock });
    await store.append(key, 0, bytes('a\n'));
    await writeFile(join(folder, '+lock'), ticket(process.ppid, ''));
    expect(await store.read(key)).toHaveLength(2);
    expect(await store.list('')).toEqual([key]);
  });
});

describe('a disk that takes no more', () => {
  /** Writing to it fails as on a disk that is full, for every user. */
  const full = '/dev/full';

  inFolder('is said to be full, with what to do, and keeps what it had', async (folder) => {
    const store = createFileStore(folder, { clock });
    await mkdir(join(folder, 'runs'));
    await symlink(full, join(folder, `${key}+`));
    await expect(store.append(key, 0, bytes('a\n'))).rejects.toMatchObject({
      name: 'StoreError',
      kind: 'permanent',
      code: 'ENOSPC',
      message: expect.stringMatching(
        /^appending to runs\/a\.jsonl: the disk is full; make room on it, or name/,
      ),
    });
    expect(await store.read(key)).toBeUndefined();
    await rm(join(folder, `${key}+`));
    expect(await store.append(key, 0, bytes('a\n'))).toBe(2);
    expect((await readdir(folder)).filter((name) => name.includes('+'))).toEqual([]);
  });

  test.each([
    ['ENOSPC', 'permanent', /the disk is full/],
    ['EDQUOT', 'permanent', /the quota of the disk is used up/],
    ['EROFS', 'denied', /the disk takes no writes/],
    ['EACCES', 'denied', /this process may not write there/],
    ['EPERM', 'denied', /this process may not write there/],
  ])('%s is %s, and no bug', (code, kind, message) => {
    const error = Object.assign(new Error(`${code}: as the system says, write`), { code });
    expect(fileFailure(error, 'appending to a')).toMatchObject({
      name: 'StoreError',
      ...{ kind, code },
      message: expect.stringMatching(message),
    });
  });
});
