import { readEpochDay } from '../../functions/maintenance/foundation/time/day.ts';
import { zoneOffset } from '../../functions/maintenance/runtime/zone-offset.ts';
import { type IcsProblem, openIcs } from '../../functions/maintenance/schedule/ics/open-ics.ts';
import type { FuzzKind } from './fuzz-kind.ts';

const lines = (text: string) => text.trim().replaceAll(/\n\s*/g, '\r\n');

/** Calendars as Outlook, Exchange, Google and Apple write them. */
const seeds = [
  lines(`
    BEGIN:VCALENDAR
    METHOD:PUBLISH
    PRODID:Microsoft Exchange Server 2010
    VERSION:2.0
    X-WR-CALNAME:Kalender
    BEGIN:VTIMEZONE
    TZID:W. Europe Standard Time
    BEGIN:STANDARD
    DTSTART:16010101T030000
    TZOFFSETFROM:+0200
    TZOFFSETTO:+0100
    RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10
    END:STANDARD
    BEGIN:DAYLIGHT
    DTSTART:16010101T020000
    TZOFFSETFROM:+0100
    TZOFFSETTO:+0200
    RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3
    END:DAYLIGHT
    END:VTIMEZONE
    BEGIN:VEVENT
    RRULE:FREQ=WEEKLY;UNTIL=20270330T070000Z;INTERVAL=2;BYDAY=MO,WE;WKST=MO
    EXDATE;TZID=W. Europe Standard Time:20261207T090000,20261221T090000
    UID:040000008200E00074C5B7101A82E008
    SUMMARY:Release train
    DTSTART;TZID=W. Europe Standard Time:20261123T090000
    DTEND;TZID=W. Europe Standard Time:20261123T100000
    CLASS:PUBLIC
    PRIORITY:5
    DTSTAMP:20261101T080000Z
    TRANSP:OPAQUE
    STATUS:CONFIRMED
    SEQUENCE:1
    X-MICROSOFT-CDO-ALLDAYEVENT:FALSE
    BEGIN:VALARM
    DESCRIPTION:REMINDER
    TRIGGER;RELATED=START:-PT15M
    ACTION:DISPLAY
    END:VALARM
    END:VEVENT
    BEGIN:VEVENT
    UID:040000008200E00074C5B7101A82E008
    RECURRENCE-ID;TZID=W. Europe Standard Time:20261125T090000
    SUMMARY:Release train
    DTSTART;TZID=W. Europe Standard Time:20261126T090000
    DTEND;TZID=W. Europe Standard Time:20261126T100000
    SEQUENCE:2
    END:VEVENT
    END:VCALENDAR`),
  lines(`
    BEGIN:VCALENDAR
    PRODID:-//Google Inc//Google Calendar 70.9054//EN
    VERSION:2.0
    CALSCALE:GREGORIAN
    METHOD:PUBLISH
    X-WR-CALNAME:Holidays in China
    X-WR-TIMEZONE:UTC
    BEGIN:VEVENT
    DTSTART;VALUE=DATE:20261001
    DTEND;VALUE=DATE:20261008
    DTSTAMP:20261101T080000Z
    UID:20261001_1@google.com
    CLASS:PUBLIC
    DESCRIPTION:Public holiday
    SEQUENCE:0
    STATUS:CONFIRMED
    SUMMARY:National Day
    TRANSP:TRANSPARENT
    END:VEVENT
    BEGIN:VEVENT
    DTSTART;VALUE=DATE:20270101
    RRULE:FREQ=DAILY;UNTIL=20270106T160000Z
    EXDATE;VALUE=DATE:20270103
    RDATE;VALUE=DATE:20270301
    UID:20270101_1@google.com
    SUMMARY:Change freeze\\, phase 1
    END:VEVENT
    BEGIN:VEVENT
    DTSTART;TZID=Asia/Shanghai:20261111T000000
    DURATION:P1DT12H
    RRULE:FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=11;COUNT=5
    UID:20261111_1@google.com
    SUMMARY:Double 11
    END:VEVENT
    END:VCALENDAR`),
  lines(`
    BEGIN:VCALENDAR
    VERSION:2.0
    PRODID:-//Apple Inc.//iCloud Calendar//EN
    X-APPLE-LANGUAGE:zh
    X-APPLE-REGION:CN
    X-WR-CALNAME:中国大陆节假日
    BEGIN:VEVENT
    DTSTAMP:20261101T000000Z
    UID:6f1f3b6d-7d5b-3b1c-8f5a-0f6a6c6b0e01
    DTSTART;VALUE=DATE:20270206
    SUMMARY;LANGUAGE=zh_CN:春节（班）
    X-APPLE-SPECIAL-DAY:ALTERNATE-WORKDAY
    STATUS:TENTATIVE
    END:VEVENT
    BEGIN:VEVENT
    DTSTAMP:20261101T000000Z
    UID:6f1f3b6d-7d5b-3b1c-8f5a-0f6a6c6b0e02
    DTSTART;VALUE=DATE:20270207
    DTEND;VALUE=DATE:20270214
    SUMMARY;LANGUAGE=zh_CN:春节（休）
    X-APPLE-SPECIAL-DAY:WORK-HOLIDAY
    CATEGORIES:Holidays
    END:VEVENT
    BEGIN:VEVENT
    DTSTART:20261224T180000Z
    DTEND:20261226T060000Z
    RRULE:FREQ=MONTHLY;BYDAY=-1FR;BYSETPOS=1;COUNT=9
    EXDATE:20270129T180000Z
    RDATE:20270210T180000Z,20270211T180000Z
    UID:6f1f3b6d-7d5b-3b1c-8f5a-0f6a6c6b0e03
    SUMMARY:a summary that is folded over more than one line becau
     se it is long
    END:VEVENT
    END:VCALENDAR`).replaceAll('\r\nse it', '\r\n se it'),
];

