import { expect, test } from 'vitest';
import { jobText, lintsOf } from './lint-fixture.ts';

const withJournal = (journal: string) => lintsOf(`journal: ${journal}\njobs:\n${jobText('nightly')}`);

test('a journal in a folder is for trying things out', async () => {
  expect(await withJournal('file:runs')).toEqual([
    'journal.file journal: a folder, which a deployed function loses when its instance ends - expected obs://BUCKET/PREFIX, except for trying things out',
  ]);
});

test('a journal in a bucket has nothing to be found in it', async () => {
  expect(await withJournal('obs://bucket/nightshift')).toEqual([]);
});
