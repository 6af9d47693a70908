import { describe, expect, test } from 'vitest';
import { codes, isOurs } from '../../../functions/maintenance/foundation/codes.ts';
import { meaningOf } from '../../../functions/maintenance/report/code-meaning.ts';
import { saidOf } from '../../../functions/maintenance/report/wording/wording.ts';
import { wordingIn } from '../../../functions/maintenance/report/wording/wording-in.ts';
import { languages } from '../../../functions/maintenance/schedule/channels/channel-settings.ts';
import { readSources } from '../../house/sources.ts';

describe.each(languages)('in %s', (language) => {
  const wording = wordingIn(language);
  const inLanguage = language === 'zh' ? /\p{Script=Han}/u : /^[\x20-\x7e]+$/;

  test.each(codes)('%s has its sentence and its next step', (code) => {
    expect(saidOf(code, wording)).toMatch(inLanguage);
    expect(wording.steps[meaningOf(code)]).toMatch(inLanguage);
  });

  test('no two codes say the same', () => {
    expect(new Set(codes.map((code) => saidOf(code, wording))).size).toBe(codes.length);
  });

  test.each(['DCS.5000', 'APIGW.0308', 'HTTP.403', 'TIMEOUT', 'ECONNREFUSED', 'NoSuchBucket'])(
    '%s, which is not ours, says what it comes down to, and what to do',
    (code) => {
      expect(isOurs(code)).toBe(false);
      expect(saidOf(code, wording)).toMatch(inLanguage);
      expect(wording.steps[meaningOf(code)]).toMatch(inLanguage);
    },
  );
});

test('every code that a summary or a failure can get from the sources is on the list', () => {
  const rooms =
    /^functions\/maintenance\/(plan|run|invocation|report|runtime|notify|journal|schedule\/fires)\//;
  const found = [...readSources('functions').values()]
    .filter(({ path }) => rooms.test(path))
    .flatMap(({ path, text }) =>
      [
        /\bcode: '([a-z][a-zA-Z.-]*)'/g,
        /\bconclude\(one, '\w+', '([\w.-]+)'/g,
        /\bend\(\s*'\w+',\s*'([\w.-]+)'/g,
        /\bsuper\(\s*'([a-z]+\.[\w.-]+)'/g,
        /\bimpossible\(\s*'([\w.-]+)'/g,
        /\bnew (?:CodedError|JournalError)\(\s*'([\w.-]+)'/g,
      ].flatMap((pattern) => [...text.matchAll(pattern)].map(([, code = '']) => ({ path, code }))),
    );
  expect(found.length).toBeGreaterThan(30);
  expect(found.filter(({ code }) => !isOurs(code))).toEqual([]);
});
