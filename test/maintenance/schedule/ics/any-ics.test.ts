import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readEpochDay } from '../../../../functions/maintenance/foundation/time/day.ts';
import { zoneOffset } from '../../../../functions/maintenance/runtime/zone-offset.ts';
import { openIcs } from '../../../../functions/maintenance/schedule/ics/open-ics.ts';
import { berlin, calendarText } from './calendar-text.ts';

const whole = calendarText(
  [
    [
      'UID:1',
      'DTSTART;TZID=W. Europe Standard Time:20260115T173000',
      'RRULE:FREQ=MONTHLY;BYDAY=-1FR;COUNT=9',
      'SUMMARY:a',
    ],
    [
      'UID:2',
      'DTSTART;VALUE=DATE:20260301',
      'DURATION:P3D',
      'EXDATE;VALUE=DATE:20260301',
      'RDATE;VALUE=DATE:20260401',
    ],
    ['UID:1', 'RECURRENCE-ID:20260130T163000Z', 'DTSTART:20260131T163000Z', 'DTEND:20260131T173000Z'],
  ],
  berlin,
);

/** The file with a few stretches of it cut out, doubled or overwritten. */
const damaged = fc
  .array(
    fc.record({
      at: fc.nat(whole.length),
      length: fc.nat(6),
      by: fc.constantFrom(
        '',
        '\r\n',
        ':',
        ';',
        ',',
        '0',
        '99',
        '-',
        'T',
        'Z',
        'BEGIN:VEVENT\r\n',
        'RRULE:FREQ=DAILY\r\n',
        '\0',
      ),
    }),
    { minLength: 1, maxLength: 2 },
  )
  .map((wounds) =>
    wounds.reduce((text, { at, length, by }) => text.slice(0, at) + by + text.slice(at + length), whole),
  );

describe('whatever the text', () => {
  test('it is read, or told of with a line that it has', () => {
    let refused = 0;
    fc.assert(
      fc.property(damaged, (text) => {
        const opened = openIcs(text, zoneOffset);
        if (opened.ok) {
          opened.file.daysUpTo(readEpochDay('2026-12-31'), 'Asia/Shanghai');
          return;
        }
        refused += 1;
        expect(opened.problem.message).not.toBe('');
        expect(opened.problem.line).toBeGreaterThanOrEqual(1);
        expect(opened.problem.line).toBeLessThanOrEqual(text.split('\n').length);
      }),
      { seed: 20_261_123, numRuns: 400 },
    );
    // Both happen, or this would be no test of either.
    expect(refused).toBeGreaterThan(40);
    expect(refused).toBeLessThan(360);
  });
});
