import { describe, expect, test } from 'vitest';
import { meaningOf, meanings } from '../../../functions/maintenance/report/code-meaning.ts';
import { wordingIn } from '../../../functions/maintenance/report/wording/wording-in.ts';
import { languages } from '../../../functions/maintenance/schedule/channels/channel-settings.ts';

describe('the cause in a code', () => {
  test.each([
    ['settle-timeout', 'stuck'],
    ['answer-lost', 'answer-lost'],
    ['backup-late', 'backup'],
    ['DCS.4111', 'rejected'],
    ['APIGW.0301', 'denied'],
    ['APIGW.0308', 'throttled'],
    ['ECONNREFUSED', 'network'],
    ['HTTP.502', 'network'],
    ['HTTP.403', 'denied'],
    ['constructor', 'other'],
    ['', 'other'],
  ])('%s is %s', (code, cause) => {
    expect(meaningOf(code)).toBe(cause);
  });
});

describe.each(languages)('the wording in %s', (language) => {
  const wording = wordingIn(language);

  test('names each cause in its own way', () => {
    expect(new Set(meanings.map((each) => wording.meanings[each])).size).toBe(meanings.length);
  });

  test('has the name of the product in every headline', () => {
    for (const status of ['succeeded', 'partial', 'failed', 'skipped', 'empty'] as const)
      expect(wording.headline('nightly', status)).toMatch(/^Nightshift.*nightly/);
    expect(wording.invocationFailed).toContain('Nightshift');
  });

  test.each([
    [4_000, '4s', '4 秒'],
    [120_000, '2m', '2 分钟'],
    [200_000, '3m 20s', '3 分 20 秒'],
    [7_200_000, '2h', '2 小时'],
    [7_500_000, '2h 5m', '2 小时 5 分'],
  ])('says %i ms as %s or %s', (ms, english, chinese) => {
    expect(wording.duration(ms)).toBe(language === 'en' ? english : chinese);
  });
});
