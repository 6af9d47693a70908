import { checkSigns } from '../../document/check-signs.ts';
import { advice, type Finding, wrongValue } from '../../document/finding.ts';
import { entriesOf, isMapping, type Path } from '../../document/path.ts';

/** Signs in a schedule that are hardly meant; in reasons and names of people, whatever is written is meant. */
export function checkScheduleSigns(tree: unknown): Finding[] {
  return [...checkSigns(tree, strictnessAt), ...checkSelectors(tree)];
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

/** Every pattern of a selection and every value of a tag that is not all plain letters, which nearly all are. */
function selectorsIn(tree: unknown): { readonly path: Path; readonly text: string }[] {
  const jobs = isMapping(tree) ? entriesOf(tree['jobs']) : [];
  return jobs.flatMap(([name, job]) => {
    const targets = isMapping(job) ? job['targets'] : undefined;
    if (!isMapping(targets)) return [];
    const path = ['jobs', name, 'targets'];
    return [...textsIn(targets, path), ...textsIn(targets['exclude'], [...path, 'exclude'])];
  });
}

function textsIn(selectors: unknown, path: Path): { readonly path: Path; readonly text: string }[] {
  if (!isMapping(selectors)) return [];
  return ['names', 'tags'].flatMap((key) =>
    entriesOf(selectors[key]).flatMap(([step, text]) =>
      typeof text === 'string' && /[^\x20-\x7E]/.test(text) ? [{ path: [...path, key, step], text }] : [],
    ),
  );
}

const quotes = /^[“”„‟‘’‚『「].*[“”‟’』」]$/su;

/** What selects nothing as it is written: no instance has such a sign in its name. */
function* checkSelectors(tree: unknown): Generator<Finding> {
  for (const { path, text } of selectorsIn(tree)) {
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
export function* adviseOnSigns(tree: unknown): Generator<Finding> {
  for (const { path, text } of selectorsIn(tree)) {
    const [comma] = (path.includes('names') ? /[，、]/u.exec(text) : null) ?? [];
    if (comma === undefined) continue;
    const found = `${JSON.stringify(text)} with ${comma} in it, which is one name`;
    yield advice(path, 'text.sign', found, 'a plain comma between two names');
  }
}
