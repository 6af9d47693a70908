import { posix } from 'node:path';
import { describe, expect, test } from 'vitest';
import { documents, pageAt } from './documents.ts';
import { readSources } from './sources.ts';

/** Where a page or a decision stands in Chinese. */
function chineseOf(path: string): string {
  return path === 'README.md' ? 'README.zh-CN.md' : path.replace(/^docs\//, 'docs/zh-CN/');
}

const english = [...documents.keys()].filter((path) =>
  /^(README|docs\/(decisions\/)?[\w-]+)\.md$/.test(path),
);
const chinese = [...documents.keys()].filter((path) =>
  /^(README\.zh-CN|docs\/zh-CN\/(decisions\/)?[\w-]+)\.md$/.test(path),
);

/** Files that a page leads to, as somebody who reads in the other language would be led; the picture of both is one. */
function filesOf(path: string): readonly string[] {
  return pageAt(path)
    .links.filter((link) => !/^(https:|#)/.test(link))
    .map((link) => posix.join(posix.dirname(path), link.replace(/#.*/, '')))
    .map((file) => (documents.has(chineseOf(file)) ? chineseOf(file) : file))
    .map((file) => file.replace(/^README(\.zh-CN)?\.md$/, 'README'))
    .sort();
}

test('every page is there in both languages', () => {
  expect(english.map(chineseOf).toSorted()).toEqual(chinese);
});

describe.each(english.map((path) => [path, chineseOf(path)]))('%s and %s', (path, other) => {
  const [one, two] = [pageAt(path), pageAt(other)];

  test('have the same headings and code', () => {
    expect(two.headings).toEqual(one.headings);
    expect(two.blocks).toEqual(one.blocks);
  });

  test('have the same tables and lists', () => {
    expect(two.rows.map((cells) => cells.length)).toEqual(one.rows.map((cells) => cells.length));
    const entries = (lines: readonly string[]) =>
      lines.flatMap((line) => /^\s*(?:-|\d+\.) /.exec(line)?.[0] ?? []);
    expect(entries(two.proseLines)).toEqual(entries(one.proseLines));
  });

  test('lead to the same files', () => {
    expect(filesOf(other)).toEqual(filesOf(path));
  });
});

/** Words that stood for what has another word here, and calques: 调度配置, 执行计划, 通知渠道, 运行日志, 定时触发器. */
const otherWords = /折叠|仍是热|通道|日程|计划文件|运行记录|定时器/g;

test('one word stands for one thing in Chinese, in documents and in what is said', () => {
  const said = [...readSources('functions/maintenance/report/wording', 'functions/nightshift/init')].map(
    ([path, { text }]) => [path, text] as const,
  );
  const written = chinese.map((path) => [path, pageAt(path).text] as const);
  const found = [...said, ...written].flatMap(([path, text]) =>
    [...text.matchAll(otherWords)].map(([word]) => `${path}: ${word}`),
  );
  expect(found).toEqual([]);
});
