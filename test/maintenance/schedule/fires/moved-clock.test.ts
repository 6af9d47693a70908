import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { zoneOffset } from '../../../../functions/maintenance/runtime/zone-offset.ts';
import { scheduledFires } from '../../../../functions/maintenance/schedule/fires/scheduled-fires.ts';
import { type Stage, stage } from '../schedule-fixture.ts';

type Given = {
  readonly cron: string;
  readonly timezone: string;
  /** More of the job, such as `dst: { gap: skip }`. */
  readonly rules?: string;
  readonly move?: string;
  readonly until?: string;
  readonly calendars?: readonly string[];
};

function nightly({
  cron,
  timezone,
  rules,
  move,
  until = '2028-12-01',
  calendars = [],
}: Given): Promise<Stage> {
  return stage({
    jobs: [`nightly: { cron: "${cron}", timezone: ${timezone}${rules ? `, ${rules}` : ''} }`],
    calendars,
    overrides: move
      ? [`- { job: nightly, move: "${move}", until: ${until}, by: li.wei, reason: load test }`]
      : [],
  });
}

/** What starts or is skipped between two instants, as the zone's clock shows it: `03-28 05:00`, `skipped: …`. */
function linesOf({ schedule, calendars, job }: Stage, from: string, to: string): string[] {
  const span = { after: Date.parse(from) - 1, upTo: Date.parse(to) - 1 };
  const { timezone } = job('nightly');
  return scheduledFires(schedule, span, zoneOffset, calendars).map(({ startsAt, skipped }) =>
    skipped
      ? `skipped: ${skipped.code}: ${skipped.reason}`
      : new Date(startsAt + (zoneOffset(timezone, startsAt) ?? 0))
          .toISOString()
          .slice(5, 16)
          .replace('T', ' '),
  );
}

const berlin = { cron: '30 2 * * *', timezone: 'Europe/Berlin' };
const nuuk = { cron: '30 23 * * *', timezone: 'America/Nuuk' };
const moved = (to: string) => `moved to ${to} by li.wei until 2028-12-01: load test`;

describe('a time that the clock leaves out', () => {
  test('keeps no fire from the time that it is moved to', async () => {
    const staged = await nightly({ ...berlin, rules: 'dst: { gap: skip }', move: '05:00' });
    expect(linesOf(staged, '2027-03-27T00:00Z', '2027-03-30T00:00Z')).toEqual([
      '03-27 05:00',
      '03-28 05:00',
      '03-29 05:00',
    ]);
  });

  test('keeps no fire from the day that it is put off to', async () => {
    const staged = await nightly({
      cron: '30 2 * * SUN',
      timezone: 'Europe/Berlin',
      rules: 'dst: { gap: skip }, skipOn: [freeze], onSkip: next-allowed-day',
      calendars: ['freeze: [{ date: 2027-03-28, reason: freeze }]'],
    });
    expect(linesOf(staged, '2027-03-27T00:00Z', '2027-03-30T00:00Z')).toEqual(['03-29 02:30']);
  });

  test('is what a fire is moved to: it starts after it, or not at all', async () => {
    const after = await nightly({ cron: '0 5 * * *', timezone: 'Europe/Berlin', move: '02:30' });
    expect(linesOf(after, '2027-03-28T00:00Z', '2027-03-29T00:00Z')).toEqual(['03-28 03:30']);
    const never = await nightly({
      cron: '0 5 * * *',
      timezone: 'Europe/Berlin',
      rules: 'dst: { gap: skip }',
      move: '02:30',
    });
    expect(linesOf(never, '2027-03-28T00:00Z', '2027-03-29T00:00Z')).toEqual([
      `skipped: override: ${moved('02:30')}; the clock leaves 2027-03-28 02:30 out, and dst.gap is skip`,
    ]);
  });

  test('is what a fire is put off to: it does not start then either', async () => {
    const staged = await nightly({
      cron: '30 2 27 * *',
      timezone: 'Europe/Berlin',
      rules: 'dst: { gap: skip }, skipOn: [freeze], onSkip: next-allowed-day',
      calendars: ['freeze: [{ date: 2027-03-27, reason: freeze }]'],
    });
    expect(linesOf(staged, '2027-03-26T00:00Z', '2027-03-30T00:00Z')).toEqual([
      'skipped: calendar: put off from 2027-03-27 02:30: calendar freeze: freeze; the clock leaves 2027-03-28 02:30 out, and dst.gap is skip',
    ]);
  });
});

