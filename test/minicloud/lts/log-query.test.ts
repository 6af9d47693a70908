import { expect, test } from 'vitest';
import { findLines, type Paging, readQuery } from '../../../functions/minicloud/lts/log-query.ts';

const from = 1_595_659_490_000;
const lines = Array.from({ length: 10 }, (_, at) => ({
  lineNum: `${from + at}000000`,
  content: `this log is Error NO ${at + 1}`,
}));
const numbers = (query: object, paging: Paging = 'by-words') => {
  const asked = readQuery(JSON.stringify({ start_time: from, end_time: String(from + 60_000), ...query }));
  if (!asked) throw new Error('no query');
  return findLines(lines, asked, paging).page.map(({ content }) => Number(content.split(' ').at(-1)));
};
const fifth = { line_num: lines[4]?.lineNum, limit: '3' };

test('the first page is in the order that is asked for, and of the span', () => {
  expect(numbers({ limit: 3 })).toEqual([1, 2, 3]);
  expect(numbers({ limit: 3, is_desc: true })).toEqual([10, 9, 8]);
  expect(numbers({ start_time: from + 3, end_time: from + 5 })).toEqual([4, 5, 6]);
});

test.each([
  ['forwards', false, [6, 7, 8]],
  ['backwards', false, [2, 3, 4]],
  ['forwards', true, [4, 3, 2]],
  ['backwards', true, [8, 7, 6]],
])('by the words of the parameters, %s with is_desc %s is %j', (search_type, is_desc, page) => {
  expect(numbers({ ...fifth, search_type, is_desc })).toEqual(page);
});

// As the examples of the published document have them, one after the other.
test.each([
  ['backwards', 'true', [6, 7, 8]],
  ['backwards', 'false', [8, 7, 6]],
  ['forwards', 'true', [2, 3, 4]],
  ['forwards', 'false', [4, 3, 2]],
])('by the examples, %s with is_desc %s is %j', (search_type, is_desc, page) => {
  expect(numbers({ ...fifth, search_type, is_desc }, 'by-examples')).toEqual(page);
});

test('keywords are whole words, and are marked unless that is turned off', () => {
  expect(numbers({ keywords: 'Error' })).toHaveLength(10);
  expect(numbers({ keywords: 'Err' })).toEqual([]);
  const marked = (more: object) => {
    const asked = readQuery(JSON.stringify({ start_time: from, end_time: from, keywords: 'log', ...more }));
    return asked && findLines(lines, asked, 'by-words').page[0]?.content;
  };
  expect(marked({})).toBe('this <HighLightTag>log</HighLightTag> is Error NO 1');
  expect(marked({ highlight: false })).toBe('this log is Error NO 1');
});

test.each([
  {},
  { start_time: 1 },
  { start_time: 2, end_time: 1 },
  { start_time: 1, end_time: 2, limit: 5_001 },
  { start_time: 1, end_time: 2, line_num: '1' },
  { start_time: 1, end_time: 2, search_type: 'onwards' },
])('%j is no query', (body) => {
  expect(readQuery(JSON.stringify(body))).toBeUndefined();
});
