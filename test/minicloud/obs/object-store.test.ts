import { describe, expect, test } from 'vitest';
import { createObjectStore, type ObjectStore } from '../../../functions/minicloud/obs/object-store.ts';

const at = Date.UTC(2026, 10, 22, 19, 30);
const text = (store: ObjectStore, key: string) => store.get(key)?.bytes.toString();
const append = (store: ObjectStore, key: string, position: number, bytes: string) =>
  store.append(key, position, Buffer.from(bytes), at);

describe('appending', () => {
  test('makes an object at 0, and extends it only at its end', () => {
    const store = createObjectStore();
    expect(append(store, 'a', 0, 'one')).toEqual({ nextPosition: 3 });
    expect(append(store, 'a', 3, 'two')).toEqual({ nextPosition: 6 });
    for (const position of [0, 3, 5, 7])
      expect(append(store, 'a', position, 'x')).toEqual({ refusal: 'PositionNotEqualToLength' });
    expect(store.get('a')).toEqual({
      bytes: Buffer.from('onetwo'),
      lengths: [3, 6],
      writtenAt: [at, at],
      appendable: true,
      modifiedAt: at,
    });
  });

  test('makes nothing anywhere else than at 0', () => {
    const store = createObjectStore();
    expect(append(store, 'a', 1, 'x')).toEqual({ refusal: 'PositionNotEqualToLength' });
    expect(store.get('a')).toBeUndefined();
  });

  test('is not for an object that was put, wherever', () => {
    const store = createObjectStore();
    store.put('a', Buffer.from('whole'), at);
    for (const position of [0, 5])
      expect(append(store, 'a', position, 'x')).toHaveProperty('refusal', 'ObjectNotAppendable');
    expect(text(store, 'a')).toBe('whole');
  });

  test('ends after 10,000 times', () => {
    const store = createObjectStore();
    for (let position = 0; position < 10_000; position += 1)
      expect(append(store, 'a', position, 'x')).toEqual({ nextPosition: position + 1 });
    expect(append(store, 'a', 10_000, 'x')).toEqual({ refusal: 'ObjectNotAppendable' });
    expect(append(store, 'b', 0, 'x')).toEqual({ nextPosition: 1 });
  });

  test('ends at the largest size', () => {
    const store = createObjectStore({ maxBytes: 4 });
    append(store, 'a', 0, 'abc');
    expect(append(store, 'a', 3, 'de')).toEqual({ refusal: 'AppendTooLarge' });
    expect(append(store, 'a', 3, 'd')).toEqual({ nextPosition: 4 });
  });

  test('keeps what it was given, whatever becomes of the bytes', () => {
    const store = createObjectStore();
    const bytes = Buffer.from('abc');
    store.append('a', 0, bytes, at);
    bytes.fill('x');
    expect(text(store, 'a')).toBe('abc');
  });
});

describe('a listing', () => {
  const store = createObjectStore();
  for (const key of ['b', 'a/2', 'a/1', 'é', 'a', '\u{1F600}', '\uFF5E']) append(store, key, 0, key);
  const keysOf = (prefix: string, marker = '', maxKeys = 1000) =>
    store.list({ prefix, marker, maxKeys }).objects.map(([key]) => key);

  test('is in the order of the bytes, which is not that of JavaScript', () => {
    expect(keysOf('')).toEqual(['a', 'a/1', 'a/2', 'b', 'é', '\uFF5E', '\u{1F600}']);
  });

  test('is of what begins with the prefix and comes after the marker', () => {
    expect(keysOf('a/')).toEqual(['a/1', 'a/2']);
    expect(keysOf('a/', 'a/1')).toEqual(['a/2']);
    expect(keysOf('', 'a/11', 2)).toEqual(['a/2', 'b']);
  });

  test('tells where it was cut, and no more when it was not', () => {
    expect(store.list({ prefix: 'a', marker: '', maxKeys: 2 }).nextMarker).toBe('a/1');
    expect(store.list({ prefix: 'a', marker: '', maxKeys: 3 }).nextMarker).toBeUndefined();
  });
});

test('what is removed is gone, and may be made anew', () => {
  const store = createObjectStore();
  append(store, 'a', 0, 'old');
  store.remove('a');
  store.remove('never');
  expect(store.get('a')).toBeUndefined();
  expect(append(store, 'a', 0, 'new')).toEqual({ nextPosition: 3 });
});