/** What is asked of a calendar: more than any command asks at once, in zones on both sides of UTC. */
const asked = { first: readEpochDay('2020-01-01'), last: readEpochDay('2030-12-31') };

/** Calendars (.ics). */
export const ics: FuzzKind = {
  seeds,
  part: /[^\r\n:;=,]+/g,
  words: [
    ...[
      'DATE',
      'DATE-TIME',
      'PERIOD',
      'VALUE',
      'TZID',
      'RANGE',
      'THISANDFUTURE',
      'X-1',
      '99999',
      'CANCELLED',
      'CANCEL',
    ],
    ...[
      'DTSTART',
      'DTEND',
      'DURATION',
      'RRULE',
      'EXRULE',
      'EXDATE',
      'RDATE',
      'RECURRENCE-ID',
      'UID',
      'SEQUENCE',
    ],
    ...['BEGIN', 'END', 'VEVENT', 'VTODO', 'VCALENDAR', 'VTIMEZONE', 'STANDARD', 'DAYLIGHT', 'TZOFFSETFROM'],
    ...[
      'FREQ',
      'SECONDLY',
      'HOURLY',
      'DAILY',
      'WEEKLY',
      'MONTHLY',
      'YEARLY',
      'INTERVAL',
      'COUNT',
      'UNTIL',
      'BYDAY',
    ],
    ...[
      'BYMONTH',
      'BYMONTHDAY',
      'BYYEARDAY',
      'BYWEEKNO',
      'BYSETPOS',
      'BYHOUR',
      '5MO',
      '-53SU',
      '31',
      '-366',
      '366',
    ],
    ...[
      '20260230',
      '99991231',
      '00010101T000000',
      '20270328T023000',
      '20261225',
      '20261225T000000Z',
      '20161231T235960Z',
    ],
    ...[
      'P1D',
      'P1W',
      '-P1D',
      'PT1H',
      'P999999999D',
      'P',
      'Europe/Berlin',
      'Nowhere/Land',
      'China Standard Time',
    ],
    ...['tzone', '//Microsoft/Utc', '+2500', '-0000', '+0530', 'constructor', 'GMT+8', '"Asia/Shanghai"'],
  ],
  judge(text) {
    const opened = openIcs(text, zoneOffset);
    const refused = ({ line, property, message }: IcsProblem) => ({
      refusals: [{ line, path: property, message }],
      steps: opened.ok ? opened.file.steps() : 0,
    });
    if (!opened.ok) return refused(opened.problem);
    for (const zone of ['Asia/Shanghai', 'America/New_York']) {
      const laid = opened.file.daysIn(asked, zone, () => true);
      if (!laid.ok) return refused(laid.problem);
    }
    return { refusals: [], steps: opened.file.steps() };
  },
};
