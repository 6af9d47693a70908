import { describe, expect, test } from 'vitest';
import type { Store } from '../../../functions/maintenance/journal/store.ts';
import { stores } from './stores-under-contract.ts';

const key = 'runs/nightly%402026-11-23T03%3A30%3A00%2B08%3A00.jsonl';
const bytes = (text: string) => new TextEncoder().encode(text);
const textOf = async (store: Store, of: string) => {
  const found = await store.read(of);
  return found && new TextDecoder().decode(found);
};

describe.each(stores)('a store %s', (_, withStore) => {
  const inStore = (name: string, use: (store: Store) => Promise<void>) => test(name, () => withStore(use));

  inStore('has nothing under a key that was never written', async (store) => {
    expect(await store.read(key)).toBeUndefined();
    expect(await store.readFrom(key, 0)).toHaveLength(0);
    expect(await store.readFrom(key, 7)).toHaveLength(0);
  });

  inStore('gives back the bytes of all appends, and answers how many there are', async (store) => {
    const first = bytes('北京\nb\n');
    expect(await store.append(key, 0, first)).toBe(first.length);
    expect(await store.append(key, first.length, bytes('c\n'))).toBe(first.length + 2);
    expect(await textOf(store, key)).toBe('北京\nb\nc\n');
    const from = async (position: number) => new TextDecoder().decode(await store.readFrom(key, position));
    expect(await from(0)).toBe('北京\nb\nc\n');
    expect(await from(first.length)).toBe('c\n');
    expect(await from(first.length + 1)).toBe('\n');
    expect(await from(first.length + 2)).toBe('');
    expect(await from(first.length + 9)).toBe('');
  });

  inStore('takes bytes that are no text', async (store) => {
    const odd = Uint8Array.of(0, 255, 128, 13, 10);
    await store.append(key, 0, odd);
    expect(Uint8Array.from((await store.read(key)) ?? [])).toEqual(odd);
  });

  inStore('refuses an append anywhere but at the end, and writes nothing', async (store) => {
    expect(await store.append(key, 2, bytes('x\n'))).toBeUndefined();
    expect(await store.read(key)).toBeUndefined();
    await store.append(key, 0, bytes('a\n'));
    await store.append(key, 2, bytes('b\n'));
    for (const position of [0, 2, 3, 5, 1_000])
      expect(await store.append(key, position, bytes('x\n'))).toBeUndefined();
    expect(await textOf(store, key)).toBe('a\nb\n');
  });

  inStore('lets one of many writers at a position win, and all others know', async (store) => {
    for (const position of [0, 2]) {
      const letters = ['a', 'b', 'c', 'd', 'e'];
      const answers = await Promise.all(
        letters.map((letter) => store.append(key, position, bytes(`${letter}\n`))),
      );
      const winners = letters.filter((_, index) => answers[index] === position + 2);
      expect(winners).toHaveLength(1);
      expect(answers.filter((answer) => answer === undefined)).toHaveLength(4);
      expect((await textOf(store, key))?.slice(position)).toBe(`${winners[0]}\n`);
    }
  });

  inStore('is not changed by what becomes of the bytes it was given or gave', async (store) => {
    const given = bytes('a\n');
    await store.append(key, 0, given);
    given[0] = 0;
    (await store.read(key))?.fill(0);
    expect(await textOf(store, key)).toBe('a\n');
  });

  inStore('lists the keys that begin with a prefix in the order of their bytes', async (store) => {
    const keys = ['a/b~c', 'a/B', 'a/b/c', 'a/b%40', 'a/b=', 'a/b-1', 'ab', 'b/a'];
    for (const each of keys) await store.append(each, 0, bytes('\n'));
    expect(await store.list('a/')).toEqual(['a/B', 'a/b%40', 'a/b-1', 'a/b/c', 'a/b=', 'a/b~c']);
    expect(await store.list('a/b%')).toEqual(['a/b%40']);
    expect(await store.list('')).toEqual([...keys].sort());
    expect(await store.list('c/')).toEqual([]);
  });

  inStore('lists from after a key, which need not be there, and no more than asked', async (store) => {
    for (const each of ['a/1', 'a/2', 'a/3', 'a/4']) await store.append(each, 0, bytes('\n'));
    expect(await store.list('a/', { limit: 2 })).toEqual(['a/1', 'a/2']);
    expect(await store.list('a/', { after: 'a/2', limit: 1 })).toEqual(['a/3']);
    expect(await store.list('a/', { after: 'a/2x' })).toEqual(['a/3', 'a/4']);
    expect(await store.list('a/', { after: 'a/4' })).toEqual([]);
  });

  inStore('removes keys, those that are not there too, and lets them begin anew', async (store) => {
    for (const each of ['a/1', 'a/2', 'a/3']) await store.append(each, 0, bytes('old\n'));
    await store.remove(['a/1', 'a/3', 'a/9', 'z']);
    await store.remove(['a/1']);
    await store.remove([]);
    expect(await store.list('')).toEqual(['a/2']);
    expect(await store.read('a/1')).toBeUndefined();
    expect(await store.append('a/1', 4, bytes('x\n'))).toBeUndefined();
    expect(await store.append('a/1', 0, bytes('new\n'))).toBe(4);
    expect(await textOf(store, 'a/1')).toBe('new\n');
  });

  inStore('keeps keys apart that begin alike', async (store) => {
    await store.append('runs/a', 0, bytes('1\n'));
    await store.append('runs/a-b', 0, bytes('2\n'));
    expect([await textOf(store, 'runs/a'), await textOf(store, 'runs/a-b')]).toEqual(['1\n', '2\n']);
  });
});
