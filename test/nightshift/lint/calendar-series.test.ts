import { expect, test } from 'vitest';
import { zoneOffset } from '../../../functions/maintenance/runtime/zone-offset.ts';
import { parseSchedule } from '../../../functions/maintenance/schedule/parse-schedule.ts';
import { lintDiagnostics } from '../../../functions/nightshift/lint/lint-schedule.ts';
import { isZone } from '../../maintenance/schedule/iana-zones.ts';
import { calendarText } from '../../maintenance/schedule/ics/calendar-text.ts';

const now = Date.parse('2026-11-29T12:00:00+08:00');
const schedule = `version: 1
timezone: Asia/Shanghai
regions: { beijing: { region: cn-north-4, projectId: "${'0'.repeat(32)}" } }
calendars: { off: [{ ics: a.ics }] }
jobs:
  nightly: { action: restart, cron: "30 3 * * *", skipOn: [off], targets: { region: beijing, names: ["*"] } }
`;

test.each([
  ['20270228', 1],
  ['20270301', 0],
  // Midnight in Shanghai, which is still the day before in UTC.
  ['20270228T160000Z', 0],
])('a series that ends before it begins is told, as it has no day: UNTIL=%s', async (until, count) => {
  const rule = `RRULE:FREQ=DAILY;UNTIL=${until}`;
  const series = ['UID:1', 'SUMMARY:freeze', 'DTSTART;VALUE=DATE:20270301', rule];
  const ics = calendarText([series, ['UID:2', 'DTSTART;VALUE=DATE:20270401']]);
  const parsed = parseSchedule(schedule, { file: 'schedule.yaml', isZone });
  if (!parsed.ok) expect.unreachable('it is refused');
  const found = await lintDiagnostics(parsed, { contents: { 'a.ics': ics }, flaws: {} }, { now, zoneOffset });
  expect(found.map(({ code, path, message }) => `${code} ${path} ${message}`)).toEqual(
    Array(count).fill(
      'calendar.no-day calendars.off[0] a.ics: "freeze" (line 4) ends by its UNTIL before it begins, and has no day - expected UNTIL on the day of DTSTART or later, or no such event',
    ),
  );
});
