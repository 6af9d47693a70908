import { describe, expect, test } from 'vitest';
import { formatDiagnostic } from '../../../functions/maintenance/document/diagnostic.ts';
import { zoneOffset } from '../../../functions/maintenance/runtime/zone-offset.ts';
import { parseSchedule } from '../../../functions/maintenance/schedule/parse-schedule.ts';
import { lintDiagnostics } from '../../../functions/nightshift/lint/lint-schedule.ts';
import { isZone } from '../../maintenance/schedule/iana-zones.ts';
import { calendarText } from '../../maintenance/schedule/ics/calendar-text.ts';

const now = Date.parse('2026-11-29T12:00:00+08:00');

/** What is told of the calendars of a schedule whose job skips on `off`; `ics` are files by their paths. */
async function told(
  calendar: string,
  ics: Readonly<Record<string, string>> = {},
  keys = '',
): Promise<readonly string[]> {
  const text = [
    'version: 1',
    'timezone: Asia/Shanghai',
    `regions: { beijing: { region: cn-north-4, projectId: "${'0'.repeat(32)}" } }`,
    'calendars:',
    `  ${calendar}`,
    'jobs:',
    `  nightly: { action: restart, cron: "30 3 * * *", skipOn: [off], ${keys}targets: { region: beijing, names: ["*"] } }`,
    '',
  ].join('\n');
  const parsed = parseSchedule(text, { file: 'schedule.yaml', isZone });
  if (!parsed.ok) expect.unreachable(parsed.diagnostics.map(formatDiagnostic).join('\n'));
  const found = await lintDiagnostics(
    parsed,
    { contents: ics, flaws: { 'link.ics': 'it is a link' } },
    { now, zoneOffset },
  );
  return found
    .filter(({ path }) => path.startsWith('calendars'))
    .map((each) => `${each.severity} ${each.code} ${formatDiagnostic(each)}`);
}

const event = (day: string, title: string, ...lines: string[]) => [
  `UID:${day}`,
  `SUMMARY:${title}`,
  `DTSTART;VALUE=DATE:${day}`,
  ...lines,
];
const coming = event('20270101', '元旦');

describe('a calendar that no day is left of', () => {
  const ended = event('20241001', '国庆节', 'DTEND;VALUE=DATE:20241008');

  test.each<[string, string, Record<string, string>, string[]]>([
    [
      'is told when its days are over',
      'off: [{ from: 2024-10-01, to: 2024-10-07, reason: 国庆节 }, { date: 2024-01-01, reason: 元旦 }]',
      {},
      [
        'warning calendar.ended schedule.yaml:5:3 calendars.off: a calendar whose last day was 2024-10-07 - expected days to come: nightly runs as if it were not there',
      ],
    ],
    [
      'is told when it has none',
      'off: []',
      {},
      [
        'warning calendar.empty schedule.yaml:5:3 calendars.off: a calendar without a day - expected days to come: nightly runs as if it were not there',
      ],
    ],
    [
      'is told when the days of its file are over',
      'off: [{ ics: ./a.ics }]',
      { './a.ics': calendarText([ended]) },
      [
        'warning calendar.ended schedule.yaml:5:9 calendars.off[0]: ./a.ics, a calendar whose last day was 2024-10-07 - expected days to come: nightly runs as if it were not there',
      ],
    ],
    [
      'is told when its file has a time zone and no event',
      'off: [{ ics: ./a.ics }]',
      { './a.ics': calendarText([], ['BEGIN:VTIMEZONE', 'TZID:Asia/Shanghai', 'END:VTIMEZONE']) },
      [
        'warning calendar.empty schedule.yaml:5:9 calendars.off[0]: ./a.ics, a calendar without a day - expected days to come: nightly runs as if it were not there',
      ],
    ],
    [
      'is told when all events of its file are cancelled, or days worked',
      'off: [{ ics: ./a.ics }]',
      {
        './a.ics': calendarText([
          [...coming, 'STATUS:CANCELLED'],
          event('20270110', '元旦（班）', 'STATUS:TENTATIVE'),
        ]),
      },
      [
        'warning calendar.empty schedule.yaml:5:9 calendars.off[0]: ./a.ics, a calendar without a day - expected days to come: nightly runs as if it were not there',
      ],
    ],
    [
      'is told of one file among others',
      'off: [{ ics: ./a.ics }, { ics: ./b.ics }, { date: 2020-01-01, reason: 元旦 }]',
      { './a.ics': calendarText([ended]), './b.ics': calendarText([coming]) },
      [
        'warning calendar.ended schedule.yaml:5:9 calendars.off[0]: ./a.ics, a file whose last day was 2024-10-07 - expected days to come: nightly runs as if it were not there',
      ],
    ],
    ['is not one whose day is today', 'off: [{ date: 2026-11-29, reason: today }]', {}, []],
    ['is not one that comes again in years', 'off: [{ date: 2049-10-01, reason: later }]', {}, []],
    [
      'is not one whose event comes for ever',
      'off: [{ ics: ./a.ics }]',
      { './a.ics': calendarText([event('19491001', '国庆节', 'RRULE:FREQ=YEARLY;INTERVAL=50')]) },
      [],
    ],
    [
      "is not one of China's days",
      'off: [{ china: holidays }, { year: 2027, holidays: [2027-01-01] }]',
      {},
      [],
    ],
  ])('%s', async (_, calendar, ics, lines) => {
    expect(await told(calendar, ics)).toEqual(lines);
  });

  test('is nobody’s affair while its job is disabled', async () => {
    expect(await told('off: []', {}, 'enabled: false, ')).toEqual([]);
  });
});

