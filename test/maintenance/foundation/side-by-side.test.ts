import { describe, expect, test } from 'vitest';
import { inParallel } from '../../../functions/maintenance/foundation/in-batches.ts';
import { shareNext } from '../../../functions/maintenance/foundation/share-next.ts';

/** Work that ends when it is told to. */
function stage<Answer>() {
  const begun: { readonly end: (answer: Answer) => void; readonly fail: (error: Error) => void }[] = [];
  const work = () => new Promise<Answer>((end, fail) => begun.push({ end, fail }));
  return { begun, work };
}

/** Until all that is ready now has been done. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('work that many ask for at once', () => {
  test('is done one after another, and whoever asks meanwhile shares the next', async () => {
    const { begun, work } = stage<string>();
    const ask = shareNext(work);
    const first = ask();
    const [second, third] = [ask(), ask()];
    await settled();
    expect(begun).toHaveLength(1);
    begun[0]?.end('first');
    expect(await first).toBe('first');
    await settled();
    expect(begun).toHaveLength(2);
    const fourth = ask();
    begun[1]?.end('second');
    expect(await Promise.all([second, third])).toEqual(['second', 'second']);
    await settled();
    expect(begun).toHaveLength(3);
    begun[2]?.end('third');
    expect(await fourth).toBe('third');
    await settled();
    void ask();
    expect(begun).toHaveLength(4);
  });

  test('fails those that it was done for, and not the next', async () => {
    const { begun, work } = stage<string>();
    const ask = shareNext(work);
    const first = ask();
    const second = ask();
    begun[0]?.fail(new Error('no'));
    await expect(first).rejects.toThrow('no');
    await settled();
    begun[1]?.end('well');
    expect(await second).toBe('well');
  });
});

describe('work in parallel', () => {
  test('is so much at a time and the next as soon as one is done, with answers in their order', async () => {
    const { begun, work } = stage<string>();
    const all = inParallel(['a', 'b', 'c'], 2, work);
    expect(begun).toHaveLength(2);
    begun[1]?.end('B');
    await settled();
    expect(begun).toHaveLength(3);
    begun[2]?.end('C');
    begun[0]?.end('A');
    expect(await all).toEqual(['A', 'B', 'C']);
    expect(await inParallel([], 2, work)).toEqual([]);
  });

  test('is not gone on with after one has failed', async () => {
    const { begun, work } = stage<string>();
    const all = inParallel(['a', 'b', 'c'], 2, work);
    begun[0]?.fail(new Error('no'));
    await expect(all).rejects.toThrow('no');
    begun[1]?.end('B');
    await settled();
    expect(begun).toHaveLength(2);
  });
});
