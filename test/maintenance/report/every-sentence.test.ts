import { expect, test } from 'vitest';
import { translated } from '../../../functions/maintenance/report/wording/chinese.ts';
import { fireZh } from '../../../functions/maintenance/report/wording/fire-phrases-zh.ts';
import { phrasesZh } from '../../../functions/maintenance/report/wording/phrases-zh.ts';
import { targetsZh } from '../../../functions/maintenance/report/wording/targets-phrases-zh.ts';
import { readSources } from '../../house/sources.ts';

/** Where the sentences of reasons and notes are written. */
const written =
  /^functions\/maintenance\/(plan|run|schedule\/fires)\/|^functions\/maintenance\/invocation\/(missed-fires|overlap|begin-run|gone-names)\.ts$/;

/**
 * What nobody is told: of what does not lose its data, of bugs, logs, and of what goes by its code or the cloud's words.
 * And what only an error says to who sent an event, who reads the errors of events in English.
 */
const nobodys: readonly string[] = [
  'is not one of its targets)',
  '(the name of the instance',
  'it was answered',
  'keeps its data over a restart (appendonly is on)',
  'losing its data is acknowledged, so nobody looked',
  'the results do not name it',
  'no longer waited for',
  'a journal begins with "opened"',
  'an empty journal has no state',
  'was closed before it began: its record takes no begin',
  'was opened and is not there',
  'run cannot begin yet',
  'fire does not begin now',
  'run ends before it is over',
  '. The job "',
  'a run belongs to no job any more',
];

/** The parts of a text between its places, without what joins them to others; short ones say nothing. */
function sentencesIn(text: string): readonly string[] {
  const code = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '');
  const literals = code.matchAll(/'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\.)*)`/g);
  return [...literals]
    .flatMap(([, single, double, template]) =>
      (single ?? double ?? template ?? '').split(/\$\{[^{}]*\}|\$\{.*$/),
    )
    .map((part) => part.replace(/\\'/g, "'").trim())
    .map((part) =>
      part
        .replace(/^; /, '')
        .replace(/[;:,(]$/, '')
        .trim(),
    )
    .filter((part) => part.split(' ').length > 2);
}

const known = [...phrasesZh, ...targetsZh, ...fireZh].map(([english]) => english).join('\n');

test('every sentence of a plan, a run and a fire is among those that stand in Chinese', () => {
  const found = [...readSources('functions/maintenance').values()]
    .filter(({ path }) => written.test(path))
    .flatMap(({ path, text }) => sentencesIn(text).map((sentence) => ({ path, sentence })));
  expect(found.length).toBeGreaterThan(100);
  const standing = (sentence: string) =>
    known.includes(sentence) ||
    ['', ': it was sent'].some((more) => translated(`it was sent; ${sentence}${more}`) !== undefined);
  const left = found.filter(({ sentence }) => !standing(sentence) && !nobodys.includes(sentence));
  expect(left).toEqual([]);
  expect(nobodys.filter((each) => !found.some(({ sentence }) => sentence === each))).toEqual([]);
});

test.each([
  ['is ERROR; a soft restart may fix it', '状态为 ERROR，软重启可能使其恢复'],
  ['DCS accepted the restart and it stayed RUNNING for 1m', 'DCS 已受理重启，1 分钟内一直为 RUNNING'],
  [
    'DCS accepted the flush and it stayed RUNNING; its key count could not be read',
    'DCS 已受理清空，一直为 RUNNING；无法读取其键数',
  ],
  [
    'its status could not be read for 30m, so it was not touched - look at it in the console',
    '30 分钟内无法读取其状态，未操作，请在控制台查看该实例',
  ],
  ['its backups may not be listed, and the job requires a backup', '没有列出其备份的权限，而任务要求备份'],
  ['Huawei Cloud refused the call, but its status could not be read for 30m - look at it', undefined],
])('%s', (english, chinese) => {
  if (chinese === undefined) expect(translated(english)).toMatch(/^[^a-z]*$/);
  else expect(translated(english)).toBe(chinese);
});
