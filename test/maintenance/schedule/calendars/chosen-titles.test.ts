import { describe, expect, test } from 'vitest';
import { calendarText } from '../ics/calendar-text.ts';
import { stage } from '../schedule-fixture.ts';

const nightly = 'nightly: { cron: "30 3 * * *", skipOn: [off] }';

/** The days of October 2026 on which the job does not run, with the entry's own keys. */
async function skipped(events: readonly (readonly string[])[], keys = ''): Promise<string> {
  const { fires } = await stage({
    jobs: [nightly],
    calendars: [`off: [{ ics: ./off.ics${keys === '' ? '' : `, ${keys}`} }]`],
    ics: { './off.ics': calendarText(events) },
  });
  return fires('2026-10-01', '2026-10-31')
    .filter(({ skipped: why }) => why)
    .map(({ at }) => new Date(at + 8 * 3_600_000).getUTCDate())
    .join(' ');
}

const day = (date: number, title: string, ...lines: string[]) => [
  `UID:${date}`,
  `SUMMARY;LANGUAGE=zh_CN:${title}`,
  `DTSTART;VALUE=DATE:202610${String(date).padStart(2, '0')}`,
  ...lines,
];
const holiday = day(1, '国庆节', 'X-APPLE-SPECIAL-DAY:WORK-HOLIDAY');

describe('a day worked in exchange is no day off', () => {
  test.each<[string, string[]]>([
    ['国庆节（班）', []],
    ['国庆节(班)', []],
    ['国庆节 补班 第1天/共2天', ['STATUS:TENTATIVE', 'TRANSP:OPAQUE']],
    ['国庆节补班', []],
    ['國慶補班', []],
    ['班｜国庆', []],
    ['[加班]', []],
    ['国庆节（调休上班）', []],
    ['国庆节调休上班', []],
    ['周六上班', []],
    ['国庆节调休', ['CATEGORIES:上班']],
    ['国庆节', ['X-APPLE-SPECIAL-DAY:ALTERNATE-WORKDAY']],
    ['国庆节', ['STATUS:TENTATIVE']],
    ['Special Working Day', []],
    ['Make-up workday (National Day)', []],
    ['Working day for National Day', []],
    ['National Day', ['CATEGORIES:Working day']],
  ])('%s %j', async (title, lines) => {
    expect(await skipped([holiday, day(10, title, ...lines)])).toBe('1');
    expect(await skipped([day(10, title, ...lines), holiday], 'only: ["*国庆*", "*National*"]')).toBe(
      lines[0] === 'STATUS:TENTATIVE' && lines.length === 1 ? '1 10' : '1',
    );
  });
});

describe('a day off is one, although its title has the same signs', () => {
  test.each([
    ['国庆节（休）'],
    ['国庆节 假期 第1天/共7天'],
    ['休｜国庆'],
    ['台风停班停课'],
    ['全天不上班'],
    ['早高峰上班时段禁止变更'],
    ['交班期冻结'],
    ['Non-working day'],
    ['Workday upgrade freeze'],
    ['No working day for banks'],
  ])('%s', async (title) => {
    expect(await skipped([day(10, title)])).toBe('10');
  });
});

describe('events are chosen by their titles', () => {
  const events = [
    holiday,
    day(2, 'Halloween'),
    day(3, 'Freeze, phase 1'),
    day(4, 'Freeze, phase 2', 'STATUS:TENTATIVE'),
  ];

  test.each([
    ['', '1 2 3'],
    ['only: ["Freeze*"]', '3 4'],
    ['only: ["Freeze*", "国庆?"]', '1 3 4'],
    ['except: ["Halloween"]', '1 3'],
    ['only: ["*"], except: ["*phase*"]', '1 2'],
    ['only: ["halloween"]', ''],
  ])('with %s', async (keys, days) => {
    expect(await skipped(events, keys)).toBe(days);
  });
});