describe('where the clock leaves out the hour before midnight', () => {
  test('a fire of that hour that is moved starts on its own day, and the next day has its own', async () => {
    const staged = await nightly({ ...nuuk, move: '05:00' });
    expect(linesOf(staged, '2027-03-27T02:00Z', '2027-03-29T02:00Z')).toEqual(['03-27 05:00', '03-28 05:00']);
  });

  test('the last day of a move is that of the fire, not the one that it would have reached into', async () => {
    const staged = await nightly({ ...nuuk, move: '05:00', until: '2027-03-28' });
    expect(linesOf(staged, '2027-03-27T02:00Z', '2027-03-29T02:00Z')).toEqual(['03-27 05:00', '03-28 23:30']);
  });

  test('a fire that is moved into that hour starts after midnight, whatever ends on that day', async () => {
    const staged = await nightly({
      cron: '30 3 * * *',
      timezone: 'America/Nuuk',
      move: '23:30',
      until: '2027-03-28',
    });
    expect(linesOf(staged, '2027-03-28T01:00Z', '2027-03-28T04:00Z')).toEqual(['03-28 00:30']);
    expect(linesOf(staged, '2027-03-27T02:00Z', '2027-03-29T02:00Z')).toEqual(['03-28 00:30', '03-28 03:30']);
  });

  test('and not where a calendar forbids the day that it would start on', async () => {
    const staged = await nightly({
      cron: '30 3 * * *',
      timezone: 'America/Nuuk',
      move: '23:30',
      rules: 'skipOn: [freeze]',
      calendars: ['freeze: [{ date: 2027-03-28, reason: freeze }]'],
    });
    expect(linesOf(staged, '2027-03-27T02:00Z', '2027-03-28T06:00Z')).toEqual([
      `skipped: override: ${moved('23:30')}; calendar freeze: freeze`.replace('override', 'calendar'),
      'skipped: calendar: calendar freeze: freeze',
    ]);
  });

  test('a move lets a fire start on its own day though the day after is forbidden', async () => {
    const staged = await nightly({
      ...nuuk,
      move: '05:00',
      rules: 'skipOn: [freeze]',
      calendars: ['freeze: [{ date: 2027-03-28, reason: freeze }]'],
    });
    expect(linesOf(staged, '2027-03-27T02:00Z', '2027-03-28T01:00Z')).toEqual(['03-27 05:00']);
  });

  test('a window counts from the time that a fire is moved to', async () => {
    const { schedule, calendars } = await nightly({ ...nuuk, move: '05:00', rules: 'window: 2h' });
    const span = { after: Date.parse('2027-03-27T02:00Z'), upTo: Date.parse('2027-03-28T02:00Z') };
    expect(scheduledFires(schedule, span, zoneOffset, calendars).map(({ windowEnd }) => windowEnd)).toEqual([
      Date.parse('2027-03-27T07:00-02:00'),
    ]);
  });
});

const twoDigits = (value: number) => String(value).padStart(2, '0');
const clock = fc.record({ hour: fc.integer({ min: 0, max: 23 }), minute: fc.constantFrom(0, 10, 30, 59) });
/** A zone, and the Greenwich day on which its clock changes. */
const change = fc.constantFrom(
  ['America/Nuuk', '2027-03-28'],
  ['America/Nuuk', '2027-10-31'],
  ['Europe/Berlin', '2027-03-28'],
  ['Europe/Berlin', '2027-10-31'],
  ['Africa/Cairo', '2027-04-30'],
  ['Africa/Cairo', '2027-10-28'],
  ['America/Havana', '2027-03-14'],
  ['America/Santiago', '2027-09-05'],
  ['America/Santiago', '2027-04-04'],
  ['Australia/Lord_Howe', '2027-10-03'],
  ['Asia/Shanghai', '2027-03-28'],
);
const policy = fc.record({
  gap: fc.constantFrom('run-after', 'skip'),
  overlap: fc.constantFrom('first', 'last', 'both'),
});

test('a daily job that is moved starts once for each day at the time it is moved to, whatever its own clock does', async () => {
  await fc.assert(
    fc.asyncProperty(change, clock, clock, policy, async ([timezone, day], at, to, { gap, overlap }) => {
      const move = `${twoDigits(to.hour)}:${twoDigits(to.minute)}`;
      const staged = await nightly({
        cron: `${at.minute} ${at.hour} * * *`,
        timezone,
        move,
        rules: `dst: { gap: ${gap}, overlap: ${overlap} }`,
      });
      const dayMs = 86_400_000;
      const noon = Date.parse(`${day}T12:00Z`);
      const span = { after: noon - 4 * dayMs, upTo: noon + 4 * dayMs };
      const fires = scheduledFires(staged.schedule, span, zoneOffset, staged.calendars);
      const leftOut = fires.filter(({ skipped }) => skipped?.reason.includes('leaves'));
      const starting = fires.filter(({ skipped }) => !skipped);
      for (const each of [-2, -1, 0, 1, 2]) {
        const own = [...starting, ...leftOut].filter(
          ({ wall }) => Math.floor(wall / dayMs) === Math.floor(noon / dayMs) + each,
        );
        expect(own, `day ${each}`).toHaveLength(1);
      }
      expect(leftOut.length).toBeLessThanOrEqual(gap === 'skip' ? 1 : 0);
      const shown = starting.map(({ startsAt }) => startsAt + (zoneOffset(timezone, startsAt) ?? 0));
      const elsewhere = shown.filter((wall) => new Date(wall).toISOString().slice(11, 16) !== move);
      expect(elsewhere.length).toBeLessThanOrEqual(gap === 'skip' ? 0 : 1);
    }),
    { seed: 20_261_129, numRuns: 150 },
  );
});
