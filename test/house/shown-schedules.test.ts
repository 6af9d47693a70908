import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { yearsCovered } from '../../functions/maintenance/schedule/calendars/china-calendar.ts';
import { parseSchedule } from '../../functions/maintenance/schedule/parse-schedule.ts';
import { keyMeaningsEn } from '../config/key-meanings-en.ts';
import { keyMeaningsZh } from '../config/key-meanings-zh.ts';
import { isZone } from '../maintenance/schedule/iana-zones.ts';
import { documents, pages } from './documents.ts';

const shown = pages.flatMap(([path, { blocks }]) =>
  blocks.flatMap(({ language, code }, at) => (language === 'yaml' ? [[path, at + 1, code] as const] : [])),
);

/** What a part of a schedule is shown without. */
const rest: Readonly<Record<string, string>> = {
  version: '1',
  timezone: 'Asia/Shanghai',
  regions: '{ beijing: { region: cn-north-4, projectId: "${P1}" } }',
  calendars: '{ freeze: [{ date: 2026-12-31, reason: closing of the books }] }',
  jobs: '{ nightly: { action: restart, targets: { region: beijing, names: ["*"] } } }',
};

const jobRest: Readonly<Record<string, string>> = {
  action: 'soft_restart',
  cron: '"30 3 * * *"',
  targets: '{ region: beijing, names: ["*"] }',
};
const known = new Set(
  Object.keys(keyMeaningsEn).map((path) => path.replace(/^jobs\.\*\.([^.]+).*/, 'of a job: $1')),
);

/** The whole of a schedule of which a page shows some keys, perhaps of one job only. */
function whole(code: string): string {
  const shownKeys: readonly string[] = Object.keys(parse(code));
  if (shownKeys.includes('version')) return code;
  const others = (keys: Readonly<Record<string, string>>, has: readonly string[]) =>
    Object.entries(keys).flatMap(([key, value]) => (has.includes(key) ? [] : [`${key}: ${value}`]));
  if (!shownKeys.every((key) => known.has(`of a job: ${key}`) && key !== 'notify'))
    return [code, ...others(rest, shownKeys)].join('\n');
  const job = [...code.trimEnd().split('\n'), ...others(jobRest, shownKeys)];
  return ['jobs:', '  nightly:', ...job.map((line) => `    ${line}`), ...others(rest, ['jobs'])]
    .join('\n')
    .replace(
      'regions: {',
      code.includes('guangzhou')
        ? 'regions: { guangzhou: { region: cn-south-1, projectId: "${P2}" },'
        : 'regions: {',
    );
}

describe('the schedules in documents', () => {
  test('are found', () => {
    expect(shown.length).toBeGreaterThan(15);
  });

  test.each(shown)('of %s, block %i, have no errors and no warnings', (path, _, code) => {
    const parsed = parseSchedule(whole(code), { file: path, isZone });
    expect(parsed.ok ? parsed.warnings : parsed.diagnostics).toEqual([]);
  });

  test("name the years of China's holidays that there are", () => {
    for (const meanings of [keyMeaningsEn, keyMeaningsZh])
      expect(meanings['calendars.*.*.china']?.match(/\b\d{4}\b/g)).toEqual(
        [yearsCovered[0], yearsCovered.at(-1)].map(String),
      );
    expect(documents.get('docs/schedule.md')?.text).toContain(keyMeaningsEn['version']);
  });
});
