import { describe, expect, test } from 'vitest';
import { zoneOffset } from '../../../../functions/maintenance/runtime/zone-offset.ts';
import { openIcs } from '../../../../functions/maintenance/schedule/ics/open-ics.ts';
import { calendarText, daysIn } from './calendar-text.ts';

describe('a time zone that is written in a way of its own', () => {
  const winter = (tzid: string) => `DTSTART;TZID=${tzid}:20270310T233000`;

  test.each([
    ['tzone://Microsoft/Utc', '11'],
    ['"tzone://Microsoft/Utc"', '11'],
    ['China Standard Time', '10'],
    ['W. Europe Standard Time', '11'],
    ['china standard time', '10'],
    ['CENTRAL STANDARD TIME (MEXICO)', '11'],
    ['tzone://Microsoft/w. europe standard time', '11'],
    ['Pacific Standard Time', '11'],
    ['"(UTC+08:00) Beijing, Chongqing, Hong Kong, Urumqi"', '10'],
    ['(UTC+08:00) Beijing, Chongqing, Hong Kong, Urumqi', '10'],
    ['GMT+8', '10'],
    ['UTC+08:00', '10'],
    ['/freeassociation.sourceforge.net/Tzfile/Europe/Berlin', '11'],
    ['/citadel.org/20210210_1/America/Indiana/Indianapolis', '11'],
    ['Etc/GMT-8', '10'],
    ['GMT', '11'],
  ])('%s is understood', (tzid, days) => {
    const before = tzid.includes('Beijing')
      ? [
          'BEGIN:VTIMEZONE',
          'TZID:(UTC+08:00) Beijing\\, Chongqing\\, Hong Kong\\, Urumqi',
          'BEGIN:STANDARD',
          'DTSTART:16010101T000000',
          'TZOFFSETFROM:+0800',
          'TZOFFSETTO:+0800',
          'END:STANDARD',
          'END:VTIMEZONE',
        ]
      : [];
    expect(daysIn('Asia/Shanghai', [['UID:1', winter(tzid)]], before)).toBe(days);
  });

  test.each<[string, string[]]>([
    ['no times', []],
    ['times without offsets', ['BEGIN:STANDARD', 'DTSTART:19700101T000000', 'END:STANDARD']],
    [
      'an offset that is none',
      ['BEGIN:STANDARD', 'DTSTART:19700101T000000', 'TZOFFSETFROM:+9900', 'TZOFFSETTO:+0800', 'END:STANDARD'],
    ],
    [
      'a rule that is none',
      [
        'BEGIN:STANDARD',
        'DTSTART:19700101T000000',
        'TZOFFSETFROM:+0800',
        'TZOFFSETTO:+0800',
        'RRULE:FREQ=NEVER',
        'END:STANDARD',
      ],
    ],
  ])("is IANA's where its name is, and the file defines it with %s", (_, lines) => {
    const before = ['BEGIN:VTIMEZONE', 'TZID:Asia/Shanghai', ...lines, 'END:VTIMEZONE'];
    expect(daysIn('Europe/Berlin', [['UID:1', 'DTSTART;TZID=Asia/Shanghai:20270310T033000']], before)).toBe(
      '9',
    );
  });

  test('is told of where it is defined, when that is the fault and there is no other of its name', () => {
    const before = [
      'BEGIN:VTIMEZONE',
      'TZID:Our Zone',
      'BEGIN:STANDARD',
      'DTSTART:19700101T000000',
      'TZOFFSETFROM:8',
      'TZOFFSETTO:8',
      'END:STANDARD',
      'END:VTIMEZONE',
    ];
    const opened = openIcs(calendarText([['UID:1', winter('Our Zone')]], before), zoneOffset);
    expect(opened).toEqual({
      ok: false,
      problem: {
        line: 8,
        property: 'TZOFFSETFROM',
        message: '"8" - expected an offset from UTC such as +0800',
      },
    });
  });

  test('is nobody’s affair where no event is in it', () => {
    const before = ['BEGIN:VTIMEZONE', 'TZID:Our Zone', 'END:VTIMEZONE'];
    expect(daysIn('UTC', [['UID:1', 'DTSTART:20270310']], before)).toBe('10');
  });
});

test('a zone of the file that has no times is the one that it says it is', () => {
  const named = ['BEGIN:VTIMEZONE', 'TZID:Office', 'X-LIC-LOCATION:Europe/Berlin', 'END:VTIMEZONE'];
  const late = ['UID:1', 'DTSTART;TZID=Office:20270310T233000'];
  expect(daysIn('Asia/Shanghai', [late], named)).toBe('11');
  expect(daysIn('Europe/Berlin', [late], named)).toBe('10');
});
