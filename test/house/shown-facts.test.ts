import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { outcomes } from '../../functions/maintenance/run/outcome.ts';
import { channelSettings } from '../../functions/maintenance/schedule/channels/channel-settings.ts';
import { permissions } from '../../functions/nightshift/deploy/account/functiongraph-verbs.ts';
import { pageAt } from './documents.ts';
import { readSources } from './sources.ts';

const inBoth = (name: string) => [`docs/${name}.md`, `docs/zh-CN/${name}.md`];
/** What entries of a page's lists begin with, in backticks. */
const entriesOf = (path: string, between: RegExp) => {
  const [part = ''] = between.exec(pageAt(path).text) ?? [];
  return [...part.matchAll(/^- ((?:`[^`]+`(?:, |、)?)+)/gm)].flatMap(([, names = '']) =>
    [...names.matchAll(/`([^`]+)`/g)].map(([, name]) => name),
  );
};
const secondSection = /^## [^\n]*\n(?:(?!^## )[\s\S])*^## [^\n]*\n((?:(?!^## )[\s\S])*)/m;

test.each(inBoth('runs'))('%s tells all outcomes there are', (path) => {
  expect(entriesOf(path, secondSection)).toEqual(outcomes);
});

test.each(inBoth('channels'))('%s tells all kinds of channels there are', (path) => {
  const kinds = channelSettings.def.options.map((option) => {
    if (!('shape' in option)) throw new TypeError('a kind without a shape');
    return [...(option.shape as { kind: { def: { values: readonly string[] } } }).kind.def.values];
  });
  expect(entriesOf(path, /^## (What each|各类)[\s\S]*?(?=^## )/m).toSorted()).toEqual(
    kinds.flat().toSorted(),
  );
});

test.each(inBoth('security'))('%s tells what a deploy and a run may do', (path) => {
  const { rows, text } = pageAt(path);
  const deploying = [...text.matchAll(/^- `(functiongraph:[\w:]+)`$/gm)].map(([, action]) => action);
  expect(deploying).toEqual([...new Set(Object.values(permissions))]);
  const [{ Action }] = JSON.parse(readFileSync('config/iam-policy.json', 'utf8')).Statement;
  expect(rows.flatMap(([action = '']) => /^`(dcs:.*)`$/.exec(action)?.[1] ?? [])).toEqual(Action);
});

describe('the messages of docs/faq.md', () => {
  const messages = [...pageAt('docs/faq.md').text.matchAll(/^### `([^`]+)`$/gm)].map(
    ([, message = '']) => message,
  );
  const sources = [...readSources('functions').values()]
    .map(({ text }) => text.replaceAll("\\'", "'"))
    .join('\n');

  test('are many', () => {
    expect(messages.length).toBeGreaterThan(15);
  });

  test.each(messages)('%s is said by the code', (message) => {
    const parts = message.split(/…|\b\d+\b| - /).map((part) => part.trim());
    expect(parts.filter((part) => part.length > 3 && !sources.includes(part))).toEqual([]);
  });

  test('are the same in Chinese', () => {
    const chinese = [...pageAt('docs/zh-CN/faq.md').text.matchAll(/^### `([^`]+)`$/gm)].map(
      ([, message]) => message,
    );
    expect(chinese).toEqual(messages);
  });
});
