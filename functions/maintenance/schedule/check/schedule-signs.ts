import { checkSigns } from '../../document/check-signs.ts';
import { advice, type Finding, wrongValue } from '../../document/finding.ts';
import type { Path, TextAt } from '../../document/path.ts';

/** Signs in a schedule that are hardly meant; in reasons and names of people, whatever is written is meant. */
export function checkScheduleSigns(unusual: readonly TextAt[]): Finding[] {
  return [...checkSigns(unusual, strictnessAt), ...checkSelectors(unusual)];
}

function strictnessAt(path: Path, part: 'key' | 'value') {
  const [section, , setting, ...inside] = path;
  if (part === 'value' && /^(reason|by)$/.test(String(path.at(-1)))) return undefined;
  // Names, tags and files may be Chinese, with its punctuation.
  const isTag =
    section === 'jobs' && setting === 'targets' && (inside.includes('tags') || inside.includes('names'));
  const isFile = section === 'calendars' && path.at(-1) === 'ics';
  if (isTag && part === 'key' && /[：﹕]/u.test(String(path.at(-1)))) return 'plain';
  return isFile || (isTag && !/^(names|tags)$/.test(String(path.at(-1)))) ? 'seen' : 'plain';
}

/** Patterns of a selection and values of tags. */
function selectorsAmong(unusual: readonly TextAt[]): readonly TextAt[] {
  return unusual.filter(({ path, part }) => {
    const [section, , setting, ...inside] = path;
    const [condition, ...entry] = inside[0] === 'exclude' ? inside.slice(1) : inside;
    const isSelector = condition === 'names' || condition === 'tags';
    return (
      section === 'jobs' && setting === 'targets' && isSelector && part === 'value' && entry.length === 1
    );
  });
}

const quotes = /^[“”„‟‘’‚『「].*[“”‟’』」]$/su;

/** What selects nothing as it is written: no instance has such a sign in its name. */
function* checkSelectors(unusual: readonly TextAt[]): Generator<Finding> {
  for (const { path, text } of selectorsAmong(unusual)) {
    const [star = ''] = (path.includes('names') ? /[＊？﹡∗]/u.exec(text) : null) ?? [];
    const [quote = ''] = quotes.test(text) ? text : '';
    const plain = star === '？' ? '?' : '*';
    const told =
      star === ''
        ? { found: `in curly quotes (${quote})`, expected: '" in their place' }
        : { found: `with a full-width ${plain} (${star})`, expected: `${plain} in its place` };
    const sign = star + (star === '' ? quote : '');
    if (sign === '') continue;
    yield { ...wrongValue(path, 'text.sign', `${JSON.stringify(text)} ${told.found}`, told.expected), sign };
  }
}

/** Signs that join what was to be apart: one name for two, and a tag that is all key. */
export function* adviseOnSigns(unusual: readonly TextAt[]): Generator<Finding> {
  for (const { path, text } of selectorsAmong(unusual)) {
    const [comma] = (path.includes('names') ? /[，、]/u.exec(text) : null) ?? [];
    if (comma === undefined) continue;
    const found = `${JSON.stringify(text)} with ${comma} in it, which is one name`;
    yield advice(path, 'text.sign', found, 'a plain comma between two names');
  }
}