describe('titles that may not be meant', () => {
  const titled = (...titles: string[]) => ({
    './a.ics': calendarText(titles.map((title, index) => event(`202712${String(index + 10)}`, title))),
  });

  test.each<[string, string, Record<string, string>, string[]]>([
    [
      'days worked by their titles alone',
      '{ ics: ./a.ics }',
      titled('冻结', '国庆节补班'),
      [
        'warning calendar.titles schedule.yaml:5:9 calendars.off[0]: ./a.ics: "国庆节补班" is taken for a day worked by its title, and is no day of the calendar - expected except: with such titles where that is right, or another title',
      ],
    ],
    [
      'days that look worked, and count',
      '{ ics: ./a.ics }',
      titled('国庆节调休', 'Workday (bank)'),
      [
        'warning calendar.titles schedule.yaml:5:9 calendars.off[0]: ./a.ics: "国庆节调休", "Workday (bank)" looks like a day worked, and is a day of the calendar - expected except: with its title, or only: with those that count',
      ],
    ],
    [
      'observances',
      '{ ics: ./a.ics }',
      titled('国庆节', "Valentine's Day", '教师节'),
      [
        'warning calendar.titles schedule.yaml:5:9 calendars.off[0]: ./a.ics: "Valentine\'s Day", "教师节" looks like an observance, on which people work, and is a day of the calendar - expected except: with its title, or only: with those that count',
      ],
    ],
    [
      'what Google calls an observance',
      '{ ics: ./a.ics }',
      {
        './a.ics': calendarText([
          event('20271111', "Singles' Day", 'DESCRIPTION:Observance\\nTo hide observances, go to Settings'),
        ]),
      },
      [
        'warning calendar.titles schedule.yaml:5:9 calendars.off[0]: ./a.ics: "Singles\' Day" looks like an observance, on which people work, and is a day of the calendar - expected except: with its title, or only: with those that count',
      ],
    ],
    [
      'what is not settled',
      '{ ics: ./a.ics }',
      { './a.ics': calendarText([coming, event('20270301', 'Freeze', 'STATUS:TENTATIVE')]) },
      [
        'warning calendar.titles schedule.yaml:5:9 calendars.off[0]: ./a.ics: "Freeze" is not settled (STATUS:TENTATIVE), as days worked are marked, and is no day of the calendar - expected only: with its title where it counts, or except: with it',
      ],
    ],
    [
      'nothing where titles are chosen',
      '{ ics: ./a.ics, except: ["教师节"] }',
      titled('国庆节', '教师节', '国庆节补班'),
      [],
    ],
    [
      'nothing of what is over',
      '{ ics: ./a.ics }',
      { './a.ics': calendarText([coming, event('20200214', '情人节')]) },
      [],
    ],
    [
      'nothing of what is marked plainly',
      '{ ics: ./a.ics }',
      {
        './a.ics': calendarText([
          coming,
          event('20270110', '元旦（班）', 'X-APPLE-SPECIAL-DAY:ALTERNATE-WORKDAY'),
        ]),
      },
      [],
    ],
    [
      'patterns that no title has',
      '{ ics: ./a.ics, only: ["国庆*", "中秋*"], except: ["*班"] }',
      titled('国庆节', '元旦'),
      [
        'warning calendar.pattern schedule.yaml:5:39 calendars.off[0].only[1]: "中秋*", which is no title in ./a.ics - expected some of "国庆节", "元旦"',
        'warning calendar.pattern schedule.yaml:5:56 calendars.off[0].except[0]: "*班", which is no title in ./a.ics - expected some of "国庆节", "元旦"',
      ],
    ],
  ])('are told: %s', async (_, entry, ics, lines) => {
    expect(await told(`off: [${entry}]`, ics)).toEqual(lines);
  });
});

describe('a file that cannot be used', () => {
  test.each<[string, string, Record<string, string>, string]>([
    [
      'is broken',
      'off: [{ date: 2027-01-01, reason: x }, { ics: ./a.ics }]',
      { './a.ics': calendarText([['UID:1', 'DTSTART;VALUE=99999:20270101']]) },
      'error calendar.unreadable schedule.yaml:5:42 calendars.off[1]: ./a.ics:6 DTSTART: VALUE="99999" - expected VALUE=DATE or VALUE=DATE-TIME',
    ],
    [
      'is missing',
      'off: [{ ics: ./a.ics }]',
      {},
      'error calendar.unreadable schedule.yaml:5:9 calendars.off[0]: ./a.ics: there is no such file - expected an .ics file in the folder of the schedule or below',
    ],
    [
      'is a link',
      'off: [{ ics: link.ics }]',
      {},
      'error calendar.unreadable schedule.yaml:5:9 calendars.off[0]: link.ics: it is a link - expected an .ics file in the folder of the schedule or below',
    ],
    [
      'is that of a year',
      'off: [{ china: holidays }, { year: 2027, ics: y.ics }]',
      { 'y.ics': '{}' },
      'error calendar.unreadable schedule.yaml:5:30 calendars.off[1]: y.ics:1: JSON - expected an iCalendar file, which begins with BEGIN:VCALENDAR',
    ],
  ])('is told where the schedule has it: it %s', async (_, calendar, ics, line) => {
    expect(await told(calendar, ics)).toEqual([line]);
  });
});
